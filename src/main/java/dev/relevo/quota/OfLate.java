package dev.relevo.quota;

import java.time.Duration;

/** How much was counted within the last seconds. Guarded by the ledger's lock. */
final class OfLate {
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private final long[] counted;
    private long second;

    OfLate(int seconds) {
        counted = new long[seconds];
    }

    void add(long amount, long now) {
        turn(now / SECOND_NANOS);
        counted[place(second)] += amount;
    }

    /** Within the last so many seconds at most, and at least within all of them but one. */
    long sum(long now) {
        turn(now / SECOND_NANOS);
        long sum = 0;
        for (long each : counted) {
            sum += each;
        }
        return sum;
    }

    private void turn(long current) {
        for (long passed = Math.max(second + 1, current - counted.length + 1); passed <= current; passed++) {
            counted[place(passed)] = 0;
        }
        second = Math.max(second, current);
    }

    private int place(long second) {
        return Math.floorMod(second, counted.length);
    }
}
