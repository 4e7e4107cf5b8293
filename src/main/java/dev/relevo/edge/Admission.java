package dev.relevo.edge;

import dev.relevo.wire.Headers;
import io.helidon.common.uri.UriPath;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a request's head decides before anything else is looked at.
 *
 * @param path decoded and normalised; as it came where it is no path at all
 * @param refusal why it is not admitted, or null
 * @param answerHeaders headers of every answer to it
 */
record Admission(
        String requestId,
        String path,
        Caller caller,
        @Nullable Refusal refusal,
        Headers answerHeaders) {
    private static final HeaderName REQUEST_ID = HeaderNames.create("x-request-id");
    private static final HeaderName PRIVATE_NETWORK = HeaderNames.create("Access-Control-Request-Private-Network");
    private static final String HEALTH = "/health";

    static Admission of(ServerRequest request, Access access) {
        io.helidon.http.Headers head = request.headers();
        UriPath asked = request.prologue().uriPath();
        String path = Objects.requireNonNullElse(asked.path(), asked.rawPath());
        boolean options = request.prologue().method().text().equals("OPTIONS");
        Caller caller = access.caller(head);
        Refusal foreign = access.refusal(host(head), origin(head));
        String page = foreign == null ? origin(head) : null;
        boolean open = options || isHealth(path) || Pages.isPublic(path, head) || caller.authenticated();
        Refusal refusal = foreign == null && !open ? Refusal.noKey() : foreign;
        String requestId = requestId(head);
        Headers answerHeaders = AnswerHeaders.of(requestId, page);
        if (options && page != null && head.contains(PRIVATE_NETWORK)) {
            answerHeaders.add("Access-Control-Allow-Private-Network", "true");
        }
        return new Admission(requestId, path, caller, refusal, answerHeaders);
    }

    /** Headers of an answer to a request that was not understood, as far as it was. */
    static Headers answerHeaders(io.helidon.http.Headers head, String requestId, Access access) {
        String origin = origin(head);
        return AnswerHeaders.of(requestId, access.refusal(host(head), origin) == null ? origin : null);
    }

    static String requestId(io.helidon.http.Headers head) {
        return RequestId.of(first(head, REQUEST_ID), ThreadLocalRandom.current());
    }

    /** Whether it only asks how the server is: nobody needs a key for that, and no limit stands in its way. */
    boolean isHealthCheck() {
        return isHealth(path);
    }

    private static boolean isHealth(String path) {
        return path.startsWith(HEALTH) && (path.length() == HEALTH.length() || path.charAt(HEALTH.length()) == '/');
    }

    private static @Nullable String origin(io.helidon.http.Headers head) {
        return head.contains(HeaderNames.ORIGIN) ? head.get(HeaderNames.ORIGIN).values() : null;
    }

    static @Nullable String host(io.helidon.http.Headers head) {
        String host = first(head, HeaderNames.HOST);
        return RequestFields.NO_HOST.equals(host) ? null : host;
    }

    private static @Nullable String first(io.helidon.http.Headers head, HeaderName name) {
        return head.first(name).orElse(null);
    }
}
