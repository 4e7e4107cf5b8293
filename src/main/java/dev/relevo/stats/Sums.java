package dev.relevo.stats;

import org.jspecify.annotations.Nullable;

/**
 * What is known of attempts that ended within one span.
 *
 * @param ended all of them
 * @param failed those of them that ended in an error
 * @param answers those whose first content came
 * @param ttftMillis of those, together
 * @param tokens of answers, where they were told
 * @param tokenMillis from sending to the end of those answers, together
 */
public record Sums(long ended, long failed, long answers, long ttftMillis, long tokens, long tokenMillis) {
    static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0);

    private static final double SECOND_MILLIS = 1000;

    Sums plus(Sums more) {
        return new Sums(
                ended + more.ended,
                failed + more.failed,
                answers + more.answers,
                ttftMillis + more.ttftMillis,
                tokens + more.tokens,
                tokenMillis + more.tokenMillis);
    }

    /** From sending to the first content, on average; null where none came. */
    public @Nullable Long meanTtftMillis() {
        return answers == 0 ? null : ttftMillis / answers;
    }

    /** Of an answer, over the whole of its time; null where none were told. */
    public @Nullable Double tokensPerSecond() {
        return tokens == 0 ? null : SECOND_MILLIS * (double) tokens / (double) tokenMillis;
    }
}
