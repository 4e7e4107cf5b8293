package dev.relevo.routing;

import dev.relevo.config.Strategy;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a pool that stand on one level. Choosing and moving on to the next entry is one step, so that turns are
 * exact however many requests choose at once, and first attempts and failovers draw from the same rotation.
 */
final class Tier {
    private final Strategy strategy;
    private final List<Turn> turns;
    private int next;

    Tier(Strategy strategy, List<Turn> turns) {
        this.strategy = strategy;
        this.turns = List.copyOf(turns);
    }

    Stream<Candidate> candidates() {
        return turns.stream().flatMap(turn -> turn.candidates().stream());
    }

    /** The next in turn that is open to this request and healthy, or null. */
    synchronized @Nullable Lease lease(Predicate<Candidate> open, long nowNanos) {
        int start = strategy == Strategy.ROUND_ROBIN ? next : 0;
        for (int i = 0; i < turns.size(); i++) {
            int at = (start + i) % turns.size();
            Lease lease = turns.get(at).lease(open, nowNanos);
            if (lease != null) {
                next = at + 1;
                return lease;
            }
        }
        return null;
    }
}
