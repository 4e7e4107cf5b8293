package dev.relevo.routing;

import dev.relevo.config.Retries;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How much longer one request puts up with targets that did not answer. Used by one thread. */
final class Patience {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);

    private final int retries;
    private final Budget budget;
    private final RandomGenerator random;
    private Duration waitLeft;

    /** @param targets how many the pool has */
    Patience(Retries retries, int targets, Budget budget, RandomGenerator random) {
        this.retries = retries.sameTarget(targets);
        this.budget = budget;
        this.random = random;
        this.waitLeft = retries.waitOutLimit();
    }

    Budget budget() {
        return budget;
    }

    /** The most attempts on so many targets. */
    int attempts(int targets) {
        return waitLeft.isPositive() ? Plan.MOST_ATTEMPTS : targets * (1 + retries);
    }

    /**
     * The pause before a target that failed so often is asked again, 100 ms to 200 ms and longer with each time; null if it
     * is not, since the number, the budget or the time for waiting is used up.
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
        return budget.spend(nowNanos) ? lengthened(FIRST_PAUSE.multipliedBy(1L << (failures - 1)), 1) : null;
    }

    /** The pause before a target is asked again whose limit ends then; null if that is too long. */
    @Nullable
    Duration waitOut(Duration told, long nowNanos) {
        return fits(told) && budget.spend(nowNanos) ? await(told) : null;
    }

    /** Whether the request may wait so long. */
    boolean fits(Duration wait) {
        return waitLeft.isPositive() && wait.compareTo(waitLeft) <= 0;
    }

    /** What such a wait really takes: never less, and not all of those who wait for the same end at once. */
    Duration await(Duration wait) {
        Duration least = wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
        waitLeft = waitLeft.minus(least);
        return lengthened(least, 0.2);
    }

    private Duration lengthened(Duration pause, double mostPart) {
        return pause.plusNanos((long) (pause.toNanos() * mostPart * random.nextDouble()));
    }
}
