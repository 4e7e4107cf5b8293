package dev.relevo.routing;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Lets a broken thing rest. Closed until five failures in a row, or until half of at least twenty attempts in ten seconds
 * failed; then open for 5 s, and twice as long after each probe that fails, but never beyond 15 s; then half-open: one
 * probe decides. The time that a probe took is part of the rest after it, so that at all times the next one is 15 s away at
 * most. An attempt that began before it was closed last says nothing any more when it fails. Every permit but
 * {@link Permit#REFUSED} is given back by exactly one of {@link #succeeded}, {@link #failed}, {@link #undecided},
 * {@link #inconclusive} and {@link #released}. Safe for use by many threads; takes no lock while closed, until attempts end.
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
    private final String what;
    private final Consumer<BreakerTurn> watch;
    private final RecentOutcomes recent = new RecentOutcomes();

    /** What every attempt gets while it is closed, another one each time that it closes; else null. */
    private volatile @Nullable Permit normal = new Permit(false);

    private volatile long lastFailure = Long.MIN_VALUE;
    private volatile String reason = "it kept failing";
    private int failuresInARow;
    private int openings;
    private long rest;
    private long nextProbe;
    private long probedAt;
    private @Nullable Permit probe;

    /** Leave for one attempt. */
    static final class Permit {
        static final Permit REFUSED = new Permit(true);
        /** In spite of an open breaker. */
        static final Permit FORCED = new Permit(true);

        private final boolean trial;

        private Permit(boolean trial) {
            this.trial = trial;
        }

        /** Whether the breaker was not closed when it was given. */
        boolean isTrial() {
            return trial;
        }
    }

    /** One that tells nobody. */
    Breaker(RandomGenerator random) {
        this(random, "", _ -> {});
    }

    /**
     * @param random safe for use by many threads
     * @param what it protects
     * @param watch is told when it opens and when it closes again; must not block
     */
    Breaker(RandomGenerator random, String what, Consumer<BreakerTurn> watch) {
        this.random = random;
        this.what = what;
        this.watch = watch;
    }

    Permit acquire(long nowNanos) {
        Permit closed = normal;
        return closed == null ? acquireProbe(nowNanos) : closed;
    }

    private synchronized Permit acquireProbe(long nowNanos) {
        if (normal != null) {
            return normal;
        }
        if (nowNanos < nextProbe) {
            return Permit.REFUSED;
        }
        Permit given = new Permit(true);
        probe = given;
        probedAt = nowNanos;
        nextProbe = nowNanos + PROBE_TIME;
        return given;
    }

    boolean isClosed() {
        return normal != null;
    }

    /** Whether an attempt may find out if all is well again, or is about to. */
    synchronized boolean isHalfOpen(long nowNanos) {
        return !isClosed() && (probe != null || nowNanos >= nextProbe);
    }

    /** Whether {@link #acquire} would not refuse. */
    boolean available(long nowNanos) {
        return isClosed() || remaining(nowNanos).isZero();
    }

    /**
     * It works, so far: a trial closes the breaker, but earlier failures still count until {@link #completed}.
     *
     * @return the permit to tell with if what began so well fails
     */
    Permit succeeded(Permit permit) {
        return permit.isTrial() ? close() : permit;
    }

    private synchronized Permit close() {
        Permit closed = normal;
        if (closed == null) {
            closed = new Permit(false);
            normal = closed;
            probe = null;
            watch.accept(new BreakerTurn(what, false, "", Duration.ZERO));
        }
        return closed;
    }

    /** What had begun well also ended well. */
    synchronized void completed(long nowNanos) {
        if (isClosed()) {
            failuresInARow = 0;
            openings = 0;
            recent.succeeded(nowNanos);
        }
    }

    void failed(Permit permit, long nowNanos) {
        failed(permit, reason, nowNanos);
    }

    /** @param why this one failed, for people */
    synchronized void failed(Permit permit, String why, long nowNanos) {
        lastFailure = Math.max(lastFailure, nowNanos);
        if (permit == probe) {
            open(probedAt);
        } else if (permit == normal) {
            failuresInARow++;
            recent.failed(nowNanos);
            if (failuresInARow >= FAILURES_IN_A_ROW || recent.mostlyFailures(nowNanos)) {
                open(nowNanos);
                watch.accept(new BreakerTurn(what, true, why, Duration.ofNanos(rest)));
            }
        }
    }

    /** The attempt was broken off since time was short: after a probe, another one may follow a rest as long as the last. */
    synchronized void undecided(Permit permit) {
        freeProbe(permit, probedAt + rest);
    }

    /** Something else ended the attempt, and may end the next: another probe may follow after the shortest rest. */
    synchronized void inconclusive(Permit permit) {
        freeProbe(permit, probedAt + SHORTEST);
    }

    /** The attempt told nothing about this thing; a probe's place is free again. */
    synchronized void released(Permit permit) {
        freeProbe(permit, probedAt);
    }

    private void freeProbe(Permit permit, long next) {
        if (permit == probe) {
            probe = null;
            nextProbe = next;
        }
    }

    /** How long until an attempt may be made; zero when it may be made now. */
    synchronized Duration remaining(long nowNanos) {
        return isClosed() || nowNanos >= nextProbe ? Duration.ZERO : Duration.ofNanos(nextProbe - nowNanos);
    }

    /** As {@link dev.relevo.time.Clock#nanos} counts; the smallest long if there was none. */
    long lastFailure() {
        return lastFailure;
    }

    /** Why it is open, for people. */
    String reason() {
        return reason;
    }

    /** Called before {@link #failed} where more is known than that it failed. */
    void because(String why) {
        reason = why;
    }

    private void open(long sinceNanos) {
        long doubled = Math.min(LONGEST, SHORTEST << Math.min(openings, 2));
        openings++;
        // Until an answer ends well, the first failure opens it again.
        failuresInARow = FAILURES_IN_A_ROW - 1;
        normal = null;
        probe = null;
        recent.clear();
        rest = doubled + random.nextLong(doubled / JITTER + 1);
        nextProbe = sinceNanos + rest;
    }
}
