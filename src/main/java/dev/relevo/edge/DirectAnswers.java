package dev.relevo.edge;

import dev.relevo.wire.Headers;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers to what never reaches a route, since it is not HTTP enough: the same shape as all others. */
final class DirectAnswers implements DirectHandler {
    private final Supplier<Terms> terms;
    private final RequestLog log;

    private DirectAnswers(Supplier<Terms> terms, RequestLog log) {
        this.terms = terms;
        this.log = log;
    }

    /** @param terms the present ones */
    static DirectHandlers handlers(Supplier<Terms> terms, RequestLog log) {
        DirectHandler answers = new DirectAnswers(terms, log);
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
        Terms now = terms.get();
        Refusal refusal = Refusal.unreadable(status.code(), now.limits());
        String requestId = Admission.requestId(request.headers());
        log.refused(requestId, known(request.method()), known(request.path()), refusal);
        TransportResponse.Builder answer =
                TransportResponse.builder().status(status).keepAlive(false).entity(body(request, refusal));
        add(answer, refusal.headers());
        add(answer, Admission.answerHeaders(request.headers(), requestId, now.access()));
        return answer.build();
    }

    private static void add(TransportResponse.Builder answer, Headers headers) {
        headers.forEach((name, value) -> answer.header(HeaderNames.create(name), value));
    }

    private static byte[] body(TransportRequest request, Refusal refusal) {
        boolean flat = Endpoint.at(request.path()) == Endpoint.CHAT;
        return flat ? ChatReply.flat(refusal.message()) : refusal.body();
    }

    private static @Nullable String known(@Nullable String word) {
        return word == null || word.isEmpty() ? null : word;
    }
}
