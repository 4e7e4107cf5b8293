package dev.relevo.routing;

import java.time.Duration;

/**
 * What a pool may spend on calls that will likely fail or that another has made already: those on targets whose breaker is
 * not closed, those that repeat one on the same target, and hedges. Each request brings a fifth of a call, each second ten
 * calls, so that with everything failing there are at most 1.2 calls for a request and ten a second more. A request's first
 * call on a healthy target costs nothing. Safe for use by many threads.
 */
final class Budget {
    private static final double PER_REQUEST = 0.2;
    private static final double PER_SECOND = 10;

    /** What good times leave for bad ones. */
    private static final double MOST = 100;

    private static final double SECOND = Duration.ofSeconds(1).toNanos();

    private static final int REQUESTS_FOR_A_HEDGE = 20;
    private static final int MOST_HEDGES = 10;

    private double calls = PER_SECOND;
    private long filledAt;
    private int requestsForHedges;

    /** A request came. */
    synchronized void requested() {
        calls = Math.min(MOST, calls + PER_REQUEST);
        requestsForHedges = Math.min(MOST_HEDGES * REQUESTS_FOR_A_HEDGE, requestsForHedges + 1);
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

    /** Whether a request that came now could take a call. */
    synchronized boolean wouldSpend(long nowNanos) {
        fill(nowNanos);
        return calls + PER_REQUEST >= 1;
    }

    /** Takes a call even if none is there: without a probe nobody would learn that all is well again. */
    synchronized void owe(long nowNanos) {
        fill(nowNanos);
        calls = Math.max(-MOST, calls - 1);
    }

    /** The call taken was not made. */
    synchronized void refund() {
        calls = Math.min(MOST, calls + 1);
    }

    /** Takes a call for a hedge, if there is one and no more than one in twenty requests had a hedge. */
    synchronized boolean hedge(long nowNanos) {
        if (requestsForHedges < REQUESTS_FOR_A_HEDGE || !spend(nowNanos)) {
            return false;
        }
        requestsForHedges -= REQUESTS_FOR_A_HEDGE;
        return true;
    }

    /** The hedge was not made. */
    synchronized void refundHedge() {
        refund();
        requestsForHedges += REQUESTS_FOR_A_HEDGE;
    }

    /** How many calls there are, fewer than none where some are owed. */
    synchronized double left(long nowNanos) {
        fill(nowNanos);
        return calls;
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
