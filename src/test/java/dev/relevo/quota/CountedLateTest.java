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
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A provider counts a request some time after it was reserved. */
class CountedLateTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LATE = Duration.ofSeconds(3);

    private final ManualClock clock = new ManualClock();
    private final Ledger ledger = new Ledger(clock);

    @Test
    void aUseMovesToWhenTheProviderHasCountedItForSure() {
        Scopes scopes = scopes(new Window.Rolling());
        answeredLate(scopes);

        clock.advance(MINUTE.minusSeconds(1));
        assertNull(reserve(scopes));
        clock.advance(Duration.ofMillis(1300));
        assertNotNull(reserve(scopes));
    }

    @Test
    void aWindowThatBeginsWithTheFirstUseBeginsWhenTheProviderHasCountedItForSure() {
        Scopes scopes = scopes(new Window.Fixed());
        answeredLate(scopes);

        clock.advance(MINUTE.minusMillis(1));
        assertNull(reserve(scopes));
        clock.advance(Duration.ofMillis(1));
        assertNotNull(reserve(scopes));
    }

    @Test
    void whatTheProviderHasCountedIsNotTakenOffItsWordAgain() {
        Scopes scopes = ledger.of(Pinned.target());
        Told word = new Told(Quantity.TOKENS, Period.HOUR, 1000L, 600L, MINUTE, new Window.Fixed(), ScopeKind.TARGET);
        Demand demand = new Demand(100, 50, 0);
        Reservation first = Objects.requireNonNull(ledger.reserve(scopes, demand, clock.nanos()));
        ledger.told(scopes, List.of(word), first, clock.nanos());
        Reservation other = Objects.requireNonNull(ledger.reserve(scopes, demand, clock.nanos()));
        other.reached(clock.nanos());
        Reservation tells = Objects.requireNonNull(ledger.reserve(scopes, demand, clock.nanos()));
        first.settle(demand, clock.nanos());
        clock.advance(LATE.multipliedBy(2));

        ledger.told(scopes, List.of(word), tells, clock.nanos());

        assertEquals(550L, ledger.view(scopes, clock.nanos()).getFirst().left());
    }

    @Test
    void resetsThatMoveWithEachUseAreThoseOfAWindowThatMoves() {
        Scopes scopes = ledger.of(Pinned.target());
        for (long left = 29; left >= 0; left--) {
            Told word = new Told(Quantity.REQUESTS, Period.MINUTE, 30L, left, MINUTE, null, ScopeKind.TARGET);
            Reservation one = Objects.requireNonNull(reserve(scopes));
            ledger.told(scopes, List.of(word), one, clock.nanos());
            one.settle(Demand.REQUEST, clock.nanos());
            clock.advance(Duration.ofSeconds(2));
        }

        Duration wait = ledger.roomIn(scopes, Demand.REQUEST, clock.nanos());
        assertTrue(wait.compareTo(Duration.ofSeconds(10)) < 0, () -> "room only in " + wait);
    }

    private void answeredLate(Scopes scopes) {
        Reservation one = Objects.requireNonNull(reserve(scopes));
        clock.advance(LATE);
        one.reached(clock.nanos());
        one.settle(Demand.REQUEST, clock.nanos());
    }

    private Scopes scopes(Window window) {
        return ledger.of(Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.MINUTE, 1, window)));
    }

    private @Nullable Reservation reserve(Scopes scopes) {
        return ledger.reserve(scopes, Demand.REQUEST, clock.nanos());
    }
}
