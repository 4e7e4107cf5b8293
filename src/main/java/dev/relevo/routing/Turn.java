package dev.relevo.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of a tier: a provider's model once per key, the keys taking turns. */
final class Turn {
    private final int weight;
    private final List<Candidate> keys;
    private final Cursor cursor;

    /** Which key is next. */
    private static final class Cursor {
        private int next;
    }

    Turn(int weight, List<Candidate> keys) {
        this(weight, keys, new Cursor());
    }

    private Turn(int weight, List<Candidate> keys, Cursor cursor) {
        this.weight = weight;
        this.keys = List.copyOf(keys);
        this.cursor = cursor;
    }

    /** The same state and the same rotation of keys, for another model of the provider. */
    Turn of(String model) {
        return new Turn(weight, keys.stream().map(key -> key.of(model)).toList(), cursor);
    }

    int weight() {
        return weight;
    }

    List<Candidate> candidates() {
        return keys;
    }

    /** Whether there is a lease to be had. */
    boolean isFree(Draw draw) {
        for (Candidate key : keys) {
            if (draw.admits(key)) {
                return true;
            }
        }
        return false;
    }

    /** The model's, which all keys share. */
    Latency latency(Draw draw) {
        return keys.getFirst().model().latency(draw.kind());
    }

    @Nullable
    Lease lease(Draw draw) {
        synchronized (cursor) {
            for (int i = 0; i < keys.size(); i++) {
                int at = (cursor.next + i) % keys.size();
                Candidate key = keys.get(at);
                Lease lease = draw.open().test(key) ? key.lease(draw) : null;
                if (lease != null) {
                    cursor.next = at + 1;
                    return lease;
                }
            }
            return null;
        }
    }
}
