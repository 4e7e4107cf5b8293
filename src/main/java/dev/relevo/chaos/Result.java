package dev.relevo.chaos;

import java.util.List;
import java.util.Map;

/**
 * What became of a cell.
 *
 * @param counts how many requests got which verdict
 * @param calls requests that its upstreams read
 * @param faults how many of them were answered as the mode wants
 * @param median nanoseconds from a request to the end of its answer
 * @param p99 likewise
 * @param details of the first bad findings
 */
record Result(
        Cell cell, Map<Verdict, Integer> counts, int calls, int faults, long median, long p99, List<String> details) {
    int count(Verdict verdict) {
        return counts.getOrDefault(verdict, 0);
    }

    boolean bad() {
        return counts.keySet().stream().anyMatch(Verdict::bad);
    }

    double callsPerRequest() {
        return (double) calls / cell.requests();
    }
}
