package dev.relevo.time;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends waits that last too long. Whoever starts to wait arms a {@link Stamp}; one platform thread looks at all stamps
 * each 100 ms and gives every expired one a virtual thread of its own, since ending a wait (a TLS close) may block.
 */
public final class Watchdog implements AutoCloseable {
    private static final long TICK_NANOS = 100_000_000;
    private static final long DISARMED = Long.MAX_VALUE;

    private final Clock clock;
    private final Set<Stamp> stamps = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** A watchdog that looks only when {@link #tick()} is called. */
    public Watchdog(Clock clock) {
        this.clock = clock;
    }

    /** A watchdog with its own thread. */
    public static Watchdog start(Clock clock) {
        Watchdog watchdog = new Watchdog(clock);
        Thread.ofPlatform().daemon().name("watchdog").start(watchdog::run);
        return watchdog;
    }

    /**
     * A disarmed stamp; {@code expired} runs on a new virtual thread, once for each arming that expires. It may begin
     * just after the stamp was armed anew, disarmed or closed, so it looks again whether its time has come.
     */
    public Stamp stamp(Runnable expired) {
        Stamp stamp = new Stamp(expired);
        stamps.add(stamp);
        return stamp;
    }

    /** Gives every expired stamp its thread. */
    public void tick() {
        long now = clock.nanos();
        for (Stamp stamp : stamps) {
            stamp.look(now);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(TICK_NANOS);
            tick();
        }
    }

    /** One thing that may wait; armed and disarmed by whoever waits. */
    public final class Stamp implements AutoCloseable {
        private final Runnable expired;
        private final AtomicLong expiresAt = new AtomicLong(DISARMED);

        private Stamp(Runnable expired) {
            this.expired = expired;
        }

        /** Replaces an earlier arming. */
        public void arm(Deadline deadline) {
            expiresAt.setRelease(deadline.nanos());
        }

        public void disarm() {
            expiresAt.setRelease(DISARMED);
        }

        /** Disarms for good. */
        @Override
        public void close() {
            disarm();
            stamps.remove(this);
        }

        private void look(long now) {
            long at = expiresAt.getAcquire();
            if (at <= now && expiresAt.compareAndSet(at, DISARMED)) {
                Thread.ofVirtual().name("expired").start(expired);
            }
        }
    }
}
