package dev.relevo.routing;

import java.util.ArrayList;
import java.util.List;

/**
 * The entry of whose quota most would expire unused soonest. Those of which as much would take turns, and so do those without
 * limits, which come last: what they have does not expire.
 */
final class SoonestExpiring implements Rotation {
    /** A difference that is none. */
    private static final double NOTHING = 1e-9;

    private final RoundRobin turns;
    private final List<Turn> soonest;

    SoonestExpiring(List<Turn> turns) {
        this.turns = new RoundRobin(turns);
        this.soonest = new ArrayList<>(turns.size());
    }

    @Override
    public Turn next(List<Turn> free, Draw draw) {
        double most = 0;
        for (Turn turn : free) {
            double expiring = turn.expiring(draw);
            if (expiring > most * (1 + NOTHING)) {
                soonest.clear();
                most = expiring;
            }
            if (expiring >= most * (1 - NOTHING)) {
                soonest.add(turn);
            }
        }
        Turn next = turns.next(soonest, draw);
        soonest.clear();
        return next;
    }

    @Override
    public void taken(Turn turn, List<Turn> free, Draw draw) {
        turns.taken(turn, free, draw);
    }
}
