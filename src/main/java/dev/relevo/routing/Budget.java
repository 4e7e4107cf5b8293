package dev.relevo.routing;

import java.time.Duration;

/**
 * What a pool may spend on calls that will likely fail: those on targets whose breaker is not closed, and those that
 * repeat one on the same target. Each request brings a fifth of a call, each second ten calls, so that with everything
 * failing there are at most 1.2 calls for a request and ten a second more. A request's first call on a healthy target
 * costs nothing. Safe for use by many threads.
 */
final class Budget {
    private static final double PER_REQUEST = 0.2;
    private static final double PER_SECOND = 10;

    /** What good times leave for bad ones. */
    private static final double MOST = 100;

    private static final double SECOND = Duration.ofSeconds(1).toNanos();

    private double calls = PER_SECOND;
    private long filledAt;

    /** A request came. */
    synchronized void requested() {
        calls = Math.min(MOST, calls + PER_REQUEST);
    }

    /** Takes a call, if there is one. */
    synchronized boolean spend(long nowNanos) {
        fill(nowNanos);
        if (calls < 1) {
            return false;
        }
        calls--;
        return true;
    }

    /** Takes a call even if none is there: without a probe nobody would learn that all is well again. */
    synchronized void owe(long nowNanos) {
        fill(nowNanos);
        calls = Math.max(-MOST, calls - 1);
    }

    /** A second's worth is all that time alone brings. */
    private void fill(long nowNanos) {
        double passed = Math.max(0, nowNanos - filledAt) / SECOND;
        filledAt = Math.max(filledAt, nowNanos);
        if (calls < PER_SECOND) {
            calls = Math.min(PER_SECOND, calls + passed * PER_SECOND);
        }
    }
}
