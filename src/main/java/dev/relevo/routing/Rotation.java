package dev.relevo.routing;

import dev.relevo.config.Strategy;
import java.util.List;
import java.util.random.RandomGenerator;

/** Whose turn it is among the entries of a tier. Guarded by the tier. */
interface Rotation {
    /**
     * The next of them; the same again until one was taken.
     *
     * @param free entries that a lease may be had of, in the file's order; one at least
     */
    Turn next(List<Turn> free, Draw draw);

    /** The next one was taken: its turn is over. */
    default void taken(Turn turn, List<Turn> free, Draw draw) {}

    static Rotation of(Strategy strategy, List<Turn> turns, RandomGenerator random) {
        return switch (strategy) {
            case ROUND_ROBIN -> new RoundRobin(turns);
            case WEIGHTED -> new Weighted();
            case LEAST_LATENCY -> new LeastLatency(random);
            case QUOTA -> new SoonestExpiring(turns);
            case PRIORITY -> (free, _) -> free.getFirst();
        };
    }
}
