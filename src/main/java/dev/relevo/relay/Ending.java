package dev.relevo.relay;

import dev.relevo.dialect.Usage;
import dev.relevo.upstream.Outcome.Failure;
import dev.relevo.wire.ErrorBody;
import org.jspecify.annotations.Nullable;

/** How an answer ended after it was committed to the client. */
sealed interface Ending {
    /**
     * Completely.
     *
     * @param skipped events that were left out since they were none
     */
    record Whole(@Nullable Usage usage, int skipped) implements Ending {
        String remark() {
            return skipped == 0 ? "" : skipped + " malformed events left out";
        }
    }

    /**
     * Too early.
     *
     * @param theirs whether it was the upstream's doing, not a stop or the time limit of the whole request
     * @param refused what the upstream said, if it ended the answer with an error
     * @param error what a streaming client is to be told; null where only the connection's end can tell
     */
    record Cut(
            String reason,
            boolean theirs,
            @Nullable Failure refused,
            @Nullable ErrorBody error) implements Ending {}

    /** The client left before the end. */
    record Left() implements Ending {}
}
