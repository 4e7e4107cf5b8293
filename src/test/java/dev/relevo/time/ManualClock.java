package dev.relevo.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved. */
public final class ManualClock implements Clock {
    private static final long EPOCH_MILLIS = 1_800_000_000_000L;

    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public long epochMillis() {
        return EPOCH_MILLIS + nanos.get() / 1_000_000;
    }

    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }
}
