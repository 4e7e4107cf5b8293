package dev.relevo.dialect;

import org.jspecify.annotations.Nullable;

/**
 * What a client was sent of a streamed chat answer that may have to be continued by another target.
 *
 * @param text of the first choice, all of it as long as somebody may go on with it, else empty
 * @param id of the answer, as JSON wrote it; null if none was told
 * @param created of the answer, as JSON wrote it; null if none was told
 * @param continuable whether another target can go on: real text was sent, at most {@value #MOST_TEXT} characters of it,
 *     and nothing else but what can be left as it is: a role, empty deltas, and reasoning that text has followed. After
 *     a tool call, a refusal, audio, a second choice or anything unknown nobody can
 */
public record SoFar(
        String text, @Nullable String id, @Nullable String created, boolean continuable) {
    /** Bounds what is kept of a stream, in UTF-16 units. */
    static final int MOST_TEXT = 1024 * 1024;

    /**
     * The text as it is given to the next target: without what it ends in that is held back, which is white space, since
     * Anthropic refuses a last message that ends so and other models go on badly behind it, and half a character, which
     * is what a cut between two escaped surrogates leaves.
     */
    String given() {
        return given(text);
    }

    static String given(String text) {
        int end = text.length();
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        while (end > 0 && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    /** White space in any reader's sense, no-break spaces and the C1 newline included. */
    static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
