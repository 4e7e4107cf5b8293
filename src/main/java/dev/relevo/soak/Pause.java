package dev.relevo.soak;

import java.io.InterruptedIOException;
import java.time.Duration;

/** Waiting, for those who may fail by I/O anyhow. */
final class Pause {
    private Pause() {}

    static void of(Duration time) throws InterruptedIOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
