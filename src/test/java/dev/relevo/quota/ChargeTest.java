package dev.relevo.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What requests take of their clients' own limits. */
class ChargeTest {
    private static final QuotaLimit TWO_REQUESTS = Pinned.limit(Quantity.REQUESTS, Period.MINUTE, 2);
    private static final QuotaLimit TOKENS = Pinned.limit(Quantity.TOKENS, Period.MINUTE, 1000);

    private final MovedClock clock = new MovedClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Ledger ledger = new Ledger(clock);
    private final Scopes unlimited = ledger.of(Pinned.target());

    @Test
    void aRequestCountsOnceHoweverManyTargetsAreAsked() {
        Wallet ann = wallet("ann", TWO_REQUESTS);
        for (int request = 0; request < 2; request++) {
            Charge charge = ann.charge();
            for (int attempt = 0; attempt < 3; attempt++) {
                reserve(charge, Demand.REQUEST).count(clock.nanos());
            }
            charge.end(clock.nanos());
        }

        Charge third = ann.charge();
        assertNull(ledger.reserve(unlimited, third, Demand.REQUEST, clock.nanos()));
        assertEquals(
                "requests-per-minute: 2",
                Objects.requireNonNull(third.shortage(Demand.REQUEST, clock.nanos()))
                        .text());
        clock.advance(ledger.roomIn(unlimited, third, Demand.REQUEST, clock.nanos()));
        assertNotNull(ledger.reserve(unlimited, third, Demand.REQUEST, clock.nanos()));
    }

    @Test
    void theOtherAttemptsOfARequestFitThoughItWasTheLastThatDid() {
        Charge only = wallet("ann", Pinned.limit(Quantity.REQUESTS, Period.DAY, 1), Pinned.concurrent(1))
                .charge();
        reserve(only, Demand.REQUEST).count(clock.nanos());

        assertNotNull(ledger.reserve(unlimited, only, Demand.REQUEST, clock.nanos()));
        Wallet ann = wallet("ann", Pinned.limit(Quantity.REQUESTS, Period.DAY, 1), Pinned.concurrent(1));
        assertFalse(ann.charge().hasRoom(Demand.REQUEST, clock.nanos()));
    }

    @Test
    void aClientPaysForAnswersAndForWhatItDidNotWaitForButNotForFailures() {
        Wallet ann = wallet("ann", TOKENS);
        Charge charge = ann.charge();
        reserve(charge, new Demand(100, 500, 0)).count(clock.nanos());
        assertEquals(1000, left(ann));
        reserve(charge, new Demand(100, 500, 0)).settle(new Demand(90, 30, 0), clock.nanos());
        assertEquals(880, left(ann));
        reserve(charge, new Demand(100, 500, 0)).forsake(clock.nanos());
        assertEquals(280, left(ann));
        charge.end(clock.nanos());
        assertEquals(280, left(ann));
    }

    @Test
    void whatReachedNobodyCountsNothing() {
        Wallet ann = wallet("ann", TWO_REQUESTS, TOKENS);
        Charge charge = ann.charge();
        reserve(charge, new Demand(100, 500, 0)).release(clock.nanos());
        charge.end(clock.nanos());

        assertEquals(
                List.of(2L, 1000L),
                ann.view(clock.nanos()).stream().map(LimitView::left).toList());
    }

    @Test
    void aClientsLimitsTakeNothingFromOthers() {
        wallet("ann", TWO_REQUESTS);
        Charge spent =
                wallet("ann", Pinned.limit(Quantity.REQUESTS, Period.DAY, 0)).charge();

        assertNull(ledger.reserve(unlimited, spent, Demand.REQUEST, clock.nanos()));
        assertTrue(ledger.hasRoom(unlimited, Demand.REQUEST, clock.nanos()));
        assertFalse(unlimited.resting(clock.nanos()));
        assertFalse(Ledger.limited(unlimited, null));
    }

    @Test
    void whatWasUsedOutlivesTheProcessAndIsToldBeforeTheLastIsSent() {
        List<ScopeState> told = new ArrayList<>();
        ledger.tell(told::add);
        Charge charge = wallet("ann", TWO_REQUESTS).charge();
        Charge other = wallet("ann", TWO_REQUESTS).charge();
        reserve(charge, Demand.REQUEST).announce();
        assertEquals(0, told.size());
        reserve(other, Demand.REQUEST).announce();
        assertEquals(1, told.size());

        MovedClock later = clock.inAnotherProcess(Duration.ofSeconds(5));
        Ledger next = new Ledger(later);
        next.restore(told, false);
        Charge third = Objects.requireNonNull(
                        next.clients(Map.of("ann", List.of(TWO_REQUESTS))).get("ann"))
                .charge();
        assertFalse(third.hasRoom(Demand.REQUEST, later.nanos()));
    }

    @Test
    void aNewConfigurationChangesWhatIsAllowedAndKeepsWhatWasUsed() {
        reserve(wallet("ann", TWO_REQUESTS).charge(), Demand.REQUEST);
        ledger.retain(List.of(unlimited));

        assertEquals(4, left(wallet("ann", Pinned.limit(Quantity.REQUESTS, Period.MINUTE, 5))));
        assertEquals(1, left(wallet("ann", TWO_REQUESTS)));
    }

    @Test
    void thePlaceThatARequestHoldsIsNoReasonForItsNextAttempt() {
        Charge charge = wallet("ann", Pinned.concurrent(1)).charge();
        Scopes busy = ledger.of(Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.SECOND, 1)));
        Objects.requireNonNull(ledger.reserve(busy, charge, Demand.REQUEST, clock.nanos()))
                .count(clock.nanos());
        clock.advance(Duration.ofMillis(500));

        assertEquals(
                "too little is left of requests-per-second: 1",
                ledger.lacking(busy, charge, Demand.REQUEST, clock.nanos()));
        Charge other = wallet("ann", Pinned.concurrent(1)).charge();
        assertEquals(
                "too little is left of the access key's own concurrent: 1",
                ledger.lacking(busy, other, Demand.REQUEST, clock.nanos()));
    }

    private Wallet wallet(String name, QuotaLimit... limits) {
        return Objects.requireNonNull(
                ledger.clients(Map.of(name, List.of(limits))).get(name));
    }

    private Reservation reserve(Charge charge, Demand demand) {
        return Objects.requireNonNull(ledger.reserve(unlimited, charge, demand, clock.nanos()));
    }

    private long left(Wallet wallet) {
        return Objects.requireNonNull(wallet.view(clock.nanos()).getFirst().left());
    }
}
