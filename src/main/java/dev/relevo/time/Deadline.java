package dev.relevo.time;

import java.time.Duration;

/**
 * A moment on a {@link Clock}'s monotonic scale after which waiting ends.
 *
 * @param nanos as {@link Clock#nanos()} counts
 */
public record Deadline(long nanos) {
    public static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

    /** The moment {@code wait} after {@code fromNanos}. */
    public static Deadline after(long fromNanos, Duration wait) {
        return new Deadline(fromNanos + wait.toNanos());
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
