package dev.relevo.quota;

import dev.relevo.config.Period;
import dev.relevo.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * All that was used counts until the next second, minute, hour, day or month begins by the calendar of a zone. A wall clock
 * that is set back brings no earlier window back; one that was far ahead for a while delays the next by no more than a
 * window's greatest length.
 */
final class Calendar implements Tally {
    /** The zone follows. */
    static final String KIND = "calendar:";

    private final Period period;
    private final ZoneId zone;
    private final Clock clock;
    private long began = Long.MIN_VALUE;
    private long latestEnd = Long.MIN_VALUE;
    private long endsAtMillis = Long.MIN_VALUE;
    private long used;

    Calendar(Period period, ZoneId zone, Clock clock) {
        this.period = period;
        this.zone = zone;
        this.clock = clock;
    }

    ZoneId zone() {
        return zone;
    }

    @Override
    public long used(long now) {
        turn(now);
        return used;
    }

    @Override
    public void add(long amount, long at, long now) {
        turn(now);
        if (at >= began) {
            used = Math.max(0, used + amount);
        }
    }

    @Override
    public void set(long total, long now) {
        turn(now);
        used = total;
    }

    @Override
    public long whenAtMost(long allowed, long now) {
        if (allowed < 0) {
            return NEVER;
        }
        return used(now) <= allowed ? now : end(now);
    }

    @Override
    public long ends(long now) {
        turn(now);
        return end(now);
    }

    @Override
    public List<Portion> portions(Moment now) {
        return used(now.nanos()) == 0 ? List.of() : List.of(new Portion(endsAtMillis, used));
    }

    @Override
    public void restore(List<Portion> portions, Moment now) {
        turn(now.nanos());
        for (Portion portion : portions) {
            if (portion.endsMillis() > now.epochMillis()) {
                used += portion.amount();
            }
        }
    }

    @Override
    public String kind() {
        return KIND + zone.getId();
    }

    private void turn(long now) {
        long wall = clock.epochMillis();
        if (wall >= endsAtMillis || now >= latestEnd) {
            began = now;
            latestEnd = now + longest().toNanos();
            endsAtMillis = next(wall);
            used = 0;
        }
    }

    private long end(long now) {
        Duration wait = Duration.ofMillis(endsAtMillis - clock.epochMillis());
        return wait.compareTo(longest()) > 0 ? latestEnd : Math.min(latestEnd, now + wait.toNanos());
    }

    /** When the window after that moment begins. */
    private long next(long wallMillis) {
        ZonedDateTime wall = Instant.ofEpochMilli(wallMillis).atZone(zone);
        LocalDate day = wall.toLocalDate();
        ZonedDateTime next = switch (period) {
            case SECOND -> wall.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
            case MINUTE -> wall.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
            case HOUR -> wall.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            case DAY -> day.plusDays(1).atStartOfDay(zone);
            case MONTH -> day.withDayOfMonth(1).plusMonths(1).atStartOfDay(zone);
        };
        return next.toInstant().toEpochMilli();
    }

    /** With whatever hours a zone may insert, and what two clocks may differ. */
    private Duration longest() {
        return switch (period) {
            case SECOND, MINUTE, HOUR -> period.length().multipliedBy(2);
            case DAY -> Duration.ofHours(26);
            case MONTH -> Duration.ofDays(32);
        };
    }
}
