package dev.relevo.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Words of a provider that say less than they might, or more than can be. */
class OddWordsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualClock clock = new ManualClock();
    private final Ledger ledger = new Ledger(clock);
    private final Scopes scopes = ledger.of(Pinned.target());

    @Test
    void noWindowLastsLongerThanItsPeriod() {
        assertTrue(tell(scopes, reserve(scopes), 30L, 0L, Duration.ofHours(5)));

        assertNull(ledger.reserve(scopes, Demand.REQUEST, clock.nanos()));
        assertTrue(ledger.roomIn(scopes, Demand.REQUEST, clock.nanos()).compareTo(Duration.ofSeconds(65)) < 0);
    }

    @Test
    void nothingLeftOfALimitThatNobodyToldHoldsUntilItsReset() {
        assertTrue(tell(scopes, reserve(scopes), null, 0L, MINUTE));

        assertEquals(MINUTE, ledger.roomIn(scopes, Demand.REQUEST, clock.nanos()));
        clock.advance(MINUTE);
        assertEquals(Duration.ZERO, ledger.roomIn(scopes, Demand.REQUEST, clock.nanos()));
    }

    @Test
    void aPlansLimitHoldsWhereOnlyWhatIsLeftIsTold() {
        var plan = Pinned.ofModels(Pinned.assumed(Quantity.REQUESTS, Period.MINUTE, 2));
        Scopes planned = ledger.of(Pinned.target(plan, "key", "planned"));

        assertTrue(tell(planned, reserve(planned), null, 100L, MINUTE));

        assertNotNull(ledger.reserve(planned, Demand.REQUEST, clock.nanos()));
        assertNull(ledger.reserve(planned, Demand.REQUEST, clock.nanos()));
    }

    @Test
    void aWordThatSaysTooLittleIsNone() {
        assertFalse(tell(scopes, reserve(scopes), null, 0L, null));
        assertTrue(tell(scopes, reserve(scopes), 30L, 0L, null));
    }

    @Test
    void whatBeganLongBeforeTheOneThatIsToldWasCountedInANamedAccountToo() {
        Scopes named = ledger.of(Pinned.target(Pinned.ofKeys("ours", "ours"), "key", "m"));
        Reservation first = reserve(named);
        assertTrue(tell(named, first, 30L, 25L, MINUTE));
        first.settle(Demand.REQUEST, clock.nanos());
        assertNotNull(reserve(named));
        clock.advance(Duration.ofSeconds(10));
        Reservation tells = reserve(named);
        assertNotNull(reserve(named));

        assertTrue(tell(named, tells, 30L, 28L, MINUTE));

        assertEquals(27L, ledger.view(named, clock.nanos()).getFirst().left());
    }

    @Test
    void aLimitOfTokensThatIsToldToBeSpentIsToldAtOnce() {
        List<ScopeState> told = new ArrayList<>();
        ledger.tell(told::add);
        Scopes scopes = ledger.of(Pinned.target());
        Reservation reservation = ledger.reserve(scopes, Demand.REQUEST, clock.nanos());
        Duration reset = Duration.ofSeconds(40);
        Told word = new Told(Quantity.TOKENS, Period.MINUTE, 30L, 0L, reset, null, ScopeKind.TARGET);

        ledger.told(scopes, List.of(word), reservation, clock.nanos());

        assertEquals(1, told.size());
    }

    @Test
    void aSpentDayOfWhichNobodyToldTheEndEndsAsConfigured() {
        Window day = new Window.Calendar(ZoneId.of("UTC")); // it is 08:00
        Scopes dayLimited = ledger.of(Pinned.target(
                Pinned.ofAccount(Pinned.limit(Quantity.REQUESTS, Period.DAY, 1000, day)), "key", "other"));

        Reservation spent = reserve(dayLimited);
        ledger.told(dayLimited, List.of(spent(Period.DAY)), spent, clock.nanos());
        spent.release(clock.nanos());

        assertEquals(Duration.ofHours(16), ledger.roomIn(dayLimited, Demand.REQUEST, clock.nanos()));
        clock.advance(Duration.ofHours(16));
        assertNotNull(ledger.reserve(dayLimited, Demand.REQUEST, clock.nanos()));
    }

    @Test
    void aSpentWindowOfWhichNobodyToldTheEndEndsAPeriodAfterItsFirstUseWhereThatIsConfigured() {
        Scopes fixed = ledger.of(Pinned.target(
                Pinned.ofAccount(Pinned.limit(Quantity.REQUESTS, Period.HOUR, 1000, new Window.Fixed())),
                "key",
                "other"));
        reserve(fixed).settle(Demand.REQUEST, clock.nanos());
        clock.advance(Duration.ofMinutes(50));

        Reservation spent = reserve(fixed);
        ledger.told(fixed, List.of(spent(Period.HOUR)), spent, clock.nanos());
        spent.release(clock.nanos());

        assertEquals(Duration.ofMinutes(10), ledger.roomIn(fixed, Demand.REQUEST, clock.nanos()));
    }

    private static Told spent(Period period) {
        return new Told(Quantity.REQUESTS, period, null, 0L, null, null, ScopeKind.TARGET);
    }

    private boolean tell(
            Scopes to, Reservation reservation, @Nullable Long limit, @Nullable Long left, @Nullable Duration reset) {
        Told word = new Told(Quantity.REQUESTS, Period.MINUTE, limit, left, reset, null, ScopeKind.TARGET);
        return ledger.told(to, List.of(word), reservation, clock.nanos());
    }

    private Reservation reserve(Scopes from) {
        return Objects.requireNonNull(ledger.reserve(from, Demand.REQUEST, clock.nanos()));
    }
}
