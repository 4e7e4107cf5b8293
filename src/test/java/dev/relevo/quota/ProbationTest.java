package dev.relevo.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.relevo.dialect.ScopeKind;
import dev.relevo.time.ManualClock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows a refusal of which nothing was told. */
class ProbationTest {
    private final ManualClock clock = new ManualClock();
    private final Ledger ledger = new Ledger(clock);
    private final Scopes scopes = ledger.of(Pinned.target());

    @BeforeEach
    void refused() {
        Reservation refused = Objects.requireNonNull(reserve());
        ledger.refused(scopes, ScopeKind.TARGET, refused, clock.nanos());
        refused.release(clock.nanos());
    }

    @Test
    void oneGoesAheadAndMoreFollowEachAnswer() {
        Reservation ahead = Objects.requireNonNull(reserve());
        assertNull(reserve());
        assertEquals(Duration.ofSeconds(1), ledger.roomIn(scopes, Demand.REQUEST, clock.nanos()));

        ahead.reached(clock.nanos());

        Reservation second = Objects.requireNonNull(reserve());
        assertNotNull(reserve());
        assertNull(reserve());

        second.reached(clock.nanos());

        assertNotNull(reserve());
        assertNotNull(reserve());
        assertNull(reserve());
    }

    @Test
    void oneThatNeverArrivesMakesRoomForTheNext() {
        Objects.requireNonNull(reserve()).release(clock.nanos());

        assertNotNull(reserve());
        assertNull(reserve());
    }

    @Test
    void oneThatHangsKeepsTheOthersWaitingForAQuarterOfAMinuteAtMost() {
        assertNotNull(reserve());
        clock.advance(Duration.ofSeconds(15));

        assertNotNull(reserve());
    }

    @Test
    void restsOfWhichNobodyTellsTheEndGrowWithTheTimeWithoutAnAnswer() {
        Scope scope = scopes.target();
        Duration longest = Duration.ZERO;
        int rests = 0;
        while (clock.nanos() < Duration.ofDays(1).toNanos()) {
            scope.limited(clock.nanos(), null, "limit");
            longest = scope.remaining(clock.nanos());
            clock.advance(longest);
            rests++;
        }
        assertEquals(Duration.ofHours(1), longest);
        assertEquals(45, rests);

        scope.answered();
        scope.limited(clock.nanos(), null, "limit");
        assertEquals(Duration.ofSeconds(10), scope.remaining(clock.nanos()));
    }

    private @Nullable Reservation reserve() {
        return ledger.reserve(scopes, Demand.REQUEST, clock.nanos());
    }
}
