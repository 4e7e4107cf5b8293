package dev.relevo.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Window;
import dev.relevo.time.ManualClock;
import dev.relevo.wire.Durations;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReservationTest {
    private static final QuotaLimit THREE_A_MINUTE = Pinned.limit(Quantity.REQUESTS, Period.MINUTE, 3);

    private final ManualClock clock = new ManualClock();
    private final Ledger ledger = new Ledger(clock);

    @Test
    void whatIsNotLimitedIsNeverRefused() {
        Scopes scopes = ledger.of(Pinned.target());

        for (int i = 0; i < 1000; i++) {
            assertNotNull(reserve(scopes, Demand.REQUEST));
        }
        assertEquals(Duration.ZERO, roomIn(scopes, Demand.REQUEST));
    }

    @Test
    void noMoreIsReservedThanTheLimitAllows() {
        Scopes scopes = ledger.of(Pinned.target(THREE_A_MINUTE));

        for (int i = 0; i < 3; i++) {
            assertNotNull(reserve(scopes, Demand.REQUEST));
        }

        assertNull(reserve(scopes, Demand.REQUEST));
    }

    @Test
    void askingAgainWhenToldSucceedsAndNotBefore() {
        Scopes scopes = ledger.of(Pinned.target(THREE_A_MINUTE));
        for (int i = 0; i < 3; i++) {
            reserve(scopes, Demand.REQUEST);
            clock.advance(Duration.ofMillis(7777));
        }
        Duration wait = roomIn(scopes, Demand.REQUEST);

        clock.advance(wait.minusNanos(1));
        assertNull(reserve(scopes, Demand.REQUEST));
        clock.advance(Duration.ofNanos(1));
        assertNotNull(reserve(scopes, Demand.REQUEST));
    }

    @Test
    void whatWasNotSentIsGivenBack() {
        Scopes scopes = ledger.of(Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 1)));
        Reservation reservation = reserve(scopes, Demand.REQUEST);

        reservation.release(clock.nanos());
        reservation.release(clock.nanos());

        assertNotNull(reserve(scopes, Demand.REQUEST));
        assertNull(reserve(scopes, Demand.REQUEST));
    }

    /** Nine requests each of 10 tokens, and 30 more where the answer is long: 90 and three times 30. */
    @Test
    void whatAnswersMayTakeBesidesGrowsWithTheRootOfTheirNumber() {
        Demand demand = new Demand(1, 5, 5, 30, 0);

        assertEquals(9, reservedOf(180, demand));
        assertEquals(8, reservedOf(179, demand));
        assertEquals(1, reservedOf(40, demand));
    }

    private int reservedOf(long most, Demand demand) {
        Ledger fresh = new Ledger(clock);
        Scopes scopes = fresh.of(Pinned.target(Pinned.limit(Quantity.TOKENS, Period.DAY, most)));
        int reserved = 0;
        while (fresh.reserve(scopes, demand, clock.nanos()) != null) {
            reserved++;
        }
        return reserved;
    }

    @Test
    void anAnswerThatEndsInTheNextWindowCountsThere() {
        Scopes scopes = ledger.of(Pinned.target(Pinned.limit(Quantity.TOKENS, Period.MINUTE, 100, new Window.Fixed())));
        Reservation late = reserve(scopes, new Demand(10, 50, 0));
        clock.advance(Duration.ofSeconds(61));

        Reservation other = reserve(scopes, new Demand(50, 0, 0));
        assertNull(reserve(scopes, new Demand(1, 0, 0)), "50 are expected of an answer under way");
        late.settle(new Demand(10, 30, 0), clock.nanos());
        other.settle(new Demand(50, 0, 0), clock.nanos());

        assertNull(reserve(scopes, new Demand(21, 0, 0)));
        assertNotNull(reserve(scopes, new Demand(20, 0, 0)));
    }

    @Test
    void whatWasSentAndNeverToldCountsAsExpected() {
        Scopes scopes = ledger.of(Pinned.target(Pinned.limit(Quantity.TOKENS, Period.DAY, 100)));
        Reservation reservation = reserve(scopes, new Demand(40, 20, 0));

        reservation.count(clock.nanos());
        reservation.release(clock.nanos());

        assertNull(reserve(scopes, new Demand(41, 0, 0)));
        assertNotNull(reserve(scopes, new Demand(40, 0, 0)));
    }

    @Test
    void whatWasReallyTakenReplacesWhatWasExpected() {
        Scopes scopes = ledger.of(Pinned.target(Pinned.limit(Quantity.TOKENS, Period.DAY, 100)));
        Reservation little = reserve(scopes, new Demand(10, 20, 0));
        Reservation much = reserve(scopes, new Demand(10, 20, 0));

        little.settle(new Demand(10, 5, 0), clock.nanos());
        much.settle(new Demand(11, 44, 0), clock.nanos());

        assertNull(reserve(scopes, new Demand(31, 0, 0)));
        assertNotNull(reserve(scopes, new Demand(30, 0, 0)));
    }

    @Test
    void oneScopeWithoutRoomKeepsTheOthersUntouched() {
        Scopes both = ledger.of(Pinned.target(
                Pinned.ofAccount(Pinned.limit(Quantity.REQUESTS, Period.DAY, 2)),
                "key",
                "a",
                Pinned.limit(Quantity.REQUESTS, Period.DAY, 1)));
        Scopes accountOnly = ledger.of(
                Pinned.target(Pinned.ofAccount(Pinned.limit(Quantity.REQUESTS, Period.DAY, 2)), "other", "b"));

        assertNotNull(reserve(both, Demand.REQUEST));
        assertNull(reserve(both, Demand.REQUEST));

        assertNotNull(reserve(accountOnly, Demand.REQUEST));
        assertNull(reserve(accountOnly, Demand.REQUEST));
    }

    @Test
    void accountsOfDifferentNamesShareNothingButTheirEndpoint() {
        QuotaLimit one = Pinned.limit(Quantity.REQUESTS, Period.DAY, 1);
        var quotas = Pinned.ofKeys("ours", "theirs");
        var limited = new dev.relevo.config.Quotas(List.of(one), quotas.keys(), quotas.models(), quotas.told());

        assertNotNull(reserve(ledger.of(Pinned.target(limited, "key", "a")), Demand.REQUEST));
        assertNull(reserve(ledger.of(Pinned.target(limited, "key", "b")), Demand.REQUEST));
        assertNotNull(reserve(ledger.of(Pinned.target(limited, "other", "a")), Demand.REQUEST));
    }

    @Test
    void asManyAreUnderWayAsMayBe() {
        Scopes scopes = ledger.of(Pinned.target(Pinned.concurrent(2)));
        Reservation first = reserve(scopes, Demand.REQUEST);
        assertNotNull(reserve(scopes, Demand.REQUEST));
        assertNull(reserve(scopes, Demand.REQUEST));
        assertEquals(Duration.ofSeconds(1), roomIn(scopes, Demand.REQUEST));

        first.settle(Demand.REQUEST, clock.nanos());

        assertNotNull(reserve(scopes, Demand.REQUEST));
    }

    @Test
    void aLimitOfZeroMeansNever() {
        for (Quantity quantity : List.of(Quantity.USD, Quantity.REQUESTS, Quantity.TOKENS)) {
            Scopes scopes = ledger.of(
                    Pinned.target(Pinned.ofAccount(Pinned.limit(quantity, Period.DAY, 0)), "key", quantity.name()));

            assertNull(reserve(scopes, Demand.REQUEST), quantity.name());
            assertEquals(Durations.MAX, roomIn(scopes, Demand.REQUEST));
            ledger.retain(List.of());
        }
        assertNull(reserve(ledger.of(Pinned.target(Pinned.concurrent(0))), Demand.REQUEST));
    }

    @Test
    void aPromptThatIsLargerThanTheLimitNeverFits() {
        Scopes scopes = ledger.of(Pinned.target(Pinned.limit(Quantity.TOKENS, Period.MINUTE, 6000)));

        assertNull(reserve(scopes, new Demand(6001, 0, 0)));
        assertEquals(Durations.MAX, roomIn(scopes, new Demand(6001, 512, 0)));
    }

    @Test
    void anAnswerThatIsOnlyExpectedToBeTooLongFitsIntoAnEmptyWindow() {
        Scopes scopes = ledger.of(Pinned.target(Pinned.limit(Quantity.TOKENS, Period.MINUTE, 6000)));

        assertNotNull(reserve(scopes, new Demand(5800, 512, 0)));
        assertNull(reserve(scopes, new Demand(1, 1, 0)));
        assertTrue(roomIn(scopes, new Demand(1, 1, 0)).compareTo(Duration.ofSeconds(61)) < 0);
    }

    @Test
    void aNewConfigurationKeepsWhatWasUsed() {
        Scopes before = ledger.of(Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 2)));
        ledger.retain(List.of(before));
        reserve(before, Demand.REQUEST);
        reserve(before, Demand.REQUEST);

        Scopes after = ledger.of(Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 3)));
        ledger.retain(List.of(after));

        assertNotNull(reserve(after, Demand.REQUEST));
        assertNull(reserve(after, Demand.REQUEST));
    }

    @Test
    void aLimitThatLeftTheConfigurationHoldsNoLonger() {
        Scopes before = ledger.of(Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 0), Pinned.concurrent(0)));
        Scopes after = ledger.of(Pinned.target());
        assertNull(reserve(after, Demand.REQUEST));

        ledger.retain(List.of(after));

        assertNotNull(reserve(before, Demand.REQUEST));
    }

    @Test
    void ofTwoAliasesWithTheSameTargetTheLowerLimitHolds() {
        Scopes scopes = ledger.of(Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 5)));
        Scopes lower = ledger.of(Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 1)));
        ledger.retain(List.of(lower, scopes));

        assertNotNull(reserve(scopes, Demand.REQUEST));
        assertNull(reserve(scopes, Demand.REQUEST));
    }

    private Reservation reserve(Scopes scopes, Demand demand) {
        return ledger.reserve(scopes, demand, clock.nanos());
    }

    private Duration roomIn(Scopes scopes, Demand demand) {
        return ledger.roomIn(scopes, demand, clock.nanos());
    }
}
