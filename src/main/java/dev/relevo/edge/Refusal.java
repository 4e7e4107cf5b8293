package dev.relevo.edge;

import dev.relevo.config.Limits;
import dev.relevo.wire.ErrorBody;
import dev.relevo.wire.Headers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that the edge itself answers with an error in OpenAI's shape. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final transient int status;
    private final transient ErrorBody error;
    private final transient @Nullable String shed;
    private final transient Headers headers = new Headers().add("Content-Type", "application/json");

    private Refusal(int status, ErrorBody error) {
        this(status, error, null);
    }

    private Refusal(int status, ErrorBody error, @Nullable String shed) {
        super(error.message(), null, false, false);
        this.status = status;
        this.error = error;
        this.shed = shed;
    }

    static Refusal of(int status, String message) {
        String type = status < 500 ? "invalid_request_error" : "server_error";
        return new Refusal(status, new ErrorBody(message, type, null, null));
    }

    static Refusal noSuchPath(String method, String path) {
        String message = "There is nothing at " + method + ' ' + path + ". Relevo serves " + Endpoint.list()
                + "; a client's base URL ends in /v1.";
        return new Refusal(404, invalid(message, null, "unknown_url"));
    }

    static Refusal noSuchMethod(String method, String path, Endpoint endpoint) {
        String allow = endpoint.allow();
        String message = method + " is not allowed on " + path + "; allowed are " + allow + '.' + endpoint.hint();
        return new Refusal(405, invalid(message, null, "method_not_supported")).with("Allow", allow);
    }

    static Refusal noSuchModel(String model) {
        String message = "The model '" + model + "' does not exist. GET /v1/models lists those that do.";
        return new Refusal(404, invalid(message, "model", "model_not_found"));
    }

    static Refusal noSuchRequest(String id, int kept) {
        String message = "The request '" + id + "' is none of the last " + kept
                + " that have ended here. The x-request-id of an answer is the name of its request.";
        return new Refusal(404, invalid(message, "request", "request_not_found"));
    }

    static Refusal noModelToExplain(List<String> aliases) {
        String message =
                "Which model or request is to be explained? Ask for /api/explain?model=MODEL, of which there are "
                        + String.join(", ", aliases) + ", or for /api/explain?request=ID.";
        return new Refusal(400, invalid(message, "model", null));
    }

    /** The same for a key that is missing, wrong or malformed, so that nobody learns more by trying. */
    static Refusal noKey() {
        String message = "This server wants one of its API keys (server.api-keys), sent as"
                + " 'Authorization: Bearer KEY' or 'x-api-key: KEY'.";
        return new Refusal(401, invalid(message, null, "invalid_api_key")).with("WWW-Authenticate", "Bearer");
    }

    /** How the server fares is no matter of whoever may only use it. */
    static Refusal notForClients() {
        return of(
                403,
                "How the server fares is told to this machine alone, asked at a loopback address (127.0.0.1, [::1],"
                        + " localhost), or to a key of server.admin-keys, sent as 'Authorization: Bearer KEY'.");
    }

    /**
     * A limit for all clients together is reached.
     *
     * @param what there are too many of, as in {@code requests are being served}
     * @param key the limit's, under {@code server}
     */
    static Refusal busy(String what, String key, long limit) {
        return unavailable(
                key, "Relevo is at its limit: " + limit + ' ' + what + " (server." + key + "). Try again in 1 s.");
    }

    /** As many as may be watch the status already. */
    static Refusal tooManyWatchers(int most) {
        return unavailable(
                "status-watchers",
                "Relevo is at its limit: " + most + " clients watch its status. Close one of them, or ask for"
                        + " /api/status from time to time.");
    }

    /** The processor cannot keep up with those that came before. */
    static Refusal overloaded() {
        return unavailable(
                "overloaded",
                "Relevo is overloaded: this request has waited for " + Turnstile.PATIENCE.toSeconds()
                        + " s without its turn. Try again in 1 s.");
    }

    /** What others hold leaves no room in the heap. */
    static Refusal noRoom() {
        return unavailable(
                "heap",
                "Relevo is at its limit: what is held for other requests fills its heap (-Xmx). Try again in 1 s.");
    }

    private static Refusal unavailable(String shed, String message) {
        ErrorBody error = new ErrorBody(message, ErrorBody.typeOf(503), null, "server_overloaded");
        return new Refusal(503, error, shed).with("Retry-After", "1");
    }

    static Refusal malformed() {
        return of(400, "The request is not well-formed HTTP/1.1.");
    }

    static Refusal tooLarge(long maxBody) {
        return of(413, "The request body is larger than " + maxBody + " bytes (server.max-body).");
    }

    static Refusal late() {
        return of(408, "The request's head did not arrive in time (server.header-timeout).");
    }

    /** The same of a request's body. */
    static Refusal unreadableBody(int status, Limits limits) {
        return status == 408
                ? of(408, "The request's body arrived too slowly (server.min-body-rate).")
                : unreadable(status, limits);
    }

    /** What the HTTP parser or the guard found wrong with a head, told without the parser's own words, which quote the request. */
    static Refusal unreadable(int status, Limits limits) {
        return switch (status) {
            case 400 -> malformed();
            case 405 ->
                of(405, "CONNECT is not served: Relevo is no forward proxy.").with("Allow", "GET, HEAD, POST, OPTIONS");
            case 408 -> late();
            case 413 -> tooLarge(limits.maxBody());
            case 414 -> of(414, "The request's URL is too long.");
            case 431 ->
                of(
                        431,
                        "The request's headers are larger than " + limits.maxHeader()
                                + " bytes (server.max-header), or more than " + HeadReader.MOST_FIELDS + '.');
            case 501 -> of(501, "This Transfer-Encoding is not supported; use chunked, or Content-Length.");
            case 503 -> noRoom();
            case 505 -> of(505, "This HTTP version is not supported; use HTTP/1.1 or HTTP/1.0.");
            default -> status < 500 ? of(status, "The request was refused.") : of(status, "The request failed.");
        };
    }

    int status() {
        return status;
    }

    /** The limit of the whole server that it is refused for, a word; null where it is for another reason. */
    @Nullable
    String shed() {
        return shed;
    }

    /** Words for a person. */
    String message() {
        return error.message();
    }

    Headers headers() {
        return headers;
    }

    byte[] body() {
        return error.json();
    }

    private Refusal with(String name, String value) {
        headers.add(name, value);
        return this;
    }

    private static ErrorBody invalid(String message, @Nullable String param, @Nullable String code) {
        return new ErrorBody(message, "invalid_request_error", param, code);
    }
}
