package dev.relevo.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Target;
import dev.relevo.config.Window;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.dialect.Size;
import dev.relevo.dialect.Told;
import dev.relevo.dialect.Usage;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a configuration leaves out, and a later one names again. */
class LeftOutTest {
    private static final QuotaLimit TWO_A_DAY = Pinned.limit(Quantity.REQUESTS, Period.DAY, 2);

    private final MovedClock clock = new MovedClock();
    private final Ledger ledger = new Ledger(clock);
    private final Target other = Pinned.target(Pinned.ofAccount(), "other", "n");

    static Stream<Window> windows() {
        return Stream.of(
                new Window.Rolling(), new Window.Fixed(), new Window.Calendar(ZoneId.of("America/Los_Angeles")));
    }

    @ParameterizedTest
    @MethodSource("windows")
    void aTargetIsAsSpentAsItWas(Window window) {
        Target target = Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 2, window));
        assertEquals(2, room(ledger, configured(ledger, target)));

        configured(ledger, other);
        clock.advance(Duration.ofMinutes(5));

        assertEquals(0, room(ledger, configured(ledger, target)));
    }

    @ParameterizedTest
    @MethodSource("windows")
    void aLimitIsAsSpentAsItWas(Window window) {
        Target target = Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 2, window));
        assertEquals(2, room(ledger, configured(ledger, target)));

        Scopes unlimited = configured(ledger, Pinned.target());
        assertNotNull(ledger.reserve(unlimited, Demand.REQUEST, clock.nanos()));
        assertFalse(Ledger.limited(unlimited, null));
        assertEquals(List.of(), ledger.view(unlimited, clock.nanos()));

        assertEquals(0, room(ledger, configured(ledger, target)));
    }

    @ParameterizedTest
    @MethodSource("windows")
    void aLimitThatIsLeftOutWhileTheProcessStartsAnewIsAsSpentAsItWas(Window window) {
        Target target = Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 2, window));
        room(ledger, configured(ledger, target));

        Ledger next = new Ledger(clock);
        next.restore(ledger.state(), false);
        configured(next, Pinned.target());
        Ledger last = new Ledger(clock);
        last.restore(next.state(), false);
        configured(last, other);

        assertEquals(0, room(last, configured(last, target)));
    }

    @Test
    void aLimitOfMoneyThatIsLeftOutShutsNobodyOut() {
        QuotaLimit dollars = Pinned.limit(Quantity.USD, Period.DAY, 1_000_000_000);
        Scopes scopes = configured(ledger, Pinned.target(dollars, TWO_A_DAY));
        assertNotNull(ledger.reserve(scopes, new Demand(1, 0, 5_000), clock.nanos()));

        Scopes without = configured(ledger, Pinned.target(TWO_A_DAY));

        assertTrue(ledger.hasRoom(without, new Demand(1, 0, Demand.UNPRICED), clock.nanos()));
    }

    @Test
    void aClientsBudgetIsAsSpentAsItWas() {
        assertEquals(2, room(wallet(ledger, TWO_A_DAY)));

        ledger.clients(Map.of());

        assertEquals(0, room(wallet(ledger, TWO_A_DAY)));
        ledger.clients(Map.of());
        Ledger next = new Ledger(clock);
        next.restore(ledger.state(), false);
        next.clients(Map.of());
        assertEquals(0, room(wallet(next, TWO_A_DAY)));
    }

    @Test
    void whatIsUnderWayMeanwhileIsStillCounted() {
        Target target = Pinned.target(Pinned.concurrent(2), Pinned.limit(Quantity.TOKENS, Period.DAY, 1000));
        Demand demand = new Demand(100, 300, 0);
        Reservation running = reserve(configured(ledger, target), demand);
        Reservation ended = reserve(configured(ledger, target), demand);

        configured(ledger, other);
        ended.settle(new Demand(100, 20, 0), clock.nanos());

        Scopes again = configured(ledger, target);
        Reservation second = reserve(again, demand);
        assertNull(ledger.reserve(again, Demand.REQUEST, clock.nanos()));
        running.settle(new Demand(100, 50, 0), clock.nanos());
        second.settle(new Demand(100, 30, 0), clock.nanos());
        assertEquals(
                List.of(400L, 0L),
                ledger.view(again, clock.nanos()).stream().map(LimitView::used).toList());
    }

    @Test
    void aRestGoesOnAndOneThatBeginsMeanwhileHolds() {
        Target target = Pinned.target();
        Scopes scopes = configured(ledger, target);
        scopes.account().rest(clock.nanos(), Duration.ofHours(24), 402, "no balance");

        configured(ledger, other);
        scopes.target().rest(clock.nanos(), Duration.ofHours(1), 429, "limit");
        clock.advance(Duration.ofMinutes(1));

        Scopes again = configured(ledger, target);
        assertEquals(Duration.ofMinutes(24 * 60 - 1), again.account().remaining(clock.nanos()));
        assertEquals(Duration.ofMinutes(59), again.target().remaining(clock.nanos()));
    }

    @Test
    void whatAProviderToldHolds() {
        Target target = Pinned.target();
        Scopes scopes = configured(ledger, target);
        Told told = new Told(Quantity.REQUESTS, Period.MINUTE, 30L, 0L, Duration.ofSeconds(40), null, ScopeKind.TARGET);
        Reservation reservation = reserve(scopes, Demand.REQUEST);
        ledger.told(scopes, List.of(told), reservation, clock.nanos());
        reservation.settle(Demand.REQUEST, clock.nanos());

        configured(ledger, other);

        assertEquals(0, room(ledger, configured(ledger, target)));
        clock.advance(Duration.ofHours(1));
        assertEquals(30, room(ledger, configured(ledger, target)));
    }

    @Test
    void whatCountsNoMoreTakesNoMemory() {
        configured(ledger, other);
        int size = ledger.size();
        room(ledger, configured(ledger, Pinned.target(TWO_A_DAY)));
        room(wallet(ledger, TWO_A_DAY));
        ledger.clients(Map.of());
        configured(ledger, other);
        assertTrue(ledger.size() > size);

        clock.advance(Duration.ofHours(25));
        ledger.state();

        assertEquals(size, ledger.size());
    }

    @Test
    void whatNobodyNamedFor40DaysIsForgottenWhoeverStartsInBetween() {
        Scopes scopes = configured(ledger, Pinned.target());
        scopes.model().rest(clock.nanos(), Duration.ofDays(45), 429, "limit");
        configured(ledger, other);
        MovedClock later = clock.inAnotherProcess(Duration.ofDays(39));
        Ledger next = new Ledger(later);
        next.restore(ledger.state(), false);
        assertTrue(tells(next, scopes.model()));

        MovedClock muchLater = clock.inAnotherProcess(Duration.ofDays(41));
        Ledger last = new Ledger(muchLater);
        last.restore(next.state(), false);

        assertFalse(tells(last, scopes.model()));
        later.advance(Duration.ofDays(2));
        assertFalse(tells(next, scopes.model()));
    }

    @Test
    void itIsTheSameScopeAgain() {
        Scopes before = configured(ledger, Pinned.target());
        before.learn(new Size(1000, 0, null, 1), new Usage(500, 64));

        configured(ledger, other);

        assertSame(before.model(), configured(ledger, Pinned.target()).model());
    }

    /** As a reload does it. */
    private static Scopes configured(Ledger ledger, Target target) {
        Scopes scopes = ledger.of(target);
        ledger.retain(List.of(scopes));
        return scopes;
    }

    private static boolean tells(Ledger ledger, Scope scope) {
        return ledger.state().stream().anyMatch(state -> state.scope().equals(scope.id()));
    }

    private Reservation reserve(Scopes scopes, Demand demand) {
        return Objects.requireNonNull(ledger.reserve(scopes, demand, clock.nanos()));
    }

    private int room(Ledger where, Scopes scopes) {
        int room = 0;
        for (Reservation next = where.reserve(scopes, Demand.REQUEST, clock.nanos());
                next != null;
                next = where.reserve(scopes, Demand.REQUEST, clock.nanos())) {
            next.settle(Demand.REQUEST, clock.nanos());
            room++;
        }
        return room;
    }

    private static Wallet wallet(Ledger ledger, QuotaLimit... limits) {
        return Objects.requireNonNull(
                ledger.clients(Map.of("ann", List.of(limits))).get("ann"));
    }

    /** How many requests it lets through; they are made. */
    private int room(Wallet wallet) {
        Scopes unlimited = new Ledger(clock).of(Pinned.target());
        int room = 0;
        Charge charge = wallet.charge();
        while (charge.hasRoom(Demand.REQUEST, clock.nanos())) {
            Objects.requireNonNull(ledger.reserve(unlimited, charge, Demand.REQUEST, clock.nanos()))
                    .settle(Demand.REQUEST, clock.nanos());
            charge.end(clock.nanos());
            charge = wallet.charge();
            room++;
        }
        return room;
    }
}
