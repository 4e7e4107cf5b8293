package dev.relevo.quota;

import dev.relevo.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A clock whose two scales are moved together or apart. Safe for one thread. */
final class MovedClock implements Clock {
    private long nanos;
    private long epochNanos;

    /** At 01:00 in California. */
    MovedClock() {
        this(Instant.parse("2026-11-21T09:00:00Z"));
    }

    MovedClock(Instant wall) {
        epochNanos = Duration.between(Instant.EPOCH, wall).toNanos();
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long epochMillis() {
        return Math.floorDiv(epochNanos, 1_000_000L);
    }

    void advance(Duration by) {
        nanos += by.toNanos();
        epochNanos += by.toNanos();
    }

    /** Somebody sets the wall clock. */
    void set(Instant wall) {
        epochNanos = Duration.between(Instant.EPOCH, wall).toNanos();
    }

    /** The clock of a process that starts that much later. */
    MovedClock inAnotherProcess(Duration later) {
        return new MovedClock(Instant.ofEpochMilli(epochMillis()).plus(later));
    }
}
