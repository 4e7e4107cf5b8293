package dev.relevo.quota;

import dev.relevo.config.Period;
import dev.relevo.config.Window;
import dev.relevo.dialect.Told;
import dev.relevo.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits of one scope that its provider told. Guarded by the ledger's lock. */
final class ToldMeters {
    private final List<ToldMeter> meters = new ArrayList<>(0);
    private int bits;

    /** Of which quantities and periods a limit is known by now. */
    int bits() {
        return bits;
    }

    void add(ToldMeter meter) {
        meters.add(meter);
        note(meter.meter());
    }

    /** As {@link ToldMeter#hear}, of one of these. */
    void hear(ToldMeter meter, Told word, Reservation reservation, long uncounted, long now) {
        meter.hear(word, reservation, uncounted, now);
        note(meter.meter());
    }

    private void note(Meter meter) {
        bits |= meter.most() < ToldMeter.UNKNOWN ? meter.bit() : 0;
    }

    /**
     * The meter of what is told, made if there is none; null if too little is told for one.
     *
     * @param others the scope's
     */
    @Nullable
    ToldMeter telling(Told word, Meter[] others, Clock clock) {
        Period period = word.period() == null ? Steadiness.guess(word, meters) : word.period();
        for (ToldMeter meter : meters) {
            if (meter.measures(word.quantity(), period)) {
                return meter;
            }
        }
        Long most = word.limit() == null ? most(word, period, others) : word.limit();
        if (most == null) {
            return null;
        }
        ToldMeter meter = ToldMeter.of(word.quantity(), period, most, clock);
        add(meter);
        return meter;
    }

    /** What was configured; else nobody knows, which does if it is told how long that little is left. */
    private static @Nullable Long most(Told word, Period period, Meter[] others) {
        for (Meter meter : others) {
            boolean same = meter.quantity() == word.quantity() && meter.period() == period;
            if (same && meter.most() < ToldMeter.UNKNOWN) {
                return meter.most();
            }
        }
        boolean ends = word.reset() != null || word.window() instanceof Window.Calendar;
        return ends && word.remaining() != null ? (Long) ToldMeter.UNKNOWN : null;
    }
}
