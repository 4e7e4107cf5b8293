package dev.relevo.relay;

import dev.relevo.config.Target;
import dev.relevo.dialect.Request;
import dev.relevo.time.Deadline;

/**
 * One request of a client.
 *
 * @param id unique; also the answer's {@code x-request-id}
 * @param receivedNanos when its head was read, as {@link dev.relevo.time.Clock#nanos} counts
 */
record Call(String id, Request request, long receivedNanos) {
    /** When the time for it is over, where that target serves it. */
    Deadline deadline(Target target) {
        return Deadline.after(receivedNanos, target.provider().timeouts().total());
    }
}
