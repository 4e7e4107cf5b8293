package dev.relevo.edge;

import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.time.Watchdog;
import java.time.Duration;

/** A time limit for one thing at a time that a connection waits for. */
final class Alarm implements AutoCloseable {
    private final Clock clock;
    private final Watchdog.Stamp stamp;
    private volatile Deadline due = Deadline.NEVER;

    /** @param expired runs on a thread of its own, perhaps late: it asks {@link #isDue} */
    Alarm(Clock clock, Watchdog watchdog, Runnable expired) {
        this.clock = clock;
        this.stamp = watchdog.stamp(expired);
    }

    /** Replaces what was set before. */
    void set(Duration wait) {
        set(Deadline.after(clock, wait));
    }

    void set(Deadline deadline) {
        due = deadline;
        stamp.arm(deadline);
    }

    void unset() {
        due = Deadline.NEVER;
        stamp.disarm();
    }

    /** Whether the time that is set now is up. */
    boolean isDue() {
        return due.passed(clock);
    }

    @Override
    public void close() {
        unset();
        stamp.close();
    }
}
