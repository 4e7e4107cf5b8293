package dev.relevo.quota;

/** All that was used counts until a period after the first use, or until the moment that a provider told. */
final class Fixed implements Tally {
    private final long period;
    private long began = Long.MIN_VALUE;
    private long ends = Long.MIN_VALUE;
    private long used;

    Fixed(long periodNanos) {
        period = periodNanos;
    }

    @Override
    public long used(long now) {
        return now < ends ? used : 0;
    }

    @Override
    public void add(long amount, long at, long now) {
        if (at >= ends && amount > 0) {
            begin(at);
        }
        if (now < ends && at >= began) {
            used = Math.max(0, used + amount);
        }
    }

    @Override
    public void set(long total, long now) {
        if (now >= ends) {
            begin(now);
        }
        used = total;
    }

    @Override
    public long whenAtMost(long allowed, long now) {
        if (allowed < 0) {
            return NEVER;
        }
        return used(now) <= allowed ? now : ends;
    }

    private void begin(long at) {
        began = at;
        ends = at + period;
        used = 0;
    }
}
