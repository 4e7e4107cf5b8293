package dev.relevo.dialect;

import dev.relevo.wire.Splices;

/** Leaves members of one object out, each with one comma. It is told of all members in their order. */
final class Omission {
    private final Splices splices;
    private boolean kept;
    private int previousTo;

    /** Where leading members begin that are left out and whose comma is the one behind them; -1 for none. */
    private int leadingFrom = -1;

    Omission(Splices splices) {
        this.splices = splices;
    }

    /** The next member begins. */
    void member(int from) {
        if (leadingFrom >= 0) {
            splices.remove(leadingFrom, from);
            leadingFrom = -1;
        }
    }

    /** It stays. */
    void keep(int to) {
        kept = true;
        previousTo = to;
    }

    /** It is left out. */
    void drop(int from, int to) {
        if (kept) {
            splices.remove(previousTo, to);
        } else {
            leadingFrom = from;
        }
        previousTo = to;
    }

    /** There are no more members. */
    void end() {
        member(previousTo);
    }
}
