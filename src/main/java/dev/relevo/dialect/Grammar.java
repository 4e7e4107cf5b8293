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
        /** Not for the client: the usage chunk that only we asked for; text that it has already, or that is held. */
        WITHHELD,
        /** An error instead of an answer. */
        ERROR,
        /** The answer does not go on with the one that it should continue: it begins that anew. */
        ANEW,
        /** The end of the stream. */
        DONE,
        /** Not an event of this format. */
        MALFORMED
    }

    /** Reads an event's data and says what it is. */
    Meaning read(byte[] bytes, int from, int to);

    /**
     * After {@link #read}: the data that the client gets in place of what came, or null where that is the same. Changed
     * are only a literal {@code "error":null}, which some clients take for an error, what a preset has mended, and where
     * the answer continues another one: {@code id}, {@code created}, {@code role} and the text at the seam. Text that was
     * held comes with the event that decides about it.
     */
    byte @Nullable [] changed();

    /** Whether something came that the client must get. */
    boolean content();

    /** Whether the answer is whole, should nothing more come. */
    boolean finished();

    /** The tokens told so far, or null. */
    @Nullable
    Usage usage();

    /** How much text, reasoning and arguments of tool calls came so far, in bytes as they are written. */
    long textBytes();

    /**
     * What the client has been sent in all, by the answers that this one continues and by the events of this one that
     * were for the client; null where nobody keeps it.
     */
    @Nullable
    SoFar soFar();
}
