package dev.relevo.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.chaos.Mode.Pace;
import dev.relevo.faulty.Script;
import java.util.List;
import java.util.stream.Stream;

/** Every way to fail that the matrix knows, and the healthy way that they are measured against. */
final class Modes {
    static final Mode HEALTHY = Mode.of("healthy", Asked::whole);

    private static final byte[] ERROR_PAGE = "<html><h1>Bad Gateway</h1></html>".getBytes(UTF_8);

    private static final List<Mode> CONNECTIONS = List.of(
            Mode.at(Place.REFUSING, "refused"),
            Mode.at(Place.FULL, "connect-stalls").pace(Pace.SLOW),
            Mode.at(Place.RESETTING, "reset-when-accepted"),
            Mode.at(Place.CLOSING, "closed-when-accepted"),
            Mode.at(Place.UNTRUSTED, "tls-untrusted"),
            Mode.at(Place.EXPIRED, "tls-expired"),
            Mode.at(Place.STALLING, "tls-stalls").pace(Pace.SLOW));

    private static final List<Mode> REFUSALS = List.of(
            refusal("429", 429, "Rate limit reached", "rate_limit_exceeded").pace(Pace.RESTING),
            Mode.of(
                            "429-retry-after",
                            asked -> error(429, "Slow down", "rate_limit_exceeded")
                                    .header("retry-after", "1"))
                    .pace(Pace.RESTING),
            refusal("401", 401, "Incorrect API key provided", "invalid_api_key").pace(Pace.RESTING),
            refusal("400-wrong-key", 400, "API key not valid", "invalid_api_key")
                    .pace(Pace.RESTING),
            refusal("403-model", 403, "This model is not for you", "model_denied")
                    .pace(Pace.RESTING),
            refusal("403-key", 403, "This API key has been disabled", "forbidden")
                    .pace(Pace.RESTING),
            refusal("402", 402, "Payment required", "payment_required").pace(Pace.RESTING),
            refusal("429-no-credit", 429, "You exceeded your current quota", "insufficient_quota")
                    .pace(Pace.RESTING),
            refusal("412", 412, "Account is suspended", "account_suspended").pace(Pace.RESTING),
            refusal("451", 451, "Not available where you are", "unavailable").pace(Pace.RESTING),
            refusal("404-model", 404, "The model does not exist", "model_not_found")
                    .pace(Pace.RESTING),
            refusal("410-model", 410, "The model was retired", "model_retired").pace(Pace.RESTING),
            refusal("413-token-limit", 413, "Request too large for this model's TPM", "rate_limit_exceeded"),
            refusal("400-gap", 400, "Property nobody else minds is unsupported", "unsupported")
                    .provider("gaps: [is unsupported]"),
            refusal("400-too-long", 400, "This model's maximum context length is 8 tokens", "context_length_exceeded"));

    private static final List<Mode> FAILURES = Stream.concat(
                    Stream.of(408, 409, 425, 498, 499, 500, 502, 503, 504, 529)
                            .map(status -> refusal("" + status, status, "Something went wrong", "server_error")),
                    Stream.of(
                            Mode.of("502-page", asked -> Script.of(502, "text/html", ERROR_PAGE)),
                            Mode.of(
                                    "302",
                                    asked -> Script.of(302, "text/plain", new byte[0])
                                            .header("location", "http://127.0.0.1:1/"))))
            .toList();

    static final List<Mode> FAULTY = Stream.of(
                    CONNECTIONS, REFUSALS, FAILURES, SilentModes.ALL, BrokenModes.ALL, CutModes.ALL, OddModes.ALL)
            .flatMap(List::stream)
            .toList();

    private Modes() {}

    static Script error(int status, String message, String code) {
        return Script.json(status, errorBody(message, code));
    }

    static String errorBody(String message, String code) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"chaos\",\"param\":null,\"code\":\"" + code
                + "\"}}";
    }

    private static Mode refusal(String name, int status, String message, String code) {
        Script script = error(status, message, code);
        return Mode.of(name, _ -> script);
    }
}
