package dev.relevo.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.Window;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.dialect.Told;
import dev.relevo.time.ManualClock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToldLimitsTest {
    private final ManualClock clock = new ManualClock();
    private final Ledger ledger = new Ledger(clock);
    private final Scopes scopes = ledger.of(Pinned.target());

    @Test
    void whatIsLeftByTheProvidersWordIsAllThatMayBeUsed() {
        answered(told(Period.MINUTE, 30L, 2L, Duration.ofSeconds(40)));

        assertNotNull(reserve());
        assertNotNull(reserve());
        assertNull(reserve());
    }

    @Test
    void aWindowEndsAtTheResetAndAllIsBack() {
        answered(told(Period.MINUTE, 30L, 0L, Duration.ofSeconds(40)));

        assertEquals(Duration.ofSeconds(40), roomIn());
        clock.advance(Duration.ofSeconds(40));

        assertEquals(30, room());
        assertEquals(Duration.ofSeconds(60), roomIn());
    }

    /** So does OpenAI: 200 tokens of 6000 a minute are back in 2 s. */
    @ParameterizedTest
    @CsvSource({
        "MINUTE, 6000, 5800, 2000",
        "MINUTE, 6000, 3000, 30000",
        "MINUTE, 6000, 3007, 29930",
        "DAY, 14400, 14399, 6000",
        "DAY, 1000, 998, 172800",
    })
    void aResetAsLongAsWhatIsUsedTakesToComeBackIsABucket(Period period, long limit, long left, long resetMillis) {
        answered(told(period, limit, left, Duration.ofMillis(resetMillis)));
        while (reserve() != null) {}

        Duration each = period.length().dividedBy(limit);
        assertTrue(roomIn().minus(each).abs().compareTo(Duration.ofMillis(1)) < 0, "in " + roomIn());
        clock.advance(each.multipliedBy(3).plusMillis(1));
        assertEquals(3, room());
    }

    @Test
    void aPeriodThatIsNotToldIsThatOfTheBucketOrAsLongAsTheReset() {
        answered(told(null, 6000L, 5800L, Duration.ofSeconds(2)));
        answered(told(null, 100L, 0L, Duration.ofMinutes(50)));
        assertEquals(Duration.ofMinutes(50), roomIn());

        clock.advance(Duration.ofMinutes(50));

        assertEquals(100, room());
        assertEquals(Duration.ofHours(1), roomIn());
    }

    @Test
    void anOlderAnswersWordChangesNothing() {
        Reservation older = reserve();
        Reservation newer = reserve();
        tell(newer, told(Period.MINUTE, 30L, 3L, Duration.ofSeconds(40)));
        newer.settle(Demand.REQUEST, clock.nanos());

        tell(older, told(Period.MINUTE, 30L, 30L, Duration.ofSeconds(40)));
        older.settle(Demand.REQUEST, clock.nanos());

        assertEquals(3, room());
    }

    @Test
    void whatIsUnderWayStaysSubtracted() {
        answered(told(Period.MINUTE, 30L, 20L, Duration.ofSeconds(40)));
        Reservation tells = reserve();
        Reservation later = reserve();

        tell(tells, told(Period.MINUTE, 30L, 19L, Duration.ofSeconds(40)));
        tells.settle(Demand.REQUEST, clock.nanos());
        later.release(clock.nanos());

        assertEquals(19, room());
    }

    @Test
    void whatBeganBeforeTheOneThatIsToldWasCounted() {
        answered(told(Period.MINUTE, 30L, 20L, Duration.ofSeconds(40)));
        reserve();
        Reservation tells = reserve();

        tell(tells, told(Period.MINUTE, 30L, 18L, Duration.ofSeconds(40)));

        assertEquals(18, room());
    }

    @Test
    void aPlansLimitGivesWayToWhatIsTold() {
        Scopes planned = ledger.of(
                Pinned.target(Pinned.ofModels(Pinned.assumed(Quantity.REQUESTS, Period.MINUTE, 1)), "key", "planned"));
        Reservation reservation = ledger.reserve(planned, Demand.REQUEST, 0);
        assertNull(ledger.reserve(planned, Demand.REQUEST, 0));

        ledger.told(planned, List.of(told(Period.MINUTE, 30L, 29L, Duration.ofSeconds(60))), reservation, 0);

        for (int i = 0; i < 29; i++) {
            assertNotNull(ledger.reserve(planned, Demand.REQUEST, 0));
        }
        assertNull(ledger.reserve(planned, Demand.REQUEST, 0));
    }

    @Test
    void anAccountsPlanHoldsUntilTheProviderTellsOfMore() {
        var plan = Pinned.ofAccount(Pinned.assumed(Quantity.REQUESTS, Period.MINUTE, 2));
        Scopes planned = ledger.of(Pinned.target(plan, "key", "planned"));
        Reservation reservation = ledger.reserve(planned, Demand.REQUEST, 0);
        ledger.told(planned, List.of(told(Period.MINUTE, 2L, 2L, Duration.ofSeconds(60))), reservation, 0);
        assertNotNull(ledger.reserve(planned, Demand.REQUEST, 0));
        assertNull(ledger.reserve(planned, Demand.REQUEST, 0));

        ledger.told(planned, List.of(told(Period.MINUTE, 4L, 4L, Duration.ofSeconds(60))), reservation, 0);

        assertNotNull(ledger.reserve(planned, Demand.REQUEST, 0));
    }

    @Test
    void aUsersOwnLimitHoldsBesides() {
        Scopes own = ledger.of(
                Pinned.target(Pinned.ofModels(Pinned.limit(Quantity.REQUESTS, Period.MINUTE, 1)), "key", "own"));
        Reservation reservation = ledger.reserve(own, Demand.REQUEST, 0);

        ledger.told(own, List.of(told(Period.MINUTE, 30L, 29L, Duration.ofSeconds(60))), reservation, 0);

        assertNull(ledger.reserve(own, Demand.REQUEST, 0));
    }

    @Test
    void whatAKeyOfANamedAccountIsToldHoldsForTheModelInThatAccount() {
        var quotas = Pinned.ofKeys("ours", "ours");
        Scopes one = ledger.of(Pinned.target(quotas, "key", "m"));
        Scopes other = ledger.of(Pinned.target(quotas, "other", "m"));
        Reservation reservation = ledger.reserve(one, Demand.REQUEST, 0);

        ledger.told(one, List.of(told(Period.MINUTE, 30L, 0L, Duration.ofSeconds(60))), reservation, 0);

        assertNull(ledger.reserve(other, Demand.REQUEST, 0));
    }

    @Test
    void whatOneModelThatNoConfigurationNamesIsToldSaysNothingOfOthers() {
        Scopes unlisted = ledger.ofUnlisted(Pinned.target());
        Reservation reservation = ledger.reserve(unlisted, Demand.REQUEST, 0);

        ledger.told(unlisted, List.of(told(Period.DAY, 30L, 0L, Duration.ofHours(6))), reservation, 0);

        assertNotNull(ledger.reserve(unlisted, Demand.REQUEST, 0));
    }

    /** Gemini's day ends at midnight in California; the clock begins at 01:00 there. */
    @Test
    void aDayByTheCalendarEndsAtMidnightThere() {
        var zone = new Window.Calendar(ZoneId.of("America/Los_Angeles"));
        answered(new Told(Quantity.REQUESTS, Period.DAY, 20L, 0L, null, zone, ScopeKind.TARGET));

        Duration wait = roomIn();
        clock.advance(wait.minusMillis(1));
        assertNull(reserve());
        clock.advance(Duration.ofMillis(1));
        assertEquals(20, room());
        assertEquals(Duration.ofHours(24), roomIn());
    }

    @Test
    void aRemainderWithoutALimitHoldsUntilItsReset() {
        answered(told(Period.MINUTE, null, 1L, Duration.ofSeconds(9)));
        assertNotNull(reserve());
        assertEquals(Duration.ofSeconds(9), roomIn());

        clock.advance(Duration.ofSeconds(9));

        for (int i = 0; i < 100; i++) {
            assertNotNull(reserve());
        }
    }

    @Test
    void aRemainderWithoutALimitAndWithoutAResetSaysTooLittle() {
        answered(told(Period.MINUTE, null, 0L, null));

        assertNotNull(reserve());
    }

    @Test
    void resetsThatAreRoundedMoveNoWindow() {
        answered(told(Period.MINUTE, 30L, 10L, Duration.ofSeconds(7)));
        clock.advance(Duration.ofMillis(900));
        answered(told(Period.MINUTE, 30L, 0L, Duration.ofSeconds(6)));

        assertEquals(Duration.ofMillis(6100), roomIn());
    }

    @Test
    void asManyAreUnderWayAsTheProviderTells() {
        answered(new Told(Quantity.CONCURRENT, null, 2L, null, null, null, ScopeKind.TARGET));

        assertEquals(2, room());
        assertEquals(Duration.ofSeconds(1), roomIn());
    }

    @Test
    void whatAnAttemptIsToldAtItsEndIncludesWhatItTook() {
        Demand expected = new Demand(100, 512, 0);
        answered(new Told(Quantity.TOKENS, Period.MINUTE, 6000L, 6000L, null, null, ScopeKind.TARGET));
        Reservation reservation = ledger.reserve(scopes, expected, clock.nanos());

        tell(reservation, new Told(Quantity.TOKENS, Period.MINUTE, 6000L, 5800L, null, null, ScopeKind.TARGET));
        reservation.settle(new Demand(100, 100, 0), clock.nanos());

        assertNull(ledger.reserve(scopes, new Demand(5801, 0, 0), clock.nanos()));
        assertNotNull(ledger.reserve(scopes, new Demand(5800, 0, 0), clock.nanos()));
    }

    private static Told told(Period period, Long limit, Long remaining, Duration reset) {
        return new Told(Quantity.REQUESTS, period, limit, remaining, reset, null, ScopeKind.TARGET);
    }

    private void answered(Told told) {
        Reservation reservation = reserve();
        tell(reservation, told);
        reservation.settle(Demand.REQUEST, clock.nanos());
    }

    private void tell(Reservation reservation, Told told) {
        ledger.told(scopes, List.of(told), reservation, clock.nanos());
    }

    private Reservation reserve() {
        return ledger.reserve(scopes, Demand.REQUEST, clock.nanos());
    }

    private Duration roomIn() {
        return ledger.roomIn(scopes, Demand.REQUEST, clock.nanos());
    }

    /** Takes all there is. */
    private int room() {
        int room = 0;
        while (reserve() != null) {
            room++;
        }
        return room;
    }
}
