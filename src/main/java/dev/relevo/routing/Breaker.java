package dev.relevo.routing;

import java.time.Duration;

/**
 * Lets a broken thing rest: closed until five failures in a row, then open for 5 s, then half-open: one probe decides.
 * Every permit but {@link Permit#REFUSED} is given back by exactly one of {@link #succeeded}, {@link #failed} and {@link
 * #released}. Safe for use by many threads.
 */
final class Breaker {
    private static final int FAILURES_IN_A_ROW = 5;
    private static final Duration OPEN = Duration.ofSeconds(5);

    enum Permit {
        REFUSED,
        NORMAL,
        /** The one attempt of a half-open breaker. */
        PROBE
    }

    private enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private State state = State.CLOSED;
    private int failuresInARow;
    private long openUntil;
    private long lastFailure = Long.MIN_VALUE;

    synchronized Permit acquire(long nowNanos) {
        if (state == State.CLOSED) {
            return Permit.NORMAL;
        }
        if (state == State.HALF_OPEN || nowNanos < openUntil) {
            return Permit.REFUSED;
        }
        state = State.HALF_OPEN;
        return Permit.PROBE;
    }

    /** Whether {@link #acquire} would not refuse. */
    synchronized boolean available(long nowNanos) {
        return state == State.CLOSED || (state == State.OPEN && nowNanos >= openUntil);
    }

    /** It works, so far: a probe closes the breaker, but earlier failures still count until {@link #completed}. */
    synchronized void succeeded(Permit permit) {
        if (permit == Permit.PROBE) {
            state = State.CLOSED;
        }
    }

    /** What had begun well also ended well. */
    synchronized void completed() {
        failuresInARow = 0;
    }

    synchronized void failed(Permit permit, long nowNanos) {
        lastFailure = nowNanos;
        failuresInARow++;
        if (permit == Permit.PROBE || (state == State.CLOSED && failuresInARow >= FAILURES_IN_A_ROW)) {
            state = State.OPEN;
            openUntil = nowNanos + OPEN.toNanos();
        }
    }

    /** The attempt told nothing about this thing; a probe's place is free again. */
    synchronized void released(Permit permit) {
        if (permit == Permit.PROBE) {
            state = State.OPEN;
        }
    }

    /** How long until an attempt may be made; zero when it may be made now. */
    synchronized Duration remaining(long nowNanos) {
        return switch (state) {
            case CLOSED -> Duration.ZERO;
            case OPEN -> Duration.ofNanos(Math.max(0, openUntil - nowNanos));
            case HALF_OPEN -> OPEN;
        };
    }

    /** As {@link dev.relevo.time.Clock#nanos} counts; the smallest long if there was none. */
    synchronized long lastFailure() {
        return lastFailure;
    }
}
