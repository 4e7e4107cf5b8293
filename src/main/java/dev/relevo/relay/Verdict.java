package dev.relevo.relay;

import dev.relevo.wire.ErrorBody;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told when nobody answered: the truth about the whole pool in one status.
 *
 * @param body an OpenAI error object
 * @param retryAfter when trying again may help, or null where no time is known
 * @param retryHelps whether the same request may succeed within a minute
 */
record Verdict(int status, byte[] body, @Nullable Duration retryAfter, boolean retryHelps) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(1);

    /**
     * The verdict on a pool of which no target answered.
     *
     * @param last the reason that ended the search, if none other was to be tried; else null
     * @param reasons one for each target, in the order of the attempts; those that rest come last
     * @param wait until any of them may be used again; zero when one may be used now
     */
    static Verdict of(String alias, @Nullable Reason last, List<Reason> reasons, Duration wait) {
        if (last != null) {
            return shown(last, wait);
        }
        if (reasons.isEmpty()) {
            return own(
                    503,
                    "No target of '" + alias + "' is live: an API key is missing (set one in the .env beside the"
                            + " configuration), or a local server lists no model; the warnings at start tell which.",
                    Duration.ZERO,
                    false);
        }
        boolean nobodyTakesIt = reasons.stream().allMatch(Reason::refusesRequest);
        if (reasons.size() == 1 || nobodyTakesIt) {
            return shown(reasons.getFirst(), wait);
        }
        String words = "None of the " + reasons.size() + " targets of '" + alias + "' answered: " + list(reasons) + ".";
        return own(status(reasons), words, wait, isShort(wait));
    }

    private static Verdict shown(Reason reason, Duration wait) {
        boolean helps = !reason.refusesRequest() && isShort(wait);
        if (reason.refusal() == null) {
            return own(reason.status(), reason.target() + ": " + reason.words() + ".", wait, helps);
        }
        ErrorBody error = reason.refusal().error();
        byte[] verbatim = reason.refusal().body();
        String code = code(reason, error.code());
        byte[] body = verbatim != null && Objects.equals(code, error.code())
                ? verbatim
                : new ErrorBody(error.message(), error.type(), error.param(), code).json();
        return new Verdict(reason.status(), body, retryAfter(reason.status(), wait), helps);
    }

    /** What the provider said; clients know a limit by its code, which some leave out or fill with the status. */
    private static @Nullable String code(Reason reason, @Nullable String said) {
        return reason.status() == 429 && (said == null || said.equals("429")) ? "rate_limit_exceeded" : said;
    }

    private static Verdict own(int status, String words, Duration wait, boolean helps) {
        Duration retryAfter = retryAfter(status, wait);
        String advice = retryAfter == null ? "" : " Try again in " + seconds(retryAfter) + " s.";
        ErrorBody error = new ErrorBody(words + advice, ErrorBody.typeOf(status), null, ownCode(status));
        return new Verdict(status, error.json(), retryAfter, helps);
    }

    /** One status where all agree; else 503 where waiting may help, else 502. */
    private static int status(List<Reason> reasons) {
        int first = reasons.getFirst().status();
        if (reasons.stream().allMatch(reason -> reason.status() == first)) {
            return first;
        }
        return reasons.stream().anyMatch(reason -> reason.status() == 429 || reason.status() == 503) ? 503 : 502;
    }

    private static boolean isShort(Duration wait) {
        return wait.compareTo(PATIENCE) <= 0;
    }

    /** For the statuses that a client may wait out. */
    private static @Nullable Duration retryAfter(int status, Duration wait) {
        if (status != 429 && status != 503) {
            return null;
        }
        return wait.compareTo(SOON) < 0 ? SOON : wait;
    }

    /** Whole seconds, rounded up. */
    static long seconds(Duration wait) {
        return (wait.toMillis() + 999) / 1000;
    }

    private static String list(List<Reason> reasons) {
        return reasons.stream().map(Verdict::line).collect(Collectors.joining("; "));
    }

    private static String line(Reason reason) {
        return reason.target() + " (" + reason.words() + ")";
    }

    private static @Nullable String ownCode(int status) {
        return switch (status) {
            case 404 -> "model_not_found";
            case 429 -> "rate_limit_exceeded";
            case 503 -> "upstream_unavailable";
            case 504 -> "upstream_timeout";
            default -> status >= 500 ? "upstream_error" : null;
        };
    }
}
