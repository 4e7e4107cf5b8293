package dev.relevo.relay;

import dev.relevo.dialect.Usage;
import dev.relevo.upstream.Outcome.Failure;
import org.jspecify.annotations.Nullable;

/** How an answer ended after it was committed to the client. */
sealed interface Ending {
    /** Completely. */
    record Whole(@Nullable Usage usage) implements Ending {}

    /**
     * Too early; the client was told.
     *
     * @param theirs whether it was the upstream's doing, not a stop or the time limit of the whole request
     * @param refused what the upstream said, if it ended the answer with an error
     */
    record Cut(String reason, boolean theirs, @Nullable Failure refused) implements Ending {}

    /** The client left before the end. */
    record Left() implements Ending {}
}
