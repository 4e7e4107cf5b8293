package dev.relevo.routing;

import java.util.List;

/** One after the other; those that are not free are passed over. */
final class RoundRobin implements Rotation {
    private final List<Turn> turns;
    private int next;

    RoundRobin(List<Turn> turns) {
        this.turns = turns;
    }

    @Override
    public Turn next(List<Turn> free, Draw draw) {
        while (!free.contains(turns.get(next))) {
            advance();
        }
        Turn turn = turns.get(next);
        advance();
        return turn;
    }

    private void advance() {
        next = (next + 1) % turns.size();
    }
}
