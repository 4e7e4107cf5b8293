package dev.relevo.routing;

import java.time.Duration;

/**
 * How long something took of late: a moving average that forgets with time, not with the number of measurements. While
 * nothing is measured it fades, so that what was slow once is tried again some day; what was never measured counts as
 * quickest, so that it is tried at all. Safe for use by many threads.
 */
final class Latency {
    /** After this time a measurement counts for 1/e of what it did. */
    private static final double MEMORY = Duration.ofSeconds(30).toNanos();

    /** After this time without a measurement the average counts for 1/e of what it did. */
    private static final double FADING = Duration.ofMinutes(10).toNanos();

    private double average;
    private long measuredAt;

    synchronized void measured(long tookNanos, long nowNanos) {
        boolean first = average == 0;
        double weight = first ? 1 : 1 - Math.exp(-age(nowNanos) / MEMORY);
        average += weight * (Math.max(1, tookNanos) - average);
        measuredAt = nowNanos;
    }

    /** What to expect, in nanoseconds; zero where nothing is known. */
    synchronized double expected(long nowNanos) {
        return average == 0 ? 0 : average * Math.exp(-age(nowNanos) / FADING);
    }

    /** Threads may come a little out of order. */
    private double age(long nowNanos) {
        return Math.max(0, nowNanos - measuredAt);
    }
}
