package dev.relevo.dialect;

import org.jspecify.annotations.Nullable;

/**
 * What the events of one streamed answer mean. Keeps what it has seen; one instance an answer.
 */
public sealed interface Grammar permits ChoicesGrammar {
    /** What one event is. */
    enum Meaning {
        /** Text, reasoning, a refusal, a tool call, a finish: something the client must get. */
        CONTENT,
        /** A role, an empty delta, a ping: of no use by itself. */
        EMPTY,
        /** The usage chunk that only we asked for. */
        WITHHELD,
        /** An error instead of an answer. */
        ERROR,
        /** The end of the stream. */
        DONE,
        /** Not an event of this format. */
        MALFORMED
    }

    /** Reads an event's data and says what it is. */
    Meaning read(byte[] bytes, int from, int to);

    /**
     * After {@link #read}: the data that the client gets in place of what came, or null where that is the same. Only a
     * literal {@code "error":null}, which some clients take for an error, and what a preset has mended are changed.
     */
    byte @Nullable [] changed();

    /** Whether something came that the client must get. */
    boolean content();

    /** Whether the answer is whole, should nothing more come. */
    boolean finished();

    /** The tokens told so far, or null. */
    @Nullable
    Usage usage();
}
