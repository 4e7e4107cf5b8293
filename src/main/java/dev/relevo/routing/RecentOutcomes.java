package dev.relevo.routing;

import java.time.Duration;
import java.util.Arrays;

/** How attempts ended in the last ten seconds, counted by the second. Guarded by its breaker. */
final class RecentOutcomes {
    private static final int SECONDS = 10;
    private static final int FEWEST = 20;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final int[] successes = new int[SECONDS];
    private final int[] failures = new int[SECONDS];
    private long newest;

    void succeeded(long nowNanos) {
        successes[slot(nowNanos)]++;
    }

    void failed(long nowNanos) {
        failures[slot(nowNanos)]++;
    }

    /** Whether there are enough to judge by, and at least half of them failed. */
    boolean mostlyFailures(long nowNanos) {
        slot(nowNanos);
        int failed = Arrays.stream(failures).sum();
        int all = failed + Arrays.stream(successes).sum();
        return all >= FEWEST && 2 * failed >= all;
    }

    void clear() {
        Arrays.fill(successes, 0);
        Arrays.fill(failures, 0);
    }

    /** The present second's; threads that come a little late share the newest. */
    private int slot(long nowNanos) {
        long second = nowNanos / SECOND;
        for (long gone = Math.max(newest + 1, second - SECONDS + 1); gone <= second; gone++) {
            successes[(int) (gone % SECONDS)] = 0;
            failures[(int) (gone % SECONDS)] = 0;
        }
        newest = Math.max(newest, second);
        return (int) (newest % SECONDS);
    }
}
