package dev.relevo.edge;

import dev.relevo.dialect.Operation;
import dev.relevo.relay.Arrival;
import dev.relevo.relay.ClientGone;
import dev.relevo.relay.Reply;

/** What answers requests for models: chat completions, embeddings, … */
@FunctionalInterface
public interface ModelHandler {
    /**
     * Answers one request, on the connection's virtual thread. It returns when the answer is complete or cut.
     *
     * @param operation what is asked for
     * @param requestId the request's {@code x-request-id}
     * @param body the request's body, decoded, never empty; not yet looked at
     * @param arrival when the request's head had been read, from whom it is, and how long that one waits
     */
    void handle(Operation operation, String requestId, byte[] body, Arrival arrival, Reply reply) throws ClientGone;
}
