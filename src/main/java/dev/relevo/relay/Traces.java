package dev.relevo.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The latest requests that have ended. Safe for use by many threads, without a lock. */
public final class Traces {
    /** How many are kept. */
    public static final int KEPT = 1000;

    private final AtomicReferenceArray<@Nullable Trace> ring = new AtomicReferenceArray<>(KEPT);
    private final AtomicLong added = new AtomicLong();

    void add(Trace trace) {
        ring.set((int) (added.getAndIncrement() % KEPT), trace);
    }

    /** The latest of that id, or null. */
    public @Nullable Trace find(String id) {
        return latest().stream()
                .filter(trace -> trace.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** The newest first. */
    public List<Trace> latest() {
        return latest(KEPT);
    }

    /** So many at most, the newest first. */
    List<Trace> latest(int most) {
        List<Trace> latest = new ArrayList<>();
        long end = added.get();
        for (long i = end - 1; i >= Math.max(0, end - most); i--) {
            Trace trace = ring.get((int) (i % KEPT));
            if (trace != null) {
                latest.add(trace);
            }
        }
        return latest;
    }
}
