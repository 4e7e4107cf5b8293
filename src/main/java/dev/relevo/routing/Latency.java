package dev.relevo.routing;

import java.time.Duration;

/**
 * How long something took of late: a moving average that forgets with time, not with the number of measurements. While
 * nobody is sent there it fades, so that what was slow once is tried again some day. What was never measured is due for one
 * request each second, what did not answer the last one for one each ten seconds; and its answer then makes the average
 * anew, whatever attempts from before may tell. Safe for use by many threads.
 */
final class Latency {
    /** After this time a measurement counts for 1/e of what it did. */
    private static final double MEMORY = Duration.ofSeconds(30).toNanos();

    /** After this time without a request the average counts for 1/e of what it did. */
    private static final double FADING = Duration.ofMinutes(10).toNanos();

    /** What a failure counts as: it is no quick answer, however quickly it came. */
    private static final long FAILURE = Duration.ofSeconds(10).toNanos();

    private static final long UNKNOWN_DUE = Duration.ofSeconds(1).toNanos();
    private static final long UNANSWERED_DUE = Duration.ofSeconds(10).toNanos();
    private static final int CUT_SHORT_IN_A_ROW = 5;

    private double average;
    private long measuredAt;
    private boolean tried;
    private long triedAt;
    private boolean unanswered;
    private volatile int cutShort;

    /** When the latest attempt began that was not answered. */
    private long unansweredSince = Long.MIN_VALUE;

    /** What began before says nothing any more. */
    private long anewSince = Long.MIN_VALUE;

    /** Somebody is sent there; what it takes will be known later. */
    synchronized void tried(long nowNanos) {
        tried = true;
        triedAt = nowNanos;
    }

    /** What the attempt that began then takes will not be known; if nobody followed, another may. */
    synchronized void released(long beganNanos) {
        tried &= triedAt != beganNanos;
    }

    synchronized void answered(long tookNanos, long nowNanos) {
        long began = nowNanos - tookNanos;
        if (began < anewSince) {
            return;
        }
        if (unanswered && began - unansweredSince >= UNANSWERED_DUE) {
            average = 0;
            anewSince = began;
        }
        unanswered = false;
        cutShort = 0;
        measured(tookNanos, nowNanos);
    }

    synchronized void failed(long tookNanos, long nowNanos) {
        unanswered(tookNanos, Math.max(FAILURE, tookNanos), nowNanos);
    }

    /** Nobody waited for longer. */
    synchronized void tookAtLeast(long tookNanos, long nowNanos) {
        unanswered(tookNanos, Math.max((long) average, tookNanos), nowNanos);
    }

    /** As {@link #tookAtLeast}, after a time in which an answer was to be expected. */
    synchronized void cutShort(long tookNanos, long nowNanos) {
        if (nowNanos - tookNanos >= anewSince) {
            cutShort = Math.min(CUT_SHORT_IN_A_ROW, cutShort + 1);
            tookAtLeast(tookNanos, nowNanos);
        }
    }

    /** Whether it did not answer request after request, and the next trial is not due: any other is the better choice. */
    boolean isSilent(long nowNanos) {
        return cutShort >= CUT_SHORT_IN_A_ROW && !isDue(nowNanos);
    }

    /** Whether some request should go there, be others ever so quick, to find out. */
    synchronized boolean isDue(long nowNanos) {
        if (average == 0) {
            return !tried || nowNanos - triedAt >= UNKNOWN_DUE;
        }
        return unanswered && (!tried || nowNanos - triedAt >= UNANSWERED_DUE);
    }

    /** What to expect, in nanoseconds; where nothing is known zero if it is due, else infinity. */
    synchronized double expected(long nowNanos) {
        if (average == 0) {
            return isDue(nowNanos) ? 0 : Double.POSITIVE_INFINITY;
        }
        return average * Math.exp(-since(lastUsed(), nowNanos) / FADING);
    }

    private void unanswered(long tookNanos, long countsAs, long nowNanos) {
        long began = nowNanos - tookNanos;
        if (began >= anewSince) {
            unanswered = true;
            unansweredSince = Math.max(unansweredSince, began);
            measured(countsAs, nowNanos);
        }
    }

    private void measured(long tookNanos, long nowNanos) {
        boolean first = average == 0;
        double weight = first ? 1 : 1 - Math.exp(-since(measuredAt, nowNanos) / MEMORY);
        average += weight * (Math.max(1, tookNanos) - average);
        measuredAt = nowNanos;
    }

    private long lastUsed() {
        return tried ? Math.max(measuredAt, triedAt) : measuredAt;
    }

    /** Threads may come a little out of order. */
    private static double since(long then, long nowNanos) {
        return Math.max(0, nowNanos - then);
    }
}
