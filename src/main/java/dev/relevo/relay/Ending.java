package dev.relevo.relay;

import dev.relevo.dialect.Usage;
import org.jspecify.annotations.Nullable;

/** How an answer ended after it was committed to the client. */
sealed interface Ending {
    /** Completely. */
    record Whole(@Nullable Usage usage) implements Ending {}

    /**
     * Too early; the client was told.
     *
     * @param theirs whether it was the upstream's doing, not a stop or the time limit of the whole request
     */
    record Cut(String reason, boolean theirs) implements Ending {}

    /** The client left before the end. */
    record Left() implements Ending {}
}
