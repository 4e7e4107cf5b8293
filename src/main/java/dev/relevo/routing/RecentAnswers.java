package dev.relevo.routing;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * How long a pool's latest answers to one kind of request took. Safe for use by many threads, without a lock: a sample
 * may be missed while another thread is about to add it.
 */
final class RecentAnswers {
    private static final int KEPT = 256;
    private static final int FEWEST = 50;

    /** So many new ones pass until they are sorted again. */
    private static final int BETWEEN_SORTS = 16;

    private static final double PART = 0.95;

    /** In nanoseconds, doubled; odd where it took at least that long. */
    private final AtomicLongArray samples = new AtomicLongArray(KEPT);

    private final AtomicLong added = new AtomicLong();
    private volatile @Nullable Quantile p95;

    /** @param known how many samples there had been when it was taken */
    private record Quantile(long known, Duration took) {}

    void took(long nanos) {
        add(nanos << 1);
    }

    /** It was broken off after that time. */
    void tookAtLeast(long nanos) {
        add(nanos << 1 | 1);
    }

    /** Nineteen of twenty answers took no longer; null while fewer than fifty are known. */
    @Nullable
    Duration p95() {
        long known = added.get();
        if (known < FEWEST) {
            return null;
        }
        Quantile latest = p95;
        if (latest == null || known / BETWEEN_SORTS != latest.known() / BETWEEN_SORTS) {
            latest = new Quantile(known, Duration.ofNanos(quantile((int) Math.min(known, KEPT))));
            p95 = latest;
        }
        return latest.took();
    }

    private void add(long sample) {
        long before = added.getAndIncrement();
        samples.set((int) (before % KEPT), sample);
    }

    /**
     * What was broken off is known to be slower than all that took less than it had, so that cutting off whoever exceeds the
     * quantile does not lower it. Of longer times it says nothing, and is left out.
     */
    private long quantile(int known) {
        long[] sorted = new long[known];
        Arrays.setAll(sorted, samples::get);
        Arrays.sort(sorted);
        int counted = known;
        int answered = 0;
        for (long sample : sorted) {
            if ((sample & 1) == 1) {
                counted--;
            } else {
                answered++;
            }
            if (answered >= PART * counted) {
                return sample >> 1;
            }
        }
        return sorted[known - 1] >> 1;
    }
}
