package dev.relevo.siege;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** How long something took, again and again. */
record Times(long[] sortedNanos) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int ENOUGH = 100;

    static Times of(Collection<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Times(sorted);
    }

    int count() {
        return sortedNanos.length;
    }

    /** In milliseconds; so many of a hundred took no longer. For ever where nothing was timed. */
    double percentile(int percent) {
        int last = sortedNanos.length - 1;
        return last < 0 ? Double.POSITIVE_INFINITY : sortedNanos[Math.ceilDiv(last * percent, 100)] / NANOS_PER_MILLI;
    }

    double p99() {
        return percentile(99);
    }

    /** The p99, but of few times, whose slowest a busy machine decides, the median. In milliseconds. */
    double typical() {
        return percentile(count() < ENOUGH ? 50 : 99);
    }

    double max() {
        return percentile(100);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.0f/%.0f/%.0f ms", percentile(50), p99(), max());
    }
}
