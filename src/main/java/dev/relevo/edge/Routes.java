package dev.relevo.edge;

import dev.relevo.dialect.Operation;
import dev.relevo.relay.ClientGone;
import dev.relevo.relay.Reply;
import dev.relevo.stats.Exposition;
import dev.relevo.wire.Headers;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Locale;

/** From a request's path and method to what answers it. */
final class Routes {
    private final ModelHandler served;
    private final Models models;
    private final Health health;
    private final Api api;
    private final StatusFeed feed;
    private final Scrape scrape;

    Routes(ModelHandler served, Models models, Health health, Api api, StatusFeed feed, Scrape scrape) {
        this.served = served;
        this.models = models;
        this.health = health;
        this.api = api;
        this.feed = feed;
        this.scrape = scrape;
    }

    /** The reply to a request in the form that its endpoint's answers and errors have. */
    static Reply inItsForm(Incoming incoming, Reply reply) {
        if (Endpoint.at(incoming.path()) != Endpoint.CHAT) {
            return reply;
        }
        return new ChatReply(reply, wantsRawText(incoming.request()) ? new TextForm.Raw() : new TextForm.Events());
    }

    /** Answers an admitted request. */
    void route(Incoming incoming, Reply reply) throws Refusal, ClientGone {
        String method = incoming.method();
        String path = incoming.path();
        Endpoint endpoint = Endpoint.at(path);
        if (endpoint == null
                || (endpoint == Endpoint.CHAT_PAGE
                        && !Pages.wantsPage(incoming.request().headers()))) {
            throw Refusal.noSuchPath(method, path);
        }
        if (!endpoint.serves(method)) {
            throw Refusal.noSuchMethod(method, path, endpoint);
        }
        if (method.equals("OPTIONS")) {
            reply.answer(204, AnswerHeaders.preflight(endpoint.allow(), askedHeaders(incoming.request())), Chunks.NONE);
            return;
        }
        switch (endpoint) {
            case CHAT_COMPLETIONS -> serve(Operation.CHAT, incoming, incoming.body(), reply);
            case COMPLETIONS -> serve(Operation.COMPLETIONS, incoming, incoming.body(), reply);
            case EMBEDDINGS -> serve(Operation.EMBEDDINGS, incoming, incoming.body(), reply);
            case CHAT -> serve(Operation.CHAT, incoming, ChatRequest.completion(incoming.body()), reply);
            case MODELS -> reply.answer(200, json(), models.list(incoming.caller()));
            case MODEL -> reply.answer(200, json(), models.one(Endpoint.id(path), incoming.caller()));
            case HEALTH -> reply.answer(health.readiness(), json(), health.of(incoming.caller()));
            case LIVE -> reply.answer(200, json(), health.live());
            case READY -> reply.answer(health.readiness(), json(), health.ready());
            case STATUS -> {
                incoming.expectOwner();
                reply.answer(200, json(), api.status());
            }
            case STATUS_EVENTS -> {
                incoming.expectOwner();
                if (method.equals("HEAD")) {
                    reply.answer(200, StatusFeed.headers(), Chunks.NONE);
                } else {
                    feed.serve(reply);
                }
            }
            case EXPLAIN -> {
                incoming.expectOwner();
                reply.answer(200, json(), api.explain(incoming.request().query(), incoming.caller()));
            }
            case METRICS -> {
                incoming.expectOwner();
                Exposition metrics = scrape.metrics(accepted(incoming.request()));
                reply.answer(200, typed(metrics.contentType()), metrics.body());
            }
            case OPENAPI -> reply.answer(200, typed("application/yaml"), ApiDescription.yaml());
            case CHAT_PAGE -> Pages.page("chat.html", incoming.request().headers(), reply);
            case STATUS_PAGE -> Pages.page("status.html", incoming.request().headers(), reply);
            case WEB_FILE -> Pages.file(method, path, incoming.request().headers(), reply);
            case SERVER -> throw new IllegalStateException("OPTIONS was answered already");
        }
    }

    private void serve(Operation operation, Incoming incoming, byte[] body, Reply reply) throws ClientGone {
        served.handle(operation, incoming.id(), body, incoming.arrival(), reply);
    }

    /** Whoever names both media types can read events, and is told more by them. */
    private static boolean wantsRawText(ServerRequest request) {
        String accept = accepted(request).toLowerCase(Locale.ROOT);
        return accept.contains("text/plain") && !accept.contains("text/event-stream");
    }

    private static String accepted(ServerRequest request) {
        return String.join(",", request.headers().values(HeaderNames.ACCEPT));
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
