package dev.relevo.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.Target;
import dev.relevo.config.Window;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.dialect.Size;
import dev.relevo.dialect.Told;
import dev.relevo.dialect.Usage;
import dev.relevo.quota.ScopeState.Fact;
import dev.relevo.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
    private static final Size CHAT = new Size(1000, 0, null, 1);

    private final MovedClock clock = new MovedClock();
    private final Ledger ledger = new Ledger(clock);

    static Stream<Window> windows() {
        return Stream.of(
                new Window.Rolling(), new Window.Fixed(), new Window.Calendar(ZoneId.of("America/Los_Angeles")));
    }

    @ParameterizedTest
    @MethodSource("windows")
    void whatWasUsedIsStillUsedInTheNextProcess(Window window) {
        Target target = Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 5, window));
        Scopes scopes = ledger.of(target);
        for (int i = 0; i < 3; i++) {
            ledger.reserve(scopes, Demand.REQUEST, clock.nanos());
        }
        ledger.reserve(scopes, Demand.REQUEST, clock.nanos()).release(clock.nanos());

        MovedClock later = clock.inAnotherProcess(Duration.ofMinutes(10));
        Ledger next = new Ledger(later);
        next.restore(ledger.state(), false);

        assertEquals(2, room(next, next.of(target), later));
        Duration wait = next.roomIn(next.of(target), Demand.REQUEST, later.nanos());
        later.advance(wait);
        assertTrue(room(next, next.of(target), later) > 0);
    }

    @ParameterizedTest
    @MethodSource("windows")
    void whatCountsNoMoreIsForgotten(Window window) {
        Target target = Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 5, window));
        Scopes scopes = ledger.of(target);
        assertEquals(5, room(ledger, scopes, clock));

        MovedClock later = clock.inAnotherProcess(Duration.ofHours(25));
        Ledger next = new Ledger(later);
        next.restore(ledger.state(), false);

        assertEquals(5, room(next, next.of(target), later));
    }

    @Test
    void theLastSecondCountsAsUsedAfterASuddenEnd() {
        Target target = Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 10));
        Scopes scopes = ledger.of(target);
        ledger.reserve(scopes, Demand.REQUEST, clock.nanos());
        ledger.reserve(scopes, Demand.REQUEST, clock.nanos());

        Ledger next = new Ledger(clock);
        next.restore(ledger.state(), true);

        assertEquals(6, room(next, next.of(target), clock));
    }

    @Test
    void aToldLimitIsKeptAndItsWindow() {
        Target target = Pinned.target();
        tell(target, 30, 4, Duration.ofSeconds(40));

        MovedClock later = clock.inAnotherProcess(Duration.ofSeconds(5));
        Ledger next = new Ledger(later);
        next.restore(ledger.state(), false);
        Scopes scopes = next.of(target);

        assertEquals(4, room(next, scopes, later));
        assertEquals(Duration.ofSeconds(35), next.roomIn(scopes, Demand.REQUEST, later.nanos()));
        later.advance(Duration.ofDays(2));
        assertEquals(30, room(next, scopes, later));
    }

    @Test
    void aBucketIsKept() {
        Target target = Pinned.target();
        tell(target, 60, 0, Duration.ofSeconds(60));

        MovedClock later = clock.inAnotherProcess(Duration.ofSeconds(10));
        Ledger next = new Ledger(later);
        next.restore(ledger.state(), false);

        assertEquals(10, room(next, next.of(target), later));
    }

    @Test
    void restsGoOnWithTheirStatusAndReason() {
        Target target = Pinned.target();
        ledger.of(target).key().rest(clock.nanos(), Duration.ofMinutes(10), 502, "wrong key: it says 'no'");

        MovedClock later = clock.inAnotherProcess(Duration.ofMinutes(4));
        Ledger next = new Ledger(later);
        Scopes scopes = next.of(target);
        next.restore(ledger.state(), false);

        assertEquals(Duration.ofMinutes(6), scopes.key().remaining(later.nanos()));
        assertEquals(502, scopes.key().status());
        assertEquals("wrong key: it says 'no'", scopes.key().reason());
        assertFalse(scopes.target().resting(later.nanos()));
    }

    @Test
    void aClockThatWasSetBackMakesNoRestLonger() {
        Target target = Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.HOUR, 1));
        Scopes scopes = ledger.of(target);
        scopes.key().rest(clock.nanos(), Duration.ofMinutes(10), 502, "");
        ledger.reserve(scopes, Demand.REQUEST, clock.nanos());

        MovedClock later = clock.inAnotherProcess(Duration.ofDays(-3));
        Ledger next = new Ledger(later);
        next.restore(ledger.state(), false);
        Scopes same = next.of(target);

        assertEquals(Duration.ofMinutes(10), same.key().remaining(later.nanos()));
        assertNull(next.reserve(same, Demand.REQUEST, later.nanos()));
        assertTrue(next.roomIn(same, Demand.REQUEST, later.nanos()).compareTo(Duration.ofMinutes(61)) < 0);
    }

    @Test
    void whatAnswersToldOfTokensIsKept() {
        Target target = Pinned.target();
        Scopes scopes = ledger.of(target);
        for (int i = 0; i < 40; i++) {
            scopes.learn(CHAT, new Usage(500, 64));
        }

        Ledger next = new Ledger(clock);
        next.restore(ledger.state(), false);

        assertEquals(scopes.expected(CHAT, target), next.of(target).expected(CHAT, target));
        Demand expected = next.of(target).expected(CHAT, target);
        assertEquals(64, expected.outputTokens() + expected.spareTokens());
    }

    @Test
    void aRestIsToldBeforeAnybodyReliesOnIt() {
        List<ScopeState> told = new ArrayList<>();
        ledger.tell(told::add);
        Scopes scopes = ledger.of(Pinned.target());

        scopes.target().limited(clock.nanos(), Duration.ofHours(1), "limit");
        scopes.target().limited(clock.nanos(), Duration.ofHours(1), "limit");

        assertEquals(1, told.size());
        Fact rest = told.getFirst().facts().getFirst();
        assertEquals(new Fact("rest", clock.epochMillis() + 3_600_000, 0, "429 limit"), rest);
    }

    @Test
    void aSpentLimitIsToldBeforeTheLastOfItIsUsed() {
        List<ScopeState> told = new ArrayList<>();
        ledger.tell(told::add);
        Scopes scopes = ledger.of(Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 2)));

        ledger.reserve(scopes, Demand.REQUEST, clock.nanos()).announce();
        Reservation last = ledger.reserve(scopes, Demand.REQUEST, clock.nanos());
        assertEquals(List.of(), told);
        last.announce();

        assertEquals(1, told.size());
        assertEquals(2, told.getFirst().facts().getFirst().used());
    }

    @Test
    void aLimitThatIsToldToBeSpentIsToldAtOnce() {
        List<ScopeState> told = new ArrayList<>();
        ledger.tell(told::add);

        tell(Pinned.target(), 30, 0, Duration.ofSeconds(40));

        assertEquals(1, told.size());
    }

    @Test
    void noSecretIsWritten() {
        Target target = Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 2));
        Scopes scopes = ledger.of(target);
        ledger.reserve(scopes, Demand.REQUEST, clock.nanos());

        String all = ledger.state().toString();

        assertFalse(all.contains("\"key\"") || all.contains(":key") || all.contains("p.example"), all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", "429", ":", "1:", ":1", "1:1,", "0 1:x", "bucket", "9 calendar:Nowhere/Here"})
    void whatNobodyCanReadIsPassedOver(String value) {
        Target target = Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 2));
        List<ScopeState> damaged = new ArrayList<>();
        for (String name : List.of("rest", "calibration", "used REQUESTS DAY OWN rolling", "limit TOKENS DAY TOLD")) {
            Scopes scopes = ledger.of(target);
            Fact fact = new Fact(name, ScopeState.NEVER, 1, value);
            damaged.add(new ScopeState(scopes.target().id(), clock.epochMillis(), List.of(fact)));
        }

        for (ScopeState state : damaged) {
            Ledger next = new Ledger(clock);
            next.restore(List.of(state), true);
            assertNotNull(next.reserve(next.of(target), Demand.REQUEST, clock.nanos()));
        }
    }

    private void tell(Target target, long limit, long left, Duration reset) {
        Scopes scopes = ledger.of(target);
        Reservation reservation = ledger.reserve(scopes, Demand.REQUEST, clock.nanos());
        Told told = new Told(Quantity.REQUESTS, Period.MINUTE, limit, left, reset, null, ScopeKind.TARGET);
        ledger.told(scopes, List.of(told), reservation, clock.nanos());
        reservation.settle(Demand.REQUEST, clock.nanos());
    }

    private static int room(Ledger ledger, Scopes scopes, Clock clock) {
        int room = 0;
        while (ledger.reserve(scopes, Demand.REQUEST, clock.nanos()) != null) {
            room++;
        }
        return room;
    }
}
