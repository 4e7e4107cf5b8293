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
        int at = next;
        while (!free.contains(turns.get(at))) {
            at = after(at);
        }
        return turns.get(at);
    }

    @Override
    public void taken(Turn turn, List<Turn> free, Draw draw) {
        next = after(turns.indexOf(turn));
    }

    private int after(int at) {
        return (at + 1) % turns.size();
    }
}
