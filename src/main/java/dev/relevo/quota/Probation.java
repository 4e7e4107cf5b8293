package dev.relevo.quota;

import java.time.Duration;

/**
 * After a refusal that told nothing one attempt goes on ahead: whether there is room again shows by its answer, and none of
 * the others is refused with it. Guarded by the ledger's lock.
 */
final class Probation {
    private static final long NOBODY = -1;

    /** An attempt that takes longer lets another try. */
    private static final long LONGEST_NANOS = Duration.ofSeconds(15).toNanos();

    /** Nobody knows when it is answered. */
    private static final long NEXT_LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private boolean on;
    private long ahead = NOBODY;
    private long since;

    /** An attempt was refused. */
    void refused() {
        on = true;
    }

    /** Whether another may go. */
    boolean fits(long now) {
        return !on || ahead == NOBODY || now - since >= LONGEST_NANOS;
    }

    /** The earliest moment from now on at which another may go. */
    long whenFits(long now) {
        return fits(now) ? now : Math.min(now + NEXT_LOOK_NANOS, since + LONGEST_NANOS);
    }

    void began(long sequence, long now) {
        if (on) {
            ahead = sequence;
            since = now;
        }
    }

    /** That attempt was let through. */
    void passed(long sequence) {
        if (sequence == ahead) {
            over();
        }
    }

    /** That attempt has ended, which tells nothing. */
    void ended(long sequence) {
        if (sequence == ahead) {
            ahead = NOBODY;
        }
    }

    /** It is known by now how much room there is. */
    void over() {
        on = false;
        ahead = NOBODY;
    }
}
