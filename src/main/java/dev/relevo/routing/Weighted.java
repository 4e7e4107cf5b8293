package dev.relevo.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Smooth weighted round-robin, after nginx: each turn is shared out among the free entries by their weights, and whoever
 * is owed most takes it whole. While the same entries are free, each gets exactly its weight in any round of the sum of
 * weights, as evenly spread as can be. Unlike nginx's, a turn is worth the same however many are free, so that the turns
 * of an entry that fails go to the others in proportion.
 */
final class Weighted implements Rotation {
    /** A turn, in parts fine enough that rounding never shifts one. */
    private static final long TURN = 1L << 40;

    private final Map<Turn, Long> owed = new HashMap<>();

    @Override
    public Turn next(List<Turn> free, Draw draw) {
        int weights = weights(free);
        Turn next = free.getFirst();
        for (Turn turn : free) {
            next = owedWithShare(turn, weights) > owedWithShare(next, weights) ? turn : next;
        }
        return next;
    }

    @Override
    public void taken(Turn taken, List<Turn> free, Draw draw) {
        int weights = weights(free);
        long shared = 0;
        for (Turn turn : free) {
            shared += share(turn, weights);
            owed.put(turn, owedWithShare(turn, weights));
        }
        owed.merge(taken, -shared, Long::sum);
    }

    private static int weights(List<Turn> free) {
        int weights = 0;
        for (Turn turn : free) {
            weights += turn.weight();
        }
        return weights;
    }

    private static long share(Turn turn, int weights) {
        return TURN * turn.weight() / weights;
    }

    private long owedWithShare(Turn turn, int weights) {
        return owed.getOrDefault(turn, 0L) + share(turn, weights);
    }
}
