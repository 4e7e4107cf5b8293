package dev.relevo.edge;

import java.time.Duration;

/**
 * How many requests may be under way, by how long new threads wait for a core. What counts is the shortest wait of a while
 * (as CoDel has it, RFC 8289): a pause of the collector or of a container that has used up its share makes some wait, a
 * processor that is behind makes all wait. There is no limit until then; it shrinks while they wait, and grows and goes when
 * they do not. Written by one thread.
 */
final class ConcurrencyLimit {
    /** The least it can be: enough for a processor that does nothing but this. */
    static final int FEW = 64;

    private static final int NONE = Integer.MAX_VALUE;
    private static final long WHILE_NANOS = Duration.ofMillis(100).toNanos();
    private static final long LONG_NANOS = Duration.ofMillis(20).toNanos();

    private volatile int limit = NONE;
    private long beganNanos = Long.MIN_VALUE;
    private long shortest = Long.MAX_VALUE;

    int now() {
        return limit;
    }

    boolean isSet() {
        return limit != NONE;
    }

    /**
     * A thread has waited.
     *
     * @param waitNanos for so long, until now
     * @param underWay how many requests are
     * @param nobodyWaits whether none waits to begin
     */
    void seen(long nowNanos, long waitNanos, int underWay, boolean nobodyWaits) {
        if (beganNanos == Long.MIN_VALUE || nowNanos - beganNanos > 2 * WHILE_NANOS + waitNanos) {
            // Nobody looked in between.
            beganNanos = nowNanos - waitNanos;
            shortest = Long.MAX_VALUE;
        }
        shortest = Math.min(shortest, waitNanos);
        if (nowNanos - beganNanos >= WHILE_NANOS) {
            decide(underWay, nobodyWaits);
            beganNanos = nowNanos;
            shortest = Long.MAX_VALUE;
        }
    }

    private void decide(int underWay, boolean nobodyWaits) {
        int before = limit;
        if (shortest > LONG_NANOS) {
            limit = Math.max(FEW, Math.min(before, underWay) / 4 * 3);
        } else if (nobodyWaits && underWay < before / 2) {
            limit = NONE;
        } else if (before != NONE) {
            limit = before + before / 4;
        }
    }
}
