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
import org.junit.jupiter.api.Test;

class LimitViewTest {
    private static final Window FIXED = new Window.Fixed();

    private final ManualClock clock = new ManualClock();
    private final Ledger ledger = new Ledger(clock);

    @Test
    void eachLimitTellsWhatWasUsedWhatIsLeftAndWhenItResets() {
        Scopes scopes = ledger.of(Pinned.target(
                Pinned.ofAccount(Pinned.limit(Quantity.TOKENS, Period.DAY, 1000, FIXED)),
                "key",
                "m",
                Pinned.concurrent(3)));
        reserve(scopes, new Demand(100, 50, 0));
        clock.advance(Duration.ofHours(1));

        List<LimitView> views = ledger.view(scopes, clock.nanos());

        assertEquals(
                new LimitView(
                        ScopeKind.ACCOUNT,
                        Quantity.TOKENS,
                        Period.DAY,
                        1000L,
                        150,
                        150,
                        850L,
                        Duration.ofHours(23),
                        null,
                        "own"),
                views.getFirst());
        assertEquals(
                new LimitView(ScopeKind.TARGET, Quantity.CONCURRENT, null, 3L, 1, 1, 2L, null, null, "own"),
                views.get(1));
    }

    @Test
    void whatRunsOutBeforeItResetsSaysWhen() {
        Scopes scopes = ledger.of(Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 1000, FIXED)));
        for (int i = 0; i < 500; i++) {
            reserve(scopes, Demand.REQUEST).settle(Demand.REQUEST, clock.nanos());
            clock.advance(Duration.ofSeconds(1));
        }

        Duration runsOut = ledger.view(scopes, clock.nanos()).getFirst().runsOutIn();

        assertNotNull(runsOut);
        assertEquals(500, runsOut.toSeconds(), 25);
    }

    @Test
    void whatWasSetAsideAndNotTakenHastensNothing() {
        Scopes scopes = ledger.of(Pinned.target(Pinned.limit(Quantity.USD, Period.DAY, 2_000_000_000, FIXED)));
        for (int i = 0; i < 6; i++) {
            reserve(scopes, new Demand(10, 4000, 8_000_000)).settle(new Demand(10, 10, 21_000), clock.nanos());
            clock.advance(Duration.ofSeconds(1));
        }

        LimitView view = ledger.view(scopes, clock.nanos()).getFirst();

        assertEquals(126_000, view.used());
        assertNull(view.runsOutIn());
    }

    @Test
    void aLimitThatIsNotKnownShowsWhatIsLeft() {
        Scopes scopes = ledger.of(Pinned.target());
        tell(
                scopes,
                new Told(Quantity.REQUESTS, Period.MINUTE, null, 7L, Duration.ofSeconds(9), null, ScopeKind.TARGET));

        LimitView view = ledger.view(scopes, clock.nanos()).getFirst();

        assertNull(view.most());
        assertEquals(7, view.left());
        assertEquals(Duration.ofSeconds(9), view.resetsIn());
        assertEquals("told", view.origin());
    }

    @Test
    void aPlansLimitIsNotShownBesideWhatIsTold() {
        Scopes scopes = ledger.of(
                Pinned.target(Pinned.ofModels(Pinned.assumed(Quantity.REQUESTS, Period.MINUTE, 9)), "key", "m"));
        assertEquals("assumed", ledger.view(scopes, clock.nanos()).getFirst().origin());

        tell(
                scopes,
                new Told(Quantity.REQUESTS, Period.MINUTE, 30L, 7L, Duration.ofSeconds(9), null, ScopeKind.TARGET));

        assertEquals(
                List.of("told"),
                ledger.view(scopes, clock.nanos()).stream()
                        .map(LimitView::origin)
                        .toList());
    }

    @Test
    void whatIsLeftOfALimitThatEndsSoonerExpiresSooner() {
        Scopes soon = ledger.of(Pinned.target(
                Pinned.ofAccount(), "key", "soon", Pinned.limit(Quantity.REQUESTS, Period.DAY, 100, FIXED)));
        Scopes later = ledger.of(Pinned.target(
                Pinned.ofAccount(), "key", "later", Pinned.limit(Quantity.REQUESTS, Period.DAY, 100, FIXED)));
        reserve(soon, Demand.REQUEST);
        clock.advance(Duration.ofHours(20));
        reserve(later, Demand.REQUEST);

        assertTrue(ledger.expiring(soon, clock.nanos()) > 5 * ledger.expiring(later, clock.nanos()));
        assertEquals(0, ledger.expiring(ledger.of(Pinned.target()), clock.nanos()));
    }

    private Reservation reserve(Scopes scopes, Demand demand) {
        return Objects.requireNonNull(ledger.reserve(scopes, demand, clock.nanos()));
    }

    private void tell(Scopes scopes, Told told) {
        Reservation reservation = ledger.reserve(scopes, Demand.REQUEST, clock.nanos());
        ledger.told(scopes, List.of(told), reservation, clock.nanos());
    }
}
