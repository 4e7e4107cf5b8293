package dev.relevo.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What became of the requests of one cell so far; safe for use by many threads. */
final class Tally {
    private static final int DETAILS = 3;

    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    private final List<String> details = new ArrayList<>();
    private final long[] nanos;
    private int count;

    Tally(int requests) {
        nanos = new long[requests];
    }

    synchronized void add(Finding finding, long took) {
        nanos[count++] = took;
        blame(finding);
    }

    /** Something that is not known of which request. */
    synchronized void blame(Finding finding) {
        counts.merge(finding.verdict(), 1, Integer::sum);
        if (finding.verdict().bad() && details.size() < DETAILS) {
            details.add(finding.detail());
        }
    }

    synchronized Result result(Cell cell, int calls, int faults) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return new Result(
                cell,
                Map.copyOf(counts),
                calls,
                faults,
                percentile(sorted, 50),
                percentile(sorted, 99),
                List.copyOf(details));
    }

    private static long percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1L) * percent / 100)];
    }
}
