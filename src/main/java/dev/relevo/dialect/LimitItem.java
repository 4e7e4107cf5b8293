package dev.relevo.dialect;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.wire.Durations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An item of the headers {@code RateLimit} and {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers): a policy
 * is {@code "burst";q=100;w=60}, a quota of 100 in a window of 60 seconds; its state {@code "burst";r=50;t=30}, 50 left
 * and 30 seconds until all of it is back.
 *
 * @param name without quotation marks
 */
record LimitItem(String name, Map<String, String> parameters) {
    private static final int LONGEST = 1024;

    /** Reads a list of items; the rest of a very long one is left out. */
    static List<LimitItem> read(String list) {
        List<LimitItem> items = new ArrayList<>();
        for (String item : split(list.substring(0, Math.min(list.length(), LONGEST)), ',')) {
            List<String> parts = split(item, ';');
            Map<String, String> parameters = new HashMap<>();
            for (String part : parts.subList(1, parts.size())) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    parameters.putIfAbsent(part.substring(0, equals).strip(), bare(part.substring(equals + 1)));
                }
            }
            items.add(new LimitItem(bare(parts.getFirst()), parameters));
        }
        return items;
    }

    /** What policies and states tell together; the one state belongs to the one policy, whatever their names. */
    static List<Told> told(List<LimitItem> policies, List<LimitItem> states, long nowEpochMillis) {
        List<Told> told = new ArrayList<>();
        List<LimitItem> left = new ArrayList<>(states);
        boolean sole = policies.size() == 1 && states.size() == 1;
        for (LimitItem policy : policies) {
            LimitItem state = left.stream()
                    .filter(one -> sole || one.name.equals(policy.name))
                    .findFirst()
                    .orElse(new LimitItem(policy.name, Map.of()));
            left.remove(state);
            policy.with(state, nowEpochMillis, told);
        }
        left.forEach(state -> new LimitItem(state.name, Map.of()).with(state, nowEpochMillis, told));
        return told;
    }

    private void with(LimitItem state, long nowEpochMillis, List<Told> told) {
        String reset = state.parameters.get("t");
        Quantity quantity = quantity();
        if (quantity != null) {
            LimitFields.add(
                    told,
                    quantity,
                    period(parameters.get("w")),
                    count(parameters.get("q")),
                    count(state.parameters.get("r")),
                    reset == null ? null : Durations.parse(reset, nowEpochMillis));
        }
    }

    /** Null for what nobody here counts. */
    private @Nullable Quantity quantity() {
        boolean tokens = name.toLowerCase(Locale.ROOT).contains("token");
        return switch (parameters.getOrDefault("qu", tokens ? "tokens" : "requests")) {
            case "requests" -> Quantity.REQUESTS;
            case "tokens" -> Quantity.TOKENS;
            default -> null;
        };
    }

    /** The period of that many seconds, or null. */
    static @Nullable Period period(@Nullable String seconds) {
        Long length = count(seconds);
        for (Period period : Period.values()) {
            if (length != null && length == period.length().toSeconds()) {
                return period;
            }
        }
        return null;
    }

    private static @Nullable Long count(@Nullable String text) {
        return text == null ? null : LimitCount.read(text);
    }

    private static String bare(String text) {
        return text.replace("\"", "").strip();
    }

    /** At least one part, which may be empty. */
    private static List<String> split(String text, char at) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (c == at && !quoted) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }
}
