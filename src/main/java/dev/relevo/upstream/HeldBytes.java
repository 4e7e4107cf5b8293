package dev.relevo.upstream;

import java.util.concurrent.atomic.AtomicLong;

/** What all answers together may hold back, so that many at once do not take all memory. Safe for use by many threads. */
public final class HeldBytes {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    /** @param most bytes at once */
    public HeldBytes(long most) {
        this.most = most;
    }

    /** A quarter of the memory that the process may have. */
    public static HeldBytes ofThisProcess() {
        return new HeldBytes(Runtime.getRuntime().maxMemory() / 4);
    }

    /** Takes so many, unless that is too much. */
    boolean take(long bytes) {
        if (held.addAndGet(bytes) <= most) {
            return true;
        }
        giveBack(bytes);
        return false;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }
}
