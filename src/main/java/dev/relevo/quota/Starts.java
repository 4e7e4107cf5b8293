package dev.relevo.quota;

import java.time.Duration;

/** How many attempts began within the last seconds. Guarded by the ledger's lock. */
final class Starts {
    /** What left longer ago has come in, and whatever it takes to answer it, the provider has counted it. */
    private static final int SECONDS = 5;

    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private final int[] began = new int[SECONDS];
    private long second;

    void began(long now) {
        turn(now / SECOND_NANOS);
        began[place(second)]++;
    }

    /** Within the last four seconds at least, and within no more than five. */
    int ofLate(long now) {
        turn(now / SECOND_NANOS);
        int sum = 0;
        for (int each : began) {
            sum += each;
        }
        return sum;
    }

    private void turn(long current) {
        for (long passed = Math.max(second + 1, current - SECONDS + 1); passed <= current; passed++) {
            began[place(passed)] = 0;
        }
        second = Math.max(second, current);
    }

    private static int place(long second) {
        return (int) Math.floorMod(second, (long) SECONDS);
    }
}
