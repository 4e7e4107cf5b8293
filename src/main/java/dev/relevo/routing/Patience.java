package dev.relevo.routing;

import dev.relevo.config.Retries;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How much longer one request puts up with targets that did not answer. Used by one thread. */
final class Patience {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    /** Before jitter, which doubles it at most. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);

    private final int retries;
    private final Budget budget;
    private final RandomGenerator random;
    private Duration waitLeft;

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

    /** The most attempts on so many targets. */
    int attempts(int targets) {
        return waitLeft.isPositive() ? Plan.MOST_ATTEMPTS : targets * (1 + retries);
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
        if (told != null && told.isPositive()) {
            return waitOut(told, nowNanos);
        }
        return reserve(Duration.ZERO, nowNanos) ? lengthened(pause(failures), 1) : null;
    }

    private static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << (failures - 1));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** The pause before a target is asked again whose limit ends then; null if that is too long. */
    @Nullable
    Duration waitOut(Duration told, long nowNanos) {
        Duration least = least(told);
        return fits(told) && reserve(least, nowNanos) ? lengthened(least, 0.2) : null;
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

    /** Whether the request may wait so long. */
    boolean fits(Duration wait) {
        return waitLeft.isPositive() && wait.compareTo(waitLeft) <= 0;
    }

    /** What such a wait really takes: never less, and not all of those who wait for the same end at once. */
    Duration await(Duration wait) {
        Duration least = least(wait);
        waitLeft = waitLeft.minus(least);
        return lengthened(least, 0.2);
    }

    private static Duration least(Duration wait) {
        return wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
    }

    private Duration lengthened(Duration pause, double mostPart) {
        return pause.plusNanos((long) (pause.toNanos() * mostPart * random.nextDouble()));
    }
}
