package dev.relevo.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a pool does before it leaves a target that did not answer.
 *
 * @param sameTarget how often a target that failed is asked again; null for once where the pool has one target, else never
 * @param maxWait how long one request waits at most, in all, for room under limits
 * @param hedge whether a second target is asked when the first one's answer is late
 */
public record Retries(@Nullable Integer sameTarget, Duration maxWait, boolean hedge) {
    public static final Retries DEFAULT = new Retries(null, Duration.ofSeconds(5), false);

    /** How often a target that failed is asked again in a pool of so many targets. */
    public int sameTarget(int targets) {
        return sameTarget == null ? (targets == 1 ? 1 : 0) : sameTarget;
    }
}
