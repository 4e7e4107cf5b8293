package dev.relevo.edge;

import dev.relevo.dialect.Operation;
import dev.relevo.relay.ClientGone;
import dev.relevo.relay.Reply;
import dev.relevo.wire.Headers;
import io.helidon.common.uri.UriPath;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Locale;
import java.util.Objects;

/** From a request's path and method to what answers it. */
final class Routes {
    private final ModelHandler served;
    private final Models models;
    private final Health health;
    private final RequestBody bodies;

    Routes(ModelHandler served, Models models, Health health, RequestBody bodies) {
        this.served = served;
        this.models = models;
        this.health = health;
        this.bodies = bodies;
    }

    /** The reply to a request in the form that its endpoint's answers and errors have. */
    static Reply inItsForm(ServerRequest request, Reply reply) {
        if (Endpoint.at(path(request)) != Endpoint.CHAT) {
            return reply;
        }
        return new ChatReply(reply, wantsRawText(request) ? new TextForm.Raw() : new TextForm.Events());
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
            throw Refusal.noSuchMethod(method, path, endpoint);
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
            case CHAT ->
                served.handle(
                        Operation.CHAT, requestId, ChatRequest.completion(bodies.read(request)), receivedNanos, reply);
            case MODELS -> reply.answer(200, json(), models.list());
            case MODEL -> reply.answer(200, json(), models.one(Endpoint.id(path)));
            case HEALTH -> reply.answer(health.readiness(), json(), health.details());
            case LIVE -> reply.answer(200, json(), health.live());
            case READY -> reply.answer(health.readiness(), json(), health.ready());
            case OPENAPI -> reply.answer(200, typed("application/yaml"), ApiDescription.yaml());
            case SERVER -> throw new IllegalStateException("OPTIONS was answered already");
        }
    }

    /** Decoded and normalised; as it came where it is no path at all. */
    private static String path(ServerRequest request) {
        UriPath path = request.prologue().uriPath();
        return Objects.requireNonNullElse(path.path(), path.rawPath());
    }

    /** Whoever names both media types can read events, and is told more by them. */
    private static boolean wantsRawText(ServerRequest request) {
        String accept =
                String.join(",", request.headers().values(HeaderNames.ACCEPT)).toLowerCase(Locale.ROOT);
        return accept.contains("text/plain") && !accept.contains("text/event-stream");
    }

    private static Headers json() {
        return typed("application/json");
    }

    private static Headers typed(String mediaType) {
        return new Headers().add("Content-Type", mediaType);
    }

    private static String askedHeaders(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.ACCESS_CONTROL_REQUEST_HEADERS)
                .orElse("");
    }
}
