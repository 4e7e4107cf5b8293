package dev.relevo.edge;

import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import org.jspecify.annotations.Nullable;

/** Answers to what never reaches a route, since it is not HTTP enough: the same shape as all others. */
final class DirectAnswers implements DirectHandler {
    private final Access access;
    private final long maxBody;

    private DirectAnswers(Access access, long maxBody) {
        this.access = access;
        this.maxBody = maxBody;
    }

    static DirectHandlers handlers(Access access, long maxBody) {
        DirectHandler answers = new DirectAnswers(access, maxBody);
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, answers);
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        Refusal refusal = Refusal.unreadable(status.code(), maxBody);
        TransportResponse.Builder answer = TransportResponse.builder()
                .status(status)
                .keepAlive(false)
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .entity(body(request, refusal));
        Admission.of(request.headers(), access)
                .answerHeaders()
                .forEach((name, value) -> answer.header(HeaderNames.create(name), value));
        return answer.build();
    }

    private static byte[] body(TransportRequest request, Refusal refusal) {
        boolean flat = Endpoint.at(request.path()) == Endpoint.CHAT;
        return flat ? ChatReply.flat(refusal.message()) : refusal.body();
    }
}
