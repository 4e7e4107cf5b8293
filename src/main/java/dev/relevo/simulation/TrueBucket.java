package dev.relevo.simulation;

import java.time.Duration;

/** What was used comes back steadily, the whole limit within a period. */
final class TrueBucket implements TrueWindow {
    private final long period;
    private final double perNano;
    private double used;
    private long at;

    TrueBucket(long periodNanos, long most) {
        period = periodNanos;
        perNano = (double) most / periodNanos;
    }

    @Override
    public long used(long now) {
        used = Math.max(0, used - (now - at) * perNano);
        at = now;
        return (long) Math.ceil(used - 1e-6);
    }

    @Override
    public void add(long amount, long now) {
        long before = used(now);
        used = before == 0 ? amount : used + amount;
    }

    @Override
    public long whenAtMost(long allowed, long now) {
        return used(now) <= allowed ? now : now + (long) Math.ceil((used - allowed) / perNano);
    }

    @Override
    public long ends(long now) {
        return whenAtMost(0, now);
    }

    @Override
    public double times(Duration whole) {
        return 1 + (double) whole.toNanos() / period;
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
