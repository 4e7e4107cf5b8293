package dev.relevo.edge;

import dev.relevo.time.ManualClock;
import dev.relevo.time.Watchdog;
import java.time.Duration;

/** Lets a second pass as often as the processor has time for it. */
final class FastTime implements AutoCloseable {
    private volatile boolean stopped;

    FastTime(ManualClock clock, Watchdog watchdog) {
        Thread.ofPlatform().daemon().start(() -> {
            while (!stopped) {
                clock.advance(Duration.ofSeconds(1));
                watchdog.tick();
                Thread.yield();
            }
        });
    }

    @Override
    public void close() {
        stopped = true;
    }
}
