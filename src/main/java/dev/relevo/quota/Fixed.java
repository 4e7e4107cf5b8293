package dev.relevo.quota;

import java.time.Duration;
import java.util.List;

/** All that was used counts until a period after the first use, or until the moment that a provider told. */
final class Fixed implements Tally {
    static final String KIND = "fixed";

    private static final long ROUNDING_NANOS = Duration.ofSeconds(1).toNanos();

    private final long period;
    private long began = Long.MIN_VALUE / 2;
    private long ends = Long.MIN_VALUE / 2;
    private long used;

    /** Whether it is known that the provider counts something in this window. */
    private boolean opened;

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
    public void carry(long underWay, long now) {
        if (now >= ends && underWay > 0) {
            begin(now);
            used = underWay;
        }
    }

    /** One that began before the window was carried into it. */
    @Override
    public void answered(long expected, long really, long at, long now) {
        add(really - expected, now, now);
    }

    /** The first use that the provider counts begins the window; that is no later than the first answer to any of them. */
    @Override
    public void move(long amount, long at, long now) {
        if (!opened && at >= began && now < ends && amount > 0) {
            opened = true;
            ends = now + period;
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

    @Override
    public long ends(long now) {
        return now < ends ? ends : now + period;
    }

    @Override
    public List<Portion> portions(Moment now) {
        return used(now.nanos()) == 0 ? List.of() : List.of(new Portion(now.toMillis(ends), used));
    }

    @Override
    public void restore(List<Portion> portions, Moment now) {
        for (Portion portion : portions) {
            until(Math.min(now.toNanos(portion.endsMillis()), now.nanos() + period));
            used += portion.amount();
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** A provider told when it ends; of resets that are rounded the latest counts. */
    void until(long end) {
        boolean same = Math.abs(end - ends) <= ROUNDING_NANOS;
        ends = same ? Math.max(ends, end) : end;
        began = ends - period;
        opened = true;
    }

    private void begin(long at) {
        began = at;
        ends = at + period;
        opened = false;
        used = 0;
    }
}
