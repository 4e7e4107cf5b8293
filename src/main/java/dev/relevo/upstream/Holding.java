package dev.relevo.upstream;

import dev.relevo.config.Alias;
import dev.relevo.config.OnCut;

/**
 * What an attempt keeps back before its answer is committed to, so that a broken one can fail over unseen.
 *
 * @param limit bytes of a plain answer, and of a stream that is held to its end
 * @param onCut whether streams are held to their end ({@link OnCut#BUFFER}), or their text is kept so that it can be
 *     continued ({@link OnCut#CONTINUE})
 * @param skipMalformed whether an event that is none is left out instead of taken for a cut
 */
public record Holding(int limit, OnCut onCut, boolean skipMalformed) {
    /** What a pool wants. */
    public static Holding of(Alias pool) {
        return new Holding(
                pool.holdLimit(), pool.streams().onCut(), pool.streams().skipMalformed());
    }
}
