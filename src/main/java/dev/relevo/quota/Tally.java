package dev.relevo.quota;

/**
 * What was used within one kind of window. Moments are on the monotonic clock, in nanoseconds; {@code now} never runs
 * backwards. Not safe for use by several threads at once.
 */
sealed interface Tally permits Rolling, Fixed, Calendar, Bucket {
    /** No moment is as late. */
    long NEVER = Long.MAX_VALUE;

    /** How much of it still counts. */
    long used(long now);

    /** Adds what is used at a moment, or takes some of it back if negative. What counts no more is left alone. */
    void add(long amount, long at, long now);

    /** Whatever was counted, that much is used now. */
    void set(long used, long now);

    /** The earliest moment from now on at which no more than that counts, if nothing is added. */
    long whenAtMost(long allowed, long now);
}
