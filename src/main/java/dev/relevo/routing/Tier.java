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
    private final boolean sticks;

    /** Those that are free, and of them those that keep silent, while one chooses. */
    private final List<Turn> free;

    private final List<Turn> silent;

    Tier(Strategy strategy, List<Turn> turns, RandomGenerator random) {
        this.turns = List.copyOf(turns);
        this.rotation = Rotation.of(strategy, this.turns, random);
        this.sticks = strategy != Strategy.PRIORITY;
        this.free = new ArrayList<>(turns.size());
        this.silent = new ArrayList<>(turns.size());
    }

    List<Turn> turns() {
        return turns;
    }

    Stream<Candidate> candidates() {
        return turns.stream().flatMap(turn -> turn.candidates().stream());
    }

    /**
     * The one that the request's affinity prefers, else the next in turn, that is open to this request, healthy and has room;
     * null if there is none. Those that keep silent come last.
     */
    synchronized @Nullable Lease lease(Draw draw) {
        look(draw);
        Long affinity = affinity(draw);
        Lease lease = affinity == null ? null : preferred(draw, affinity);
        lease = lease == null ? lease(free, draw) : lease;
        return lease == null ? lease(silent, draw) : lease;
    }

    /** Whom {@link #lease} would choose, without choosing. */
    synchronized @Nullable Candidate next(Draw draw) {
        look(draw);
        Long affinity = affinity(draw);
        if (affinity != null && !free.isEmpty()) {
            return Rendezvous.turn(free, affinity).preferred(draw, affinity);
        }
        List<Turn> among = free.isEmpty() ? silent : free;
        return among.isEmpty() ? null : rotation.next(among, draw).next(draw);
    }

    private void look(Draw draw) {
        free.clear();
        silent.clear();
        for (Turn turn : turns) {
            if (turn.isFree(draw)) {
                (turn.latency(draw).isSilent(draw.nowNanos()) ? silent : free).add(turn);
            }
        }
    }

    private @Nullable Long affinity(Draw draw) {
        return sticks ? draw.ask().affinity() : null;
    }

    private @Nullable Lease preferred(Draw draw, long affinity) {
        while (!free.isEmpty()) {
            Turn turn = Rendezvous.turn(free, affinity);
            Lease lease = turn.lease(draw, affinity);
            if (lease != null) {
                turn.latency(draw).tried(draw.nowNanos());
                return lease;
            }
            free.remove(turn);
        }
        return null;
    }

    private @Nullable Lease lease(List<Turn> among, Draw draw) {
        while (!among.isEmpty()) {
            Turn turn = rotation.next(among, draw);
            Lease lease = turn.lease(draw);
            if (lease != null) {
                rotation.taken(turn, among, draw);
                turn.latency(draw).tried(draw.nowNanos());
                return lease;
            }
            among.remove(turn);
        }
        return null;
    }
}
