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
        int weights = free.stream().mapToInt(Turn::weight).sum();
        long shared = 0;
        Turn next = free.getFirst();
        for (Turn turn : free) {
            long share = TURN * turn.weight() / weights;
            shared += share;
            owed.merge(turn, share, Long::sum);
            next = owed(turn) > owed(next) ? turn : next;
        }
        owed.merge(next, -shared, Long::sum);
        return next;
    }

    private long owed(Turn turn) {
        return owed.getOrDefault(turn, 0L);
    }
}
