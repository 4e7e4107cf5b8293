package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Continuation;
import dev.relevo.config.Feature;
import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.Sample;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.dialect.Told;
import dev.relevo.quota.Ledger;
import dev.relevo.quota.Scope;
import dev.relevo.routing.Breaker.Permit;
import dev.relevo.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each way of giving a lease back does to the two breakers behind it. */
class LeaseTest {
    private static final Kind CHAT = new Kind(Feature.CHAT, false);
    private static final long OPEN = Duration.ofSeconds(6).toNanos();

    private final PoolHealth pool = new PoolHealth(new Queues());
    private final Breaker endpoint = new Breaker(new Random(1));
    private final Performance performance = new Performance(new Random(1));
    private final Breaker model = performance.breaker(CHAT);
    private final Candidate candidate = candidate("m", performance);

    @Test
    void aFailureOfTheModelProvesTheEndpoint() {
        breakBoth();

        probe().modelFailed(OPEN);

        assertTrue(endpoint.isClosed());
        assertSame(Permit.REFUSED, model.acquire(OPEN));
    }

    @Test
    void aFailureToConnectSaysNothingOfTheModel() {
        breakBoth();

        probe().endpointFailed("refused", OPEN);

        assertSame(Permit.REFUSED, endpoint.acquire(OPEN));
        assertEquals(Duration.ofSeconds(5), model.remaining(OPEN), "no longer, and not at once");
    }

    @Test
    void aRefusalProvesTheEndpointAndLeavesTheModelToAnotherProbe() {
        breakBoth();

        probe().refused(OPEN);

        assertTrue(endpoint.isClosed());
        assertProbe(model);
    }

    @Test
    void anAttemptThatWasGivenUpLeavesBothPlacesFree() {
        breakBoth();

        probe().released(OPEN);

        assertProbe(endpoint);
        assertProbe(model);
    }

    @Test
    void anAnswerProvesBoth() {
        breakBoth();

        probe().answered(OPEN);

        assertTrue(endpoint.isClosed());
        assertTrue(model.isClosed());
    }

    @Test
    void anAnswerThatBrokeOffCountsAgainstTheModelAlone() {
        breakBoth();
        Lease lease = probe();

        lease.answered(OPEN);
        lease.brokeOff(OPEN);

        assertTrue(endpoint.isClosed());
        assertSame(Permit.REFUSED, model.acquire(OPEN));
    }

    @Test
    void whoeverIsRefusedByOneBreakerTakesNoPlaceInTheOther() {
        fail(endpoint, 0);
        fail(model, OPEN - 1);
        Candidate other = candidate("n", new Performance(new Random(1)));

        assertNull(candidate.lease(at(OPEN)));
        assertNotNull(other.lease(at(OPEN)));
        assertNull(other.lease(at(OPEN)));
    }

    @Test
    void anAnswerShortensTheNextRestOfItsTargetAndAccount() {
        for (Scope scope :
                new Scope[] {candidate.scopes().target(), candidate.scopes().account()}) {
            scope.limited(0, null, "");
            scope.limited(2 * OPEN, null, "");
            assertEquals(Duration.ofSeconds(20), scope.remaining(2 * OPEN));
        }
        candidate.lastResort(at(OPEN)).answered(OPEN);
        long later = 10 * OPEN;
        candidate.scopes().target().limited(later, null, "");
        candidate.scopes().account().limited(later, null, "");

        assertEquals(Duration.ofSeconds(10), candidate.scopes().target().remaining(later));
        assertEquals(Duration.ofSeconds(10), candidate.scopes().account().remaining(later));
    }

    @Test
    void anAttemptFromBeforeAnOutageDoesNotBreakWhatHasRecovered() {
        List<Lease> before = IntStream.range(0, 10)
                .mapToObj(_ -> candidate.lease(at(0)))
                .filter(Objects::nonNull)
                .toList();
        breakBoth();
        probe().answered(OPEN);

        before.forEach(lease -> lease.modelFailed(2 * OPEN));
        before.forEach(lease -> lease.endpointFailed("refused", 2 * OPEN));
        assertTrue(candidate.isSound(CHAT));
    }

    @Test
    void anAttemptCutShortCondemnsNobodyAndLeavesTheNextProbeWaiting() {
        breakBoth();

        probe().cutShort(OPEN + 1);

        assertNull(candidate.lease(at(OPEN + 1)));
        assertNotNull(candidate.lease(at(2 * OPEN + 1)));
        Candidate other = candidate("n", new Performance(new Random(1)));
        for (int i = 0; i < 100; i++) {
            other.lastResort(at(0)).cutShort(OPEN);
        }
        assertTrue(other.model().breaker(CHAT).isClosed());
    }

    @Test
    void aWordOfWhichNothingFollowsLeavesARefusalUntold() {
        Told nothing = new Told(Quantity.REQUESTS, Period.MINUTE, null, 0L, null, null, ScopeKind.TARGET);
        Told spent = new Told(Quantity.REQUESTS, Period.MINUTE, 30L, 0L, null, null, ScopeKind.TARGET);
        Lease lease = Objects.requireNonNull(candidate.lease(at(0)));

        assertFalse(lease.told(List.of(), 0));
        assertFalse(lease.told(List.of(nothing), 0));
        assertTrue(lease.told(List.of(nothing, spent), 0));
    }

    private static void assertProbe(Breaker breaker) {
        Permit permit = breaker.acquire(OPEN);
        assertTrue(permit.isTrial() && permit != Permit.REFUSED);
    }

    private Candidate candidate(String name, Performance of) {
        Target target =
                new Target(Sample.provider("p", 1), name, null, 1, null, Set.of(), null, Continuation.NONE, Terms.NONE);
        Ledger ledger = new Ledger(Clock.system());
        return new Candidate(target, ledger.of(target), ledger, endpoint, of, new Tempo());
    }

    private Draw at(long nowNanos) {
        return new Draw(_ -> true, Requests.ask(Set.of(Feature.CHAT), false), CHAT, pool, null, nowNanos);
    }

    private void breakBoth() {
        fail(endpoint, 0);
        fail(model, 0);
        assertNull(candidate.lease(at(0)));
    }

    private Lease probe() {
        Lease lease = candidate.lease(at(OPEN));
        assertNotNull(lease);
        assertNull(candidate.lease(at(OPEN)));
        return lease;
    }

    private static void fail(Breaker breaker, long nowNanos) {
        for (int i = 0; i < 5; i++) {
            breaker.failed(breaker.acquire(nowNanos), nowNanos);
        }
    }
}
