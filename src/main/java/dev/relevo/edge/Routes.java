package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.dialect.Operation;
import dev.relevo.relay.ClientGone;
import dev.relevo.relay.Reply;
import dev.relevo.wire.Headers;
import io.helidon.common.uri.UriPath;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** From a request's path and method to what answers it. */
final class Routes {
    private static final byte[] READY = "{\"status\":\"ok\"}".getBytes(UTF_8);
    private static final byte[] DRAINING = "{\"status\":\"draining\"}".getBytes(UTF_8);

    private final ModelHandler served;
    private final Models models;
    private final RequestBody bodies;
    private final BooleanSupplier draining;

    Routes(ModelHandler served, Models models, RequestBody bodies, BooleanSupplier draining) {
        this.served = served;
        this.models = models;
        this.bodies = bodies;
        this.draining = draining;
    }

    /**
     * Answers an admitted request. Its path is taken decoded and normalised.
     *
     * @param receivedNanos when its head had been read
     */
    void route(ServerRequest request, String requestId, long receivedNanos, Reply reply) throws Refusal, ClientGone {
        String method = request.prologue().method().text();
        String path = path(request);
        Endpoint endpoint = Endpoint.at(path);
        if (endpoint == null) {
            throw Refusal.noSuchPath(method, path);
        }
        if (!endpoint.serves(method)) {
            throw Refusal.noSuchMethod(method, path, endpoint.allow());
        }
        if (method.equals("OPTIONS")) {
            reply.answer(204, AnswerHeaders.preflight(endpoint.allow(), askedHeaders(request)), Chunks.NONE);
            return;
        }
        switch (endpoint) {
            case CHAT_COMPLETIONS ->
                served.handle(Operation.CHAT, requestId, bodies.read(request), receivedNanos, reply);
            case COMPLETIONS ->
                served.handle(Operation.COMPLETIONS, requestId, bodies.read(request), receivedNanos, reply);
            case EMBEDDINGS ->
                served.handle(Operation.EMBEDDINGS, requestId, bodies.read(request), receivedNanos, reply);
            case MODELS -> reply.answer(200, json(), models.list());
            case MODEL -> reply.answer(200, json(), models.one(Endpoint.id(path)));
            case HEALTH -> health(reply);
            case SERVER -> throw new IllegalStateException("OPTIONS was answered already");
        }
    }

    private void health(Reply reply) throws ClientGone {
        if (draining.getAsBoolean()) {
            reply.answer(503, json(), DRAINING);
        } else {
            reply.answer(200, json(), READY);
        }
    }

    /** Decoded and normalised; as it came where it is no path at all. */
    private static String path(ServerRequest request) {
        UriPath path = request.prologue().uriPath();
        return Objects.requireNonNullElse(path.path(), path.rawPath());
    }

    private static Headers json() {
        return new Headers().add("Content-Type", "application/json");
    }

    private static String askedHeaders(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.ACCESS_CONTROL_REQUEST_HEADERS)
                .orElse("");
    }
}
