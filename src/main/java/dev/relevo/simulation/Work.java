package dev.relevo.simulation;

import dev.relevo.config.Price;
import dev.relevo.dialect.Size;
import dev.relevo.dialect.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants.
 *
 * @param bytes of the prompt
 * @param prompt its tokens
 * @param answer tokens of what it will be answered
 * @param longAnswer tokens that nine of ten answers do not exceed
 */
record Work(String alias, String client, long bytes, long prompt, long answer, long longAnswer) {
    /** About. */
    static final double BYTES_OF_A_TOKEN = 4.2;

    /** As a target answers it that has such a cap, null for none. */
    Work capped(@Nullable Integer tokens) {
        return tokens == null || answer <= tokens ? this : new Work(alias, client, bytes, prompt, tokens, longAnswer);
    }

    Size size() {
        return new Size(bytes, 0, null, 1);
    }

    Usage usage() {
        return new Usage(prompt, answer);
    }

    /** What the provider counts when it comes in. */
    Load asked() {
        return new Load(1, prompt, 0, 0);
    }

    /**
     * What it really takes, and no less than is to be set aside for it: a prompt by its bytes, an answer as long as nine of ten,
     * as one would who knew the distributions.
     */
    Load usual() {
        long byBytes = (long) (bytes / BYTES_OF_A_TOKEN);
        return new Load(1, Math.max(prompt, byBytes), Math.max(answer, longAnswer), 0);
    }

    /** What it counts when it is answered. */
    Load answered(@Nullable Price price) {
        return new Load(0, 0, answer, price == null ? 0 : price.of(prompt, 0, answer));
    }
}
