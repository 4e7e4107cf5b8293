package dev.relevo.relay;

import dev.relevo.config.Repair;
import dev.relevo.upstream.Answer;
import dev.relevo.wire.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The headers of an answer: ours, and those of the upstream's that may pass, under names of ours. */
final class AnswerHeaders {
    private static final String RATE_LIMIT = "x-ratelimit-";
    private static final int VALUE_LIMIT = 2048;
    private static final int USUAL_FIELDS = 10;

    private AnswerHeaders() {}

    /** What is known before anybody answered. */
    static Headers asked(String model) {
        return new Headers(USUAL_FIELDS).add("x-relevo-alias", printable(model));
    }

    /** What is told of every request that went to a pool. */
    static Headers routed(String asked, Trail trail) {
        Headers headers = asked(asked).add("x-relevo-attempts", Integer.toString(trail.attempts()));
        if (trail.attempts() > 0) {
            headers.add("x-relevo-trail", printable(trail.text()));
        }
        return headers;
    }

    /** Adds who answered and what was changed for it. */
    static void answered(Headers headers, Found found) {
        var target = found.lease().target();
        headers.add("x-relevo-provider", printable(target.provider().name()))
                .add("x-relevo-model", printable(target.model()))
                .add("x-relevo-target", printable(target.name()));
        List<String> adjusted = found.encoded().adjusted();
        if (!adjusted.isEmpty()) {
            headers.add("x-relevo-adjusted", printable(String.join("; ", adjusted)));
        }
        Set<Repair> repairs = found.answer().repairs();
        if (!repairs.isEmpty()) {
            headers.add(
                    "x-relevo-repairs",
                    repairs.stream().map(Repair::key).sorted().collect(Collectors.joining("; ")));
        }
        upstream(headers, found.answer().headers());
    }

    /**
     * Adds {@code Server-Timing}, in milliseconds.
     *
     * @param ownNanos what the request took besides the search for an answer
     */
    static void timing(Headers headers, long ownNanos, Answer answer) {
        StringBuilder timing = new StringBuilder(64);
        millis(timing.append("relevo;dur="), ownNanos);
        millis(timing.append(", connect;dur="), answer.exchange().connectTime().toNanos());
        millis(timing.append(", ttft;dur="), answer.ttft().toNanos());
        headers.add("Server-Timing", timing.toString());
    }

    private static void upstream(Headers headers, Headers theirs) {
        theirs.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("x-request-id")) {
                headers.add("x-relevo-upstream-request-id", printable(value));
            } else if (lower.startsWith(RATE_LIMIT)) {
                headers.add("x-relevo-upstream-ratelimit-" + lower.substring(RATE_LIMIT.length()), printable(value));
            }
        });
    }

    private static void millis(StringBuilder text, long nanos) {
        long micros = Math.max(0, nanos / 1000);
        long fraction = micros % 1000;
        text.append(micros / 1000)
                .append(fraction < 10 ? ".00" : fraction < 100 ? ".0" : ".")
                .append(fraction);
    }

    /** Visible ASCII; anything else becomes a question mark. */
    private static String printable(String value) {
        int length = Math.min(value.length(), VALUE_LIMIT);
        for (int i = 0; i < length; i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                return value.substring(0, length).replaceAll("[^ -~]", "?");
            }
        }
        return length == value.length() ? value : value.substring(0, length);
    }
}
