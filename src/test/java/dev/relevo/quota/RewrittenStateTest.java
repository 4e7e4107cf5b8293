package dev.relevo.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.Target;
import dev.relevo.quota.ScopeState.Fact;
import dev.relevo.time.Clock;
import dev.relevo.time.ManualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one process writes over what others wrote. */
class RewrittenStateTest {
    private final ManualClock clock = new ManualClock();
    private final Ledger ledger = new Ledger(clock);

    @Test
    void suddenEndsOneAfterAnotherAddNothingMore() {
        Target target = Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.DAY, 100));
        Scopes scopes = ledger.of(target);
        for (int i = 0; i < 5; i++) {
            ledger.reserve(scopes, Demand.REQUEST, clock.nanos());
        }

        List<ScopeState> state = ledger.state();
        for (int i = 0; i < 3; i++) {
            Ledger next = new Ledger(clock);
            next.of(target);
            next.restore(state, true);
            state = next.state();
        }

        Ledger last = new Ledger(clock);
        last.restore(state, true);
        assertEquals(90, room(last, last.of(target), clock));
    }

    @Test
    void whatFellBackToNothingOverwritesWhatItWas() {
        Target target = Pinned.target(Pinned.limit(Quantity.REQUESTS, Period.MINUTE, 10));
        Scopes scopes = ledger.of(target);
        ledger.reserve(scopes, Demand.REQUEST, clock.nanos());
        String used = ledger.state().stream()
                .flatMap(state -> state.facts().stream())
                .map(Fact::name)
                .findFirst()
                .orElseThrow();
        clock.advance(Duration.ofMinutes(2));

        List<ScopeState> later = ledger.state();

        Fact fact = later.stream()
                .flatMap(state -> state.facts().stream())
                .findFirst()
                .orElseThrow();
        assertEquals(used, fact.name());
        assertEquals(0, fact.used());
        Ledger next = new Ledger(clock);
        next.restore(later, true);
        assertEquals(10, room(next, next.of(target), clock));
    }

    @Test
    void aGuessThatWasGivenUpDoesNotComeBack() {
        Moment now = Moment.of(clock);
        Guess guess = Guess.of(Quantity.REQUESTS, Period.MINUTE, now.nanos());
        guess.make(30, now.nanos());
        Fact made = Memory.facts(guess.meter(), now).getFirst();
        guess.giveUp();
        Fact givenUp = Memory.facts(guess.meter(), now).getFirst();

        assertNotNull(Memory.meter(made, clock));
        assertEquals(made.name(), givenUp.name());
        assertNull(Memory.meter(givenUp, clock));
    }

    private static int room(Ledger ledger, Scopes scopes, Clock clock) {
        int room = 0;
        while (ledger.reserve(scopes, Demand.REQUEST, clock.nanos()) != null) {
            room++;
        }
        return room;
    }
}
