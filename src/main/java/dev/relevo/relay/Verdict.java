package dev.relevo.relay;

import dev.relevo.config.Quantity;
import dev.relevo.quota.LimitView;
import dev.relevo.routing.OwnLimit;
import dev.relevo.wire.Durations;
import dev.relevo.wire.ErrorBody;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told when nobody answered: the truth about the whole pool in one status.
 *
 * @param body an OpenAI error object
 * @param retryAfter when trying again may help, or null where no time is known
 * @param retryHelps whether the same request may succeed within a minute
 */
record Verdict(int status, byte[] body, @Nullable Duration retryAfter, boolean retryHelps) {
    /** A minute's limit, which may be counted in parts of a minute. */
    private static final Duration PATIENCE = Duration.ofMillis(60_500);

    private static final Duration SOON = Duration.ofSeconds(1);

    /**
     * The verdict on a pool of which no target answered.
     *
     * @param tried a reason for each target that was asked, in the order of the attempts
     * @param resting a reason for each target that was not, since it rests
     * @param wait until any of them may be used again; zero when one may be used now
     */
    static Verdict of(String alias, List<Reason> tried, List<Reason> resting, Duration wait) {
        List<Reason> all = Stream.concat(tried.stream(), resting.stream()).toList();
        if (all.isEmpty()) {
            return own(
                    503,
                    "No target of '" + alias + "' is live: an API key is missing (set one in the .env beside the"
                            + " configuration), or a local server lists no model; the warnings at start tell which.",
                    SOON,
                    false);
        }
        List<Reason> willing =
                all.stream().filter(reason -> !reason.refusesRequest()).toList();
        if (all.size() == 1 || willing.isEmpty()) {
            return shown(all.getFirst(), wait);
        }
        boolean waitTold = willing.stream().anyMatch(reason -> mayBeWaitedOut(reason.status()));
        int status = status(willing, tried.isEmpty() ? 503 : 502);
        return own(status, none(alias, all), waitTold ? told(wait) : null, isShort(wait));
    }

    /** The request's time is over. */
    static Verdict tooLate(String alias, List<Reason> tried) {
        String words = "The time for the whole request was over before a target of '" + alias + "' answered";
        return own(504, tried.isEmpty() ? words + "." : words + ": " + list(tried) + ".", null, true);
    }

    /** The server ends before the request could. */
    static Verdict stopping() {
        return own(503, "The server is stopping.", SOON, true);
    }

    /**
     * The client's own limit keeps it from what could serve the request.
     *
     * @param client its access key's name
     */
    static Verdict ownLimit(@Nullable String client, OwnLimit own, Duration wait) {
        LimitView limit = own.limit();
        boolean never = wait.compareTo(Durations.MAX) >= 0;
        String advice = never ? alone(own) + "; waiting does not help." : "Try again in " + seconds(wait) + " s.";
        String message = "The access key '" + client + "' has "
                + (isUnpriced(own) ? "its own limit of " : "too little left of its own limit of ")
                + limit.text() + (isUnpriced(own) ? ", and nobody knows a price of what could serve it. " : ". ")
                + advice;
        String type = switch (limit.quantity()) {
            case REQUESTS, CONCURRENT -> ErrorBody.typeOf(429);
            case TOKENS, INPUT_TOKENS, OUTPUT_TOKENS -> "tokens";
            case USD -> "insufficient_quota";
        };
        String code = limit.quantity() == Quantity.USD ? type : ownCode(429);
        byte[] body = new ErrorBody(message, type, null, code).json();
        return new Verdict(429, body, never ? null : wait, isShort(wait));
    }

    /** Why a limit will never have room for a request. */
    private static String alone(OwnLimit own) {
        if (isNothing(own.limit())) {
            return "It allows nothing";
        }
        if (isUnpriced(own)) {
            return "Set its 'price' in the configuration, 0 if it is free";
        }
        return own.limit().quantity() == Quantity.USD
                ? "This request alone may cost more than that, unless it asks for fewer max_tokens"
                : "This request alone is more than that";
    }

    private static boolean isNothing(LimitView limit) {
        return Long.valueOf(0).equals(limit.most());
    }

    private static boolean isUnpriced(OwnLimit own) {
        return own.limit().quantity() == Quantity.USD && !own.isPriced() && !isNothing(own.limit());
    }

    /** What one target said, or what is said of it. */
    static Verdict shown(Reason reason, Duration wait) {
        boolean helps = !reason.refusesRequest() && isShort(wait);
        if (reason.refusal() == null) {
            return own(
                    reason.status(),
                    reason.target() + ": " + reason.words() + ".",
                    retryAfter(reason.status(), wait),
                    helps);
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

    private static Verdict own(int status, String words, @Nullable Duration retryAfter, boolean helps) {
        String advice = retryAfter == null ? "" : " Try again in " + seconds(retryAfter) + " s.";
        ErrorBody error = new ErrorBody(words + advice, ErrorBody.typeOf(status), null, ownCode(status));
        return new Verdict(status, error.json(), retryAfter, helps);
    }

    private static String none(String alias, List<Reason> all) {
        return "None of the " + all.size() + " targets of '" + alias + "' answered: " + list(all) + ".";
    }

    /** One status where all agree. */
    private static int status(List<Reason> reasons, int otherwise) {
        int first = reasons.getFirst().status();
        return reasons.stream().allMatch(reason -> reason.status() == first) ? first : otherwise;
    }

    private static boolean isShort(Duration wait) {
        return wait.compareTo(PATIENCE) <= 0;
    }

    private static @Nullable Duration retryAfter(int status, Duration wait) {
        return mayBeWaitedOut(status) ? told(wait) : null;
    }

    private static boolean mayBeWaitedOut(int status) {
        return status == 429 || status == 503;
    }

    /** A second at least, and null where waiting will never help. */
    private static @Nullable Duration told(Duration wait) {
        if (wait.compareTo(Durations.MAX) >= 0) {
            return null;
        }
        return wait.compareTo(SOON) < 0 ? SOON : wait;
    }

    /** Rounded up, since whoever comes a moment too soon is refused once more. */
    static long millis(Duration wait) {
        return wait.plusNanos(999_999).toMillis();
    }

    /** Whole seconds, rounded up. */
    static long seconds(Duration wait) {
        return (millis(wait) + 999) / 1000;
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
