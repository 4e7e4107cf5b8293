package dev.relevo.quota;

import java.util.List;

/** What was used comes back steadily: the whole limit within a period. */
final class Bucket implements Tally {
    static final String KIND = "bucket";

    /** What no sum of two overflows. */
    private static final double LONGEST = Long.MAX_VALUE / 4.0;

    private final long period;
    private final double nanosEach;
    private long fullAt = Long.MIN_VALUE / 2;

    Bucket(long periodNanos, long most) {
        period = periodNanos;
        nanosEach = (double) periodNanos / Math.max(1, most);
    }

    @Override
    public long used(long now) {
        return fullAt <= now ? 0 : (long) Math.ceil((fullAt - now) / nanosEach);
    }

    @Override
    public void add(long amount, long at, long now) {
        fullAt = Math.max(fullAt, now) + nanos(amount);
    }

    @Override
    public void set(long total, long now) {
        fullAt = now + nanos(total);
    }

    /** Whether it fills up like that. */
    boolean isOf(long periodNanos, long most) {
        return period == periodNanos && nanosEach == (double) periodNanos / Math.max(1, most);
    }

    /** All is back no sooner than at the one moment, and no later than so much after the other. */
    void full(long earliest, long latest, long uncounted) {
        fullAt = Math.clamp(fullAt, earliest, latest + nanos(uncounted));
    }

    @Override
    public long whenAtMost(long allowed, long now) {
        if (allowed < 0) {
            return NEVER;
        }
        return Math.max(now, fullAt - nanos(allowed));
    }

    @Override
    public long ends(long now) {
        return fullAt > now ? fullAt : now + period;
    }

    @Override
    public List<Portion> portions(Moment now) {
        long used = used(now.nanos());
        return used == 0 ? List.of() : List.of(new Portion(now.toMillis(fullAt), used));
    }

    @Override
    public void restore(List<Portion> portions, Moment now) {
        for (Portion portion : portions) {
            fullAt = Math.max(fullAt, Math.min(now.toNanos(portion.endsMillis()), now.nanos() + period));
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    private long nanos(long amount) {
        return (long) Math.min(LONGEST, Math.ceil(amount * nanosEach));
    }
}
