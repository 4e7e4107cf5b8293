package dev.relevo.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WindowsTest {
    private static final long MILLI = 1_000_000;

    private final MovedClock clock = new MovedClock();

    @ParameterizedTest
    @EnumSource(Period.class)
    void aRollingWindowForgetsAfterItsPeriodAndLittleLater(Period period) {
        long length = period.length().toNanos();
        Rolling rolling = new Rolling(length);
        rolling.add(5, 7, 7);

        assertEquals(5, rolling.used(7 + length));
        long end = rolling.whenAtMost(0, 7);
        assertTrue(end >= 7 + length && end <= 7 + length + length / 240 + 240, "at " + end);
        assertEquals(5, rolling.used(end - 1));
        assertEquals(0, rolling.used(end));
    }

    @Test
    void aRollingWindowGivesBackInTheOrderOfUse() {
        Rolling rolling = new Rolling(60_000 * MILLI);
        rolling.add(1, 0, 0);
        rolling.add(2, 10_000 * MILLI, 10_000 * MILLI);
        rolling.add(3, 20_000 * MILLI, 20_000 * MILLI);

        assertEquals(20_000 * MILLI, rolling.whenAtMost(6, 20_000 * MILLI));
        assertEquals(60_250 * MILLI, rolling.whenAtMost(5, 20_000 * MILLI));
        assertEquals(70_250 * MILLI, rolling.whenAtMost(4, 20_000 * MILLI));
        assertEquals(70_250 * MILLI, rolling.whenAtMost(3, 20_000 * MILLI));
        assertEquals(80_250 * MILLI, rolling.whenAtMost(0, 20_000 * MILLI));
        assertEquals(Tally.NEVER, rolling.whenAtMost(-1, 20_000 * MILLI));
    }

    @Test
    void aFixedWindowBeginsWithTheFirstUseAndEndsForAllAtOnce() {
        Fixed fixed = new Fixed(60);
        fixed.add(1, 100, 100);
        fixed.add(2, 159, 159);

        assertEquals(3, fixed.used(159));
        assertEquals(160, fixed.whenAtMost(2, 159));
        assertEquals(0, fixed.used(160));
        fixed.add(-2, 159, 170);
        fixed.add(1, 175, 175);
        assertEquals(235, fixed.whenAtMost(0, 175));
    }

    @Test
    void aBucketGivesBackSteadily() {
        Bucket bucket = new Bucket(60_000, 30);
        bucket.add(30, 0, 0);

        assertEquals(30, bucket.used(0));
        assertEquals(29, bucket.used(2000));
        assertEquals(2000, bucket.whenAtMost(29, 0));
        assertEquals(60_000, bucket.whenAtMost(0, 0));
        bucket.add(-15, 0, 0);
        assertEquals(15, bucket.used(0));
        bucket.set(3, 10_000);
        assertEquals(3, bucket.used(10_000));
        assertEquals(0, bucket.used(16_000));
    }

    /** Where a day, a month or an hour has another length than usual, and where it has not. */
    @ParameterizedTest
    @CsvSource({
        // zone, now, period, next
        "America/Los_Angeles, 2026-11-21T09:00:00Z, DAY,   2026-11-22T08:00:00Z",
        "America/Los_Angeles, 2026-03-08T08:30:00Z, DAY,   2026-03-09T07:00:00Z",
        "America/Los_Angeles, 2026-11-01T07:30:00Z, DAY,   2026-11-02T08:00:00Z",
        "Europe/Madrid,       2026-03-28T23:30:00Z, DAY,   2026-03-29T22:00:00Z",
        "Europe/Madrid,       2026-10-24T22:30:00Z, DAY,   2026-10-25T23:00:00Z",
        "Europe/Madrid,       2026-10-25T00:30:00Z, HOUR,  2026-10-25T01:00:00Z",
        "Europe/Madrid,       2026-10-25T01:30:00Z, HOUR,  2026-10-25T02:00:00Z",
        "America/Sao_Paulo,   2018-11-03T12:00:00Z, DAY,   2018-11-04T03:00:00Z",
        "UTC,                 2028-02-28T12:00:00Z, DAY,   2028-02-29T00:00:00Z",
        "UTC,                 2028-02-29T12:00:00Z, DAY,   2028-03-01T00:00:00Z",
        "UTC,                 2028-02-29T12:00:00Z, MONTH, 2028-03-01T00:00:00Z",
        "UTC,                 2027-02-03T12:00:00Z, MONTH, 2027-03-01T00:00:00Z",
        "UTC,                 2026-12-31T23:59:59Z, MONTH, 2027-01-01T00:00:00Z",
        "UTC,                 2027-01-31T23:59:59Z, MONTH, 2027-02-01T00:00:00Z",
        "Asia/Kolkata,        2026-11-21T09:00:00Z, HOUR,  2026-11-21T09:30:00Z",
        "Asia/Kolkata,        2026-11-21T09:00:10Z, MINUTE, 2026-11-21T09:01:00Z",
        "UTC,                 2026-11-21T09:00:10.250Z, SECOND, 2026-11-21T09:00:11Z",
    })
    void aCalendarsWindowEndsWhenTheNextBeginsThere(ZoneId zone, Instant now, Period period, Instant next) {
        clock.set(now);
        Calendar calendar = new Calendar(period, zone, clock);
        calendar.add(1, clock.nanos(), clock.nanos());

        Duration wait = Duration.between(now, next);
        assertEquals(wait.toNanos(), calendar.whenAtMost(0, clock.nanos()));
        clock.advance(wait.minusMillis(1));
        assertEquals(1, calendar.used(clock.nanos()));
        clock.advance(Duration.ofMillis(1));
        assertEquals(0, calendar.used(clock.nanos()));
    }

    @Test
    void aClockThatIsSetBackBringsNoWindowBack() {
        clock.set(Instant.parse("2026-11-21T23:59:00Z"));
        Calendar calendar = day();
        calendar.add(5, clock.nanos(), clock.nanos());
        clock.advance(Duration.ofMinutes(2));
        calendar.add(3, clock.nanos(), clock.nanos());

        clock.set(Instant.parse("2026-11-21T23:50:00Z"));

        assertEquals(3, calendar.used(clock.nanos()));
        clock.advance(Duration.ofMinutes(11));
        assertEquals(3, calendar.used(clock.nanos()), "midnight was before");
        clock.advance(Duration.ofHours(24));
        assertEquals(0, calendar.used(clock.nanos()));
    }

    @Test
    void aClockThatIsSetAheadEndsTheDayAndOneThatWasFarAheadShutsNobodyOut() {
        clock.set(Instant.parse("2026-11-21T12:00:00Z"));
        Calendar calendar = day();
        calendar.add(5, clock.nanos(), clock.nanos());

        clock.set(Instant.parse("2100-01-01T12:00:00Z"));
        assertEquals(0, calendar.used(clock.nanos()));
        calendar.add(4, clock.nanos(), clock.nanos());
        clock.set(Instant.parse("2026-11-21T12:00:01Z"));

        assertEquals(4, calendar.used(clock.nanos()));
        long wait = calendar.whenAtMost(0, clock.nanos()) - clock.nanos();
        assertEquals(Duration.ofHours(26).toNanos(), wait);
        clock.advance(Duration.ofNanos(wait));
        assertEquals(0, calendar.used(clock.nanos()));
    }

    @Test
    void rollingWindowsKnowNoWallClock() {
        Ledger ledger = new Ledger(clock);
        Scopes scopes = ledger.of(Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 1, new Window.Rolling())));
        assertNotNull(ledger.reserve(scopes, Demand.REQUEST, clock.nanos()));

        clock.set(Instant.parse("2030-01-01T00:00:00Z"));
        assertNull(ledger.reserve(scopes, Demand.REQUEST, clock.nanos()));
        clock.set(Instant.parse("2020-01-01T00:00:00Z"));
        assertNull(ledger.reserve(scopes, Demand.REQUEST, clock.nanos()));
        clock.advance(Duration.ofHours(25));
        assertNotNull(ledger.reserve(scopes, Demand.REQUEST, clock.nanos()));
    }

    private Calendar day() {
        return new Calendar(Period.DAY, ZoneId.of("UTC"), clock);
    }
}
