package dev.relevo.quota;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one scope, and what is under way in it. Whether there are any may be asked at any time; the rest is guarded
 * by the ledger's lock.
 */
final class Meters {
    private static final Meter[] NONE = {};
    private static final long UNLIMITED = Long.MAX_VALUE;

    /** Nobody knows when what is under way ends. */
    private static final long NEXT_END_NANOS = Duration.ofSeconds(1).toNanos();

    private final UnderWay underWay = new UnderWay();
    private Meter[] meters = NONE;
    private long mostUnderWay = UNLIMITED;
    private volatile boolean limited;

    /** Whether anything is limited; without the lock. */
    boolean limited() {
        return limited;
    }

    /** No other configured limits than these hold from now on. What was used of a limit stays, whatever it allows now. */
    void replace(List<QuotaLimit> limits, Clock clock) {
        meters = Arrays.stream(meters)
                .filter(meter -> !meter.isConfigured() || limits.stream().anyMatch(meter::measures))
                .toArray(Meter[]::new);
        for (Meter meter : meters) {
            if (meter.isConfigured()) {
                meter.most(UNLIMITED);
            }
        }
        mostUnderWay = UNLIMITED;
        limited = meters.length > 0;
        add(limits, clock);
    }

    /** These limits hold, too; of two that measure the same the lower. */
    void add(List<QuotaLimit> limits, Clock clock) {
        for (QuotaLimit limit : limits) {
            Period period = limit.period();
            if (period == null) {
                mostUnderWay = Math.min(mostUnderWay, limit.most());
                limited = true;
            } else {
                add(limit, period, clock);
            }
        }
    }

    private void add(QuotaLimit limit, Period period, Clock clock) {
        Meter meter = measuring(limit);
        if (meter == null) {
            add(Meter.of(limit, period, clock), clock.nanos());
        } else {
            meter.most(Math.min(meter.most(), limit.most()));
        }
    }

    /** What is under way counts. */
    private void add(Meter meter, long now) {
        meter.add(underWay.of(meter.quantity()), now, now);
        Meter[] more = Arrays.copyOf(meters, meters.length + 1);
        more[meters.length] = meter;
        meters = more;
        limited = true;
    }

    private @Nullable Meter measuring(QuotaLimit limit) {
        for (Meter meter : meters) {
            if (meter.measures(limit)) {
                return meter;
            }
        }
        return null;
    }

    boolean fits(Demand demand, long now) {
        for (Meter meter : meters) {
            if (!meter.fits(demand, now)) {
                return false;
            }
        }
        return underWay.of(Quantity.CONCURRENT) < mostUnderWay;
    }

    /** The earliest moment from now on at which all have room. */
    long whenFits(Demand demand, long now) {
        long when = whenEnds(now);
        for (Meter meter : meters) {
            when = Math.max(when, meter.whenFits(demand, now));
        }
        return when;
    }

    private long whenEnds(long now) {
        if (underWay.of(Quantity.CONCURRENT) < mostUnderWay) {
            return now;
        }
        return mostUnderWay > 0 ? now + NEXT_END_NANOS : Tally.NEVER;
    }

    void begin(Demand demand, long now) {
        for (Meter meter : meters) {
            meter.add(demand.of(meter.quantity()), now, now);
        }
        underWay.begin(demand);
    }

    /**
     * What began at a moment is over.
     *
     * @param taken null for nothing
     */
    void end(Demand expected, @Nullable Demand taken, long at, long now) {
        for (Meter meter : meters) {
            long really = taken == null ? 0 : taken.of(meter.quantity());
            meter.add(really - expected.of(meter.quantity()), at, now);
        }
        underWay.end(expected);
    }
}
