package dev.relevo.time;

import java.time.Duration;

/**
 * A moment on a {@link Clock}'s monotonic scale after which waiting ends.
 *
 * @param nanos as {@link Clock#nanos()} counts
 */
public record Deadline(long nanos) {
    public static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

    /** Beyond this a wait has no end; well below what the sum of two can hold. */
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE / 2);

    /** The moment {@code wait} after {@code fromNanos}; {@link #NEVER} after a century or more. */
    public static Deadline after(long fromNanos, Duration wait) {
        return wait.compareTo(FOREVER) >= 0 ? NEVER : new Deadline(fromNanos + wait.toNanos());
    }

    public static Deadline after(Clock clock, Duration wait) {
        return after(clock.nanos(), wait);
    }

    public boolean passed(Clock clock) {
        return clock.nanos() >= nanos;
    }

    public Deadline earlier(Deadline other) {
        return nanos <= other.nanos ? this : other;
    }
}
