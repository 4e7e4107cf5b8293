package dev.relevo.simulation;

import dev.relevo.config.Period;
import dev.relevo.config.Window;
import dev.relevo.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** All that was used counts until the calendar turns. */
final class TrueCalendar implements TrueWindow {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Period period;
    private final ZoneId zone;
    private final long startMillis;
    private long ends;
    private long used;
    private long number;

    TrueCalendar(Period period, Window window, Clock clock) {
        this.period = period;
        this.zone = window instanceof Window.Calendar(ZoneId its) ? its : ZoneOffset.UTC;
        this.startMillis = clock.epochMillis() - clock.nanos() / NANOS_PER_MILLI;
        this.ends = next(clock.nanos());
    }

    @Override
    public long used(long now) {
        while (now >= ends) {
            used = 0;
            number++;
            ends = next(ends);
        }
        return used;
    }

    @Override
    public void add(long amount, long now) {
        used = used(now) + amount;
    }

    @Override
    public long whenAtMost(long allowed, long now) {
        return used(now) <= allowed ? now : ends;
    }

    @Override
    public long ends(long now) {
        return used(now) == 0 ? now : ends;
    }

    @Override
    public double times(Duration whole) {
        int windows = 1;
        for (long end = next(0); end < whole.toNanos(); end = next(end)) {
            windows++;
        }
        return windows;
    }

    @Override
    public long number(long now) {
        return number;
    }

    private long next(long nanos) {
        ZonedDateTime wall =
                Instant.ofEpochMilli(startMillis + nanos / NANOS_PER_MILLI).atZone(zone);
        ZonedDateTime then = switch (period) {
            case SECOND -> wall.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
            case MINUTE -> wall.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
            case HOUR -> wall.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            case DAY -> wall.toLocalDate().plusDays(1).atStartOfDay(zone);
            case MONTH -> wall.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay(zone);
        };
        return (then.toInstant().toEpochMilli() - startMillis) * NANOS_PER_MILLI;
    }
}
