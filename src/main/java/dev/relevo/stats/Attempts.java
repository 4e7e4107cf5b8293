package dev.relevo.stats;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts attempts that have ended, for each service: a provider by its display name. Never blocks. */
public final class Attempts {
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();
    private final Recent recent = new Recent();

    /**
     * What was counted since the start.
     *
     * @param ended all attempts
     * @param failed those of them that gave no whole answer, and not because the client left or Relevo ended them
     */
    public record Count(long ended, long failed) {}

    private record Tally(LongAdder ended, LongAdder failed) {}

    /** Counts one attempt. */
    public void ended(String service, boolean failed) {
        Tally tally = tallies.computeIfAbsent(service, _ -> new Tally(new LongAdder(), new LongAdder()));
        tally.ended().increment();
        if (failed) {
            tally.failed().increment();
        }
    }

    /** Those of the last minutes. */
    public Recent recent() {
        return recent;
    }

    /** Zeros for a service that nothing was counted for. */
    public Count of(String service) {
        Tally tally = tallies.get(service);
        return tally == null
                ? new Count(0, 0)
                : new Count(tally.ended().sum(), tally.failed().sum());
    }
}
