package dev.relevo.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Each use counts for a period. */
final class TrueRolling implements TrueWindow {
    /** Relevo counts in slots of a 240th of a period, and so in the worst case each use for two of them too long. */
    private static final int GRACE = 120;

    /** When a use was counted is known only when its answer begins. */
    private static final long UNKNOWN_NANOS = Simulation.LATEST_BEGINNING.toNanos();

    private final long period;
    private final Deque<Use> uses = new ArrayDeque<>();

    /** Those that ceased to count within the last {@link #GRACE}th of a period, or so that nobody can know it yet. */
    private final Deque<Use> late = new ArrayDeque<>();

    private long used;

    private record Use(long at, long amount) {}

    TrueRolling(long periodNanos) {
        period = periodNanos;
    }

    @Override
    public long used(long now) {
        for (Use first = uses.peek(); first != null && first.at() + period <= now; first = uses.peek()) {
            used -= first.amount();
            late.add(uses.remove());
        }
        return used;
    }

    @Override
    public long usedOfLate(long now) {
        long all = used(now);
        while (!late.isEmpty() && late.element().at() + period + period / GRACE + UNKNOWN_NANOS <= now) {
            late.remove();
        }
        return all + late.stream().mapToLong(Use::amount).sum();
    }

    @Override
    public void add(long amount, long now) {
        used += amount;
        uses.add(new Use(now, amount));
    }

    @Override
    public long whenAtMost(long allowed, long now) {
        long left = used(now);
        long when = now;
        for (Use use : uses) {
            if (left <= allowed) {
                break;
            }
            left -= use.amount();
            when = use.at() + period;
        }
        return when;
    }

    @Override
    public long ends(long now) {
        Use last = uses.peekLast();
        return last == null ? now : Math.max(now, last.at() + period);
    }

    @Override
    public double times(Duration whole) {
        return Math.max(1, (double) whole.toNanos() / period);
    }

    @Override
    public long number(long now) {
        return 0;
    }

    @Override
    public boolean moves() {
        return true;
    }
}
