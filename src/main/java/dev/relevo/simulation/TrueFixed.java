package dev.relevo.simulation;

import java.time.Duration;

/** All that was used counts until a period after the first use. */
final class TrueFixed implements TrueWindow {
    private final long period;
    private long ends = Long.MIN_VALUE;
    private long used;
    private long number;

    TrueFixed(long periodNanos) {
        period = periodNanos;
    }

    @Override
    public long used(long now) {
        return now < ends ? used : 0;
    }

    @Override
    public void add(long amount, long now) {
        if (now >= ends) {
            ends = now + period;
            used = 0;
            number++;
        }
        used += amount;
    }

    @Override
    public long whenAtMost(long allowed, long now) {
        return used(now) <= allowed ? now : ends;
    }

    @Override
    public long ends(long now) {
        return Math.max(now, ends);
    }

    @Override
    public double times(Duration whole) {
        return Math.max(1, (double) whole.toNanos() / period);
    }

    @Override
    public long number(long now) {
        return number;
    }
}
