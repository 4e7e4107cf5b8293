package dev.relevo.quota;

import dev.relevo.config.Period;
import dev.relevo.dialect.Told;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether what is used comes back steadily, so that a reset is as long as all of it takes. */
final class Steadiness {
    private static final double TOLERANCE = 0.03;
    private static final double WHOLE_SECONDS_TOLERANCE = 1;
    private static final double MILLIS_TOLERANCE = 0.02;

    private Steadiness() {}

    static boolean isSteady(long used, long limit, Duration reset, Period period) {
        double told = seconds(reset);
        double expected = (double) used / limit * seconds(period.length());
        double rounding = told == Math.rint(told) ? Math.min(WHOLE_SECONDS_TOLERANCE, told / 2) : MILLIS_TOLERANCE;
        return Math.abs(told - expected) <= Math.max(rounding, expected * TOLERANCE);
    }

    /** The same where a part of one may be back: that is told by the reset, and not by what was used. */
    static boolean mayBeSteady(long used, long limit, Duration reset, Period period) {
        Duration part = period.length().dividedBy(limit);
        return isSteady(used, limit, reset, period)
                || (reset.compareTo(part.multipliedBy(used)) <= 0 && reset.compareTo(part.multipliedBy(used - 1)) >= 0);
    }

    /**
     * The period of a limit where nobody told it: that of a bucket with that reset, that of the same limit before, or the
     * shortest that is as long as the reset.
     */
    static Period guess(Told word, List<ToldMeter> known) {
        Duration reset = word.reset() == null ? Duration.ZERO : word.reset();
        Period steady = steady(word, reset);
        if (steady != null) {
            return steady;
        }
        for (ToldMeter meter : known) {
            if (meter.isOf(word) && reset.compareTo(meter.meter().period().length()) <= 0) {
                return meter.meter().period();
            }
        }
        return shortest(reset);
    }

    private static @Nullable Period steady(Told word, Duration reset) {
        Long limit = word.limit();
        Long remaining = word.remaining();
        return limit == null || remaining == null || reset.isZero() ? null : steady(limit - remaining, limit, reset);
    }

    private static Period shortest(Duration reset) {
        for (Period period : Period.values()) {
            if (!reset.isZero() && reset.compareTo(period.length()) <= 0) {
                return period;
            }
        }
        return reset.isZero() ? Period.MINUTE : Period.MONTH;
    }

    private static @Nullable Period steady(long used, long limit, Duration reset) {
        for (Period period : Period.values()) {
            if (used > 0 && isSteady(used, limit, reset, period)) {
                return period;
            }
        }
        return null;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
