package dev.relevo.routing;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Lets a broken thing rest. Closed until five failures in a row, or until half of at least twenty attempts in ten seconds
 * failed; then open for 5 s, and twice as long after each probe that fails, but never beyond 15 s; then half-open: one
 * probe decides. Every permit but {@link Permit#REFUSED} is given back by exactly one of {@link #succeeded}, {@link
 * #failed} and {@link #released}. Safe for use by many threads.
 */
final class Breaker {
    private static final int FAILURES_IN_A_ROW = 5;
    private static final long SHORTEST = Duration.ofSeconds(5).toNanos();

    /** With the jitter it is 15 s. */
    private static final long LONGEST = Duration.ofMillis(12_500).toNanos();

    /** A fifth at most is added, so that breakers which opened together do not probe together. */
    private static final int JITTER = 5;

    /** A probe that is not decided after this time keeps no other from trying: what hung may be well again. */
    private static final long PROBE_TIME = Duration.ofSeconds(15).toNanos();

    private final RandomGenerator random;
    private final RecentOutcomes recent = new RecentOutcomes();
    private boolean closed = true;
    private int failuresInARow;
    private int openings;
    private long nextProbe;
    private @Nullable Permit probe;
    private long lastFailure = Long.MIN_VALUE;

    /** Leave for one attempt. Any but these three is the probe of a half-open breaker, each one its own. */
    static final class Permit {
        static final Permit REFUSED = new Permit();
        static final Permit NORMAL = new Permit();
        /** In spite of an open breaker. */
        static final Permit FORCED = new Permit();

        private Permit() {}

        /** Whether the breaker was not closed when it was given. */
        boolean isTrial() {
            return this != NORMAL;
        }
    }

    /** @param random safe for use by many threads */
    Breaker(RandomGenerator random) {
        this.random = random;
    }

    synchronized Permit acquire(long nowNanos) {
        if (closed) {
            return Permit.NORMAL;
        }
        if (nowNanos < nextProbe) {
            return Permit.REFUSED;
        }
        Permit given = new Permit();
        probe = given;
        nextProbe = nowNanos + PROBE_TIME;
        return given;
    }

    /** Whether {@link #acquire} would not refuse. */
    synchronized boolean available(long nowNanos) {
        return closed || nowNanos >= nextProbe;
    }

    /** It works, so far: a trial closes the breaker, but earlier failures still count until {@link #completed}. */
    synchronized void succeeded(Permit permit) {
        if (permit.isTrial()) {
            closed = true;
            probe = null;
        }
    }

    /** What had begun well also ended well. */
    synchronized void completed(long nowNanos) {
        if (closed) {
            failuresInARow = 0;
            openings = 0;
            recent.succeeded(nowNanos);
        }
    }

    synchronized void failed(Permit permit, long nowNanos) {
        lastFailure = nowNanos;
        failuresInARow++;
        if (permit == probe) {
            open(nowNanos);
        } else if (closed) {
            recent.failed(nowNanos);
            if (failuresInARow >= FAILURES_IN_A_ROW || recent.mostlyFailures(nowNanos)) {
                open(nowNanos);
            }
        }
    }

    /** The attempt told nothing about this thing; a probe's place is free again. */
    synchronized void released(Permit permit) {
        if (permit == probe) {
            probe = null;
            nextProbe = 0;
        }
    }

    /** How long until an attempt may be made; zero when it may be made now. */
    synchronized Duration remaining(long nowNanos) {
        return available(nowNanos) ? Duration.ZERO : Duration.ofNanos(nextProbe - nowNanos);
    }

    /** As {@link dev.relevo.time.Clock#nanos} counts; the smallest long if there was none. */
    synchronized long lastFailure() {
        return lastFailure;
    }

    private void open(long nowNanos) {
        long doubled = Math.min(LONGEST, SHORTEST << Math.min(openings, 2));
        openings++;
        closed = false;
        probe = null;
        recent.clear();
        nextProbe = nowNanos + doubled + random.nextLong(doubled / JITTER + 1);
    }
}
