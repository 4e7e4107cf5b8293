package dev.relevo.routing;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One entry of a pool: the same provider and model once per key, the keys taking turns. Guarded by its tier. */
final class Turn {
    private final List<Candidate> keys;
    private int next;

    Turn(List<Candidate> keys) {
        this.keys = List.copyOf(keys);
    }

    List<Candidate> candidates() {
        return keys;
    }

    @Nullable
    Lease lease(Predicate<Candidate> open, long nowNanos) {
        for (int i = 0; i < keys.size(); i++) {
            int at = (next + i) % keys.size();
            Candidate candidate = keys.get(at);
            Lease lease = open.test(candidate) ? candidate.lease(nowNanos) : null;
            if (lease != null) {
                next = at + 1;
                return lease;
            }
        }
        return null;
    }
}
