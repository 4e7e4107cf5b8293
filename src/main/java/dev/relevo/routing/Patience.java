package dev.relevo.routing;

import dev.relevo.config.Retries;
import dev.relevo.routing.Choices.Opening;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How much longer one request puts up with targets that did not answer. Used by one thread, which leaves it alone while the
 * request waits in a queue, where whoever holds its lock may ask.
 */
final class Patience {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    /** Before jitter, which doubles it at most. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final int retries;
    private final Budget budget;
    private final RandomGenerator random;
    private Duration waitLeft;
    private long waitsSince;

    /** Of the pause granted last, if nobody told yet whether it was made. */
    private Duration asked = Duration.ZERO;

    private boolean reserved;

    /** @param targets how many the pool has */
    Patience(Retries retries, int targets, Budget budget, RandomGenerator random) {
        this.retries = retries.sameTarget(targets);
        this.budget = budget;
        this.random = random;
        this.waitLeft = retries.maxWait();
    }

    Budget budget() {
        return budget;
    }

    /** The most attempts on so many targets, those that come after a limit was met again aside. */
    int attempts(int targets) {
        return targets * (1 + retries);
    }

    /**
     * The pause before a target that failed so often is asked again, 100 ms to 200 ms and longer with each time, up to 2 s;
     * null if it is not, since the number, the budget or the time for waiting is used up.
     *
     * @param told how long it asks to wait, or null
     */
    @Nullable
    Duration retry(int failures, @Nullable Duration told, long nowNanos) {
        if (failures > retries) {
            return null;
        }
        if (told == null || !told.isPositive()) {
            return reserve(Duration.ZERO, nowNanos) ? lengthened(pause(failures), 1) : null;
        }
        Duration least = told.compareTo(FIRST_PAUSE) < 0 ? FIRST_PAUSE : told;
        return fits(told) && reserve(least, nowNanos) ? lengthened(least, 0.2) : null;
    }

    /** The earliest moment for a target that met its limit so often, however soon that is over. */
    long comesBack(int limited, long nowNanos) {
        return nowNanos + pause(limited).toNanos();
    }

    private static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, Plan.MOST_ATTEMPTS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** The pause granted last was made; a call may follow. */
    void paused() {
        waitLeft = waitLeft.minus(asked);
        asked = Duration.ZERO;
    }

    /** The call that the pause granted last was for is made. */
    void called() {
        reserved = false;
    }

    /** It is not made: what it would have cost is given back. */
    void spared() {
        asked = Duration.ZERO;
        if (reserved) {
            reserved = false;
            budget.refund();
        }
    }

    private boolean reserve(Duration wait, long nowNanos) {
        asked = wait;
        reserved = budget.spend(nowNanos);
        return reserved;
    }

    /** Whether the request may wait for that; for nothing it may not. */
    boolean fits(@Nullable Opening opening) {
        return opening != null && fits(opening.in());
    }

    private boolean fits(Duration wait) {
        return waitLeft.isPositive() && wait.compareTo(waitLeft) <= 0;
    }

    /** It begins to wait. */
    void waitsSince(long nowNanos) {
        waitsSince = nowNanos;
    }

    /** Whether it may wait until that moment; it began to wait before. */
    boolean lastsUntil(long moment) {
        return moment != Long.MAX_VALUE && fits(Duration.ofNanos(moment - waitsSince));
    }

    /** It waits no longer. */
    void waitedUntil(long nowNanos) {
        waitLeft = waitLeft.minusNanos(nowNanos - waitsSince);
    }

    private Duration lengthened(Duration pause, double mostPart) {
        return pause.plusNanos((long) (pause.toNanos() * mostPart * random.nextDouble()));
    }
}
