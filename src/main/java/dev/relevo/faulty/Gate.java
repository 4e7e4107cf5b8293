package dev.relevo.faulty;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Where an upstream waits until it is let go on. */
public final class Gate {
    private static final int OPEN = Integer.MAX_VALUE / 2;
    private static final long PATIENCE_SECONDS = 10;

    private final Semaphore permits = new Semaphore(0);
    private final Semaphore arrivals = new Semaphore(0);

    /** Lets everything pass from now on. */
    public void open() {
        permits.release(OPEN);
    }

    /** Lets {@code count} arrivals pass, those that wait already included. */
    public void pass(int count) {
        permits.release(count);
    }

    /** Returns once for each arrival of an upstream here; fails after 10 s without one. */
    public void awaitArrival() throws InterruptedException {
        if (!arrivals.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no upstream came to this gate");
        }
    }

    void arrive() throws InterruptedException {
        arrivals.release();
        permits.acquire();
    }
}
