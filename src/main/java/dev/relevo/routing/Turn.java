package dev.relevo.routing;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One entry of a tier: a provider's model once per key, the keys taking turns. */
final class Turn {
    private final int weight;
    private final List<Candidate> keys;
    private final Cursor cursor;

    /** The same for the same target in every process. */
    private final int[] identities;

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
        this.identities =
                keys.stream().mapToInt(key -> key.target().name().hashCode()).toArray();
    }

    /** The same state and the same rotation of keys, for another model of the provider. */
    Turn of(String model) {
        return new Turn(weight, keys.stream().map(key -> key.of(model)).toList(), cursor);
    }

    /** Each of its keys as an entry. */
    Stream<Turn> byKey() {
        return keys.stream().map(key -> new Turn(weight, List.of(key)));
    }

    int weight() {
        return weight;
    }

    List<Candidate> candidates() {
        return keys;
    }

    /** Stands for it where a preference is drawn. */
    int identity() {
        return identities[0];
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

    /** The most of its keys that are free: see {@link Candidate#expiring}. */
    double expiring(Draw draw) {
        double most = 0;
        for (Candidate key : keys) {
            most = draw.admits(key) ? Math.max(most, key.expiring(draw.nowNanos())) : most;
        }
        return most;
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

    /** Of the key that the affinity prefers, else of another; no key's turn is over with that. */
    @Nullable
    Lease lease(Draw draw, long affinity) {
        Candidate preferred = preferred(draw, affinity);
        Lease lease = preferred == null ? null : preferred.lease(draw);
        return lease == null ? lease(draw) : lease;
    }

    /** Whom a lease would be of. */
    @Nullable
    Candidate next(Draw draw) {
        synchronized (cursor) {
            for (int i = 0; i < keys.size(); i++) {
                Candidate key = keys.get((cursor.next + i) % keys.size());
                if (draw.admits(key)) {
                    return key;
                }
            }
            return null;
        }
    }

    /** Whom a lease by that affinity would be of. */
    @Nullable
    Candidate preferred(Draw draw, long affinity) {
        Candidate best = null;
        double most = 0;
        for (int i = 0; i < identities.length; i++) {
            double score = Rendezvous.part(affinity, identities[i]);
            if (score > most && draw.admits(keys.get(i))) {
                most = score;
                best = keys.get(i);
            }
        }
        return best;
    }
}
