package dev.relevo.quota;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * After a refusal that told nothing one attempt goes on ahead: whether there is room again shows by its answer, and none of
 * the others is refused with it. With each answer one more may be unanswered at once, so that a crowd that waited is not
 * refused together where little room has come. Guarded by the ledger's lock.
 */
final class Probation {
    /** So many at once go well: the next refusal will tell the rest. */
    private static final int MOST = 32;

    /** An attempt that takes longer lets another try. */
    private static final long LONGEST_NANOS = Duration.ofSeconds(15).toNanos();

    /** Nobody knows when it is answered. */
    private static final long NEXT_LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    /** Those that are not answered, by their sequence, and when each began; the first of them first. */
    private final Map<Long, Long> ahead = new LinkedHashMap<>();

    private boolean on;
    private int allowed;

    /** An attempt was refused. */
    void refused() {
        on = true;
        allowed = 1;
    }

    /** Whether another may go. */
    boolean fits(long now) {
        return !on || ahead.size() < allowed || now >= longest();
    }

    /** The earliest moment from now on at which another may go. */
    long whenFits(long now) {
        return fits(now) ? now : Math.min(now + NEXT_LOOK_NANOS, longest());
    }

    private long longest() {
        return ahead.values().iterator().next() + LONGEST_NANOS;
    }

    void began(long sequence, long now) {
        if (on) {
            ahead.values().removeIf(since -> now - since >= LONGEST_NANOS);
            ahead.put(sequence, now);
        }
    }

    /** That attempt was let through. */
    void passed(long sequence) {
        if (ahead.remove(sequence) != null) {
            allowed++;
            if (allowed > MOST) {
                over();
            }
        }
    }

    /** That attempt has ended, which tells nothing. */
    void ended(long sequence) {
        ahead.remove(sequence);
    }

    /** It is known by now how much room there is. */
    void over() {
        on = false;
        ahead.clear();
    }
}
