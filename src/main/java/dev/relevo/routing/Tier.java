package dev.relevo.routing;

import dev.relevo.config.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a pool that stand on one level. Choosing and moving on is one step, so that turns are exact however many
 * requests choose at once, and first attempts and failovers draw from the same rotation.
 */
final class Tier {
    private final List<Turn> turns;
    private final Rotation rotation;

    Tier(Strategy strategy, List<Turn> turns, RandomGenerator random) {
        this.turns = List.copyOf(turns);
        this.rotation = Rotation.of(strategy, this.turns, random);
    }

    Stream<Candidate> candidates() {
        return turns.stream().flatMap(turn -> turn.candidates().stream());
    }

    /** The next in turn that is open to this request and healthy, or null; those that keep silent come last. */
    synchronized @Nullable Lease lease(Draw draw) {
        List<Turn> free = new ArrayList<>(turns);
        free.removeIf(turn -> !turn.isFree(draw));
        List<Turn> silent = new ArrayList<>(0);
        for (Turn turn : free) {
            if (turn.latency(draw).isSilent(draw.nowNanos())) {
                silent.add(turn);
            }
        }
        free.removeAll(silent);
        Lease lease = lease(free, draw);
        return lease == null ? lease(silent, draw) : lease;
    }

    private @Nullable Lease lease(List<Turn> free, Draw draw) {
        while (!free.isEmpty()) {
            Turn turn = rotation.next(free, draw);
            Lease lease = turn.lease(draw);
            if (lease != null) {
                turn.latency(draw).tried(draw.nowNanos());
                return lease;
            }
            free.remove(turn);
        }
        return null;
    }
}
