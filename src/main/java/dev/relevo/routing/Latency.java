package dev.relevo.routing;

import java.time.Duration;

/**
 * How long something took of late: a moving average that forgets with time, not with the number of measurements. While
 * nobody is sent there it fades, so that what was slow once is tried again some day, by one request and not by all that
 * come until that one is answered. What was never measured is tried by one request each second. Safe for use by many
 * threads.
 */
final class Latency {
    /** After this time a measurement counts for 1/e of what it did. */
    private static final double MEMORY = Duration.ofSeconds(30).toNanos();

    /** After this time without a request the average counts for 1/e of what it did. */
    private static final double FADING = Duration.ofMinutes(10).toNanos();

    private static final long BETWEEN_TRIALS = Duration.ofSeconds(1).toNanos();

    private double average;
    private long measuredAt;
    private boolean tried;
    private long triedAt;

    /** Somebody is sent there; what it takes will be known later. */
    synchronized void tried(long nowNanos) {
        tried = true;
        triedAt = nowNanos;
    }

    synchronized void measured(long tookNanos, long nowNanos) {
        boolean first = average == 0;
        double weight = first ? 1 : 1 - Math.exp(-since(measuredAt, nowNanos) / MEMORY);
        average += weight * (Math.max(1, tookNanos) - average);
        measuredAt = nowNanos;
    }

    /** What to expect, in nanoseconds; where nothing is known zero for one request a second, and infinity for the others. */
    synchronized double expected(long nowNanos) {
        if (average == 0) {
            return tried && nowNanos - triedAt < BETWEEN_TRIALS ? Double.POSITIVE_INFINITY : 0;
        }
        double idle = since(measuredAt, nowNanos);
        return average * Math.exp(-(tried ? Math.min(idle, since(triedAt, nowNanos)) : idle) / FADING);
    }

    /** Threads may come a little out of order. */
    private static double since(long then, long nowNanos) {
        return Math.max(0, nowNanos - then);
    }
}
