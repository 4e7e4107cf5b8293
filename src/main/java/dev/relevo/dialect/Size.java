package dev.relevo.dialect;

import org.jspecify.annotations.Nullable;

/**
 * How much a request asks for, as far as its bytes tell.
 *
 * @param promptBytes of the texts of the prompt and of what stands for texts, such as tools, as they are written; images and
 *     sound are left out, and each token of a prompt in tokens counts {@value #TOKEN}
 * @param media images, files and pieces of sound in it
 * @param maxTokens the client's cap on the tokens of each choice, or null
 * @param choices as many as the answer will have; zero where it is no text
 */
public record Size(long promptBytes, int media, @Nullable Integer maxTokens, int choices) {
    /** Of a request that takes nothing. */
    public static final Size NONE = new Size(0, 0, null, 0);

    /** About as many bytes as a token of English has. */
    static final int TOKEN = 4;
}
