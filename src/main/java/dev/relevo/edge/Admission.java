package dev.relevo.edge;

import dev.relevo.wire.Headers;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a request's head decides before anything else is looked at.
 *
 * @param refusal why it is not admitted, or null
 * @param answerHeaders headers of every answer to it
 */
record Admission(String requestId, @Nullable Refusal refusal, Headers answerHeaders) {
    private static final HeaderName REQUEST_ID = HeaderNames.create("x-request-id");

    static Admission of(io.helidon.http.Headers head, Access access) {
        String origin =
                head.contains(HeaderNames.ORIGIN) ? head.get(HeaderNames.ORIGIN).values() : null;
        String requestId = RequestId.of(first(head, REQUEST_ID), ThreadLocalRandom.current());
        Refusal refusal = access.refusal(first(head, HeaderNames.HOST), origin);
        return new Admission(requestId, refusal, AnswerHeaders.of(requestId, refusal == null ? origin : null));
    }

    private static @Nullable String first(io.helidon.http.Headers head, HeaderName name) {
        return head.first(name).orElse(null);
    }
}
