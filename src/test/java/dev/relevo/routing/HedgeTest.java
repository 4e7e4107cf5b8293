package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Feature;
import dev.relevo.config.Retries;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A second target for a request whose first one is late. */
class HedgeTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Retries HEDGING = new Retries(0, Duration.ZERO, true);
    private static final Set<Feature> CHAT = Set.of(Feature.CHAT);

    private final Pool pool = Requests.pool(HEDGING, "a", "b", "c");

    @Test
    void itStartsAfterTheTimeThatNineteenOfTwentyAnswersOfThatKindTook() {
        answered(pool, 49, 200);
        assertNull(Requests.plan(pool).hedgeAfter());

        answered(pool, 1, 200);
        assertEquals(Duration.ofMillis(200), Requests.plan(pool).hedgeAfter());
        assertNull(pool.plan(Requests.ask(CHAT, true)).hedgeAfter(), "nothing is known of streams");
        assertNull(pool.plan(Requests.ask(Set.of(Feature.EMBEDDINGS), false)).hedgeAfter(), "nor of embeddings");
    }

    @Test
    void aPoolThatDoesNotHedgeOrHasOneTargetNeverStartsOne() {
        Pool without = Requests.pool(Retries.DEFAULT, "a", "b");
        Pool single = Requests.pool(HEDGING, "a");
        answered(without, 100, 200);
        answered(single, 100, 200);

        assertNull(Requests.plan(without).hedgeAfter());
        assertNull(Requests.plan(single).hedgeAfter());
    }

    @Test
    void failuresAreNoSamples() {
        answered(pool, 50, 200);
        for (int i = 0; i < 100; i++) {
            Requests.lease(Requests.plan(pool), 0).refused(9 * SECOND);
            Requests.lease(Requests.plan(pool), 0).cutShort(9 * SECOND);
        }
        answered(pool, 100, 200);

        assertEquals(Duration.ofMillis(200), Requests.plan(pool).hedgeAfter());
    }

    @Test
    void itGoesToAnotherTarget() {
        answered(pool, 60, 200);
        Plan plan = Requests.plan(pool);
        Lease first = Requests.lease(plan, 0);
        Lease second = plan.hedge(1);

        assertNotNull(second);
        assertNotEquals(first.target(), second.target());
        assertFalse(second.isTrial());
    }

    @Test
    void whatRestsOrIsBrokenOrMayBeBrokenIsNoTargetForIt() {
        answered(pool, 300, 200);
        Requests.breakTarget(pool, "b/model", 0);
        Requests.lease("c/model", pool, 0).scopes().target().limited(0, Duration.ofSeconds(90), "limited");

        for (long now : new long[] {1, 60 * SECOND}) {
            Plan plan = Requests.plan(pool);
            Requests.lease("a/model", plan, now);
            assertNull(plan.hedge(now), "at " + now + ", when b's breaker is open or half-open");
        }
        assertTrue(pool.health().budget().hedge(60 * SECOND), "nothing was taken for those");
    }

    @Test
    void oneInTwentyRequestsHasOneAtMost() {
        int hedges = 0;
        for (int requests = 1; requests <= 100_000; requests++) {
            Plan plan = Requests.plan(pool);
            Requests.lease(plan, 0).released(0);
            Lease hedge = plan.hedge(0);
            hedges += hedge == null ? 0 : 1;
            assertTrue(20 * hedges <= requests, hedges + " hedges of " + requests + " requests");
        }
        assertEquals(5000, hedges);
    }

    @Test
    void aLongQuietTimeSavesUpTenOfThem() {
        for (int i = 0; i < 10_000; i++) {
            Requests.answered(pool, 0);
        }
        int hedges = 0;
        while (pool.health().budget().hedge(0)) {
            hedges++;
        }
        assertEquals(10, hedges);
    }

    @Test
    void itIsPaidFromTheBudget() {
        answered(pool, 1000, 200);
        double before = pool.health().budget().left(0);
        Plan plan = Requests.plan(pool);
        Requests.lease(plan, 0);
        assertNotNull(plan.hedge(0));

        assertEquals(before - 1, pool.health().budget().left(0), 0.001);
        spendAll();
        Plan later = Requests.plan(pool);
        Requests.lease(later, 0);
        assertNull(later.hedge(0));
    }

    @Test
    void whoLosesIsCondemnedByNothingButKnownToBeSlow() {
        Lease loser = Requests.lease("a/model", pool, 0);
        Candidate candidate = loser.candidate();
        Latency latency = candidate.model().latency(new Kind(Feature.CHAT, false));
        for (int i = 0; i < 50; i++) {
            loser.lost(3 * SECOND);
            loser = Requests.lease("a/model", pool, 0);
        }

        assertTrue(candidate.isSound(new Kind(Feature.CHAT, false)));
        assertEquals(3.0 * SECOND, latency.expected(3 * SECOND), 1);
        Requests.lease("a/model", pool, 3 * SECOND).lost(4 * SECOND);
        assertEquals(3.0 * SECOND, latency.expected(4 * SECOND), 1, "one second at least is no news");
    }

    @Test
    void theLoserMayContinueWhatTheWinnerBroke() {
        answered(pool, 60, 200);
        Plan plan = Requests.plan(pool);
        Lease loser = Requests.lease(plan, 0);
        Lease winner = plan.hedge(1);
        assertNotNull(winner);
        winner.answered(2);
        loser.lost(2);
        winner.brokeOff(3);

        plan.only(target -> target.equals(loser.target()) || target.equals(winner.target()));
        assertEquals(loser.target(), Requests.lease(plan, 3).target());
        assertEquals(new Plan.Spent(), plan.next(3));
    }

    @Test
    void whereItCannotBePaidForTheLoserAnUntriedTargetIsAsked() {
        answered(pool, 60, 200);
        Plan plan = Requests.plan(pool);
        Lease loser = Requests.lease("a/model", plan, 0);
        Lease winner = plan.hedge(1);
        assertNotNull(winner);
        winner.answered(2);
        loser.lost(2);
        winner.brokeOff(3);
        spendAll();

        assertEquals("c/model", Requests.lease(plan, 3).target().name());
        assertEquals(new Plan.Spent(), plan.next(3));
    }

    private void spendAll() {
        while (pool.health().budget().left(0) > 0) {
            pool.health().budget().owe(0);
        }
    }

    @Test
    void aPlanNarrowedDownLeadsNowhereElse() {
        Plan plan = Requests.plan(pool);
        plan.only(target -> target.name().equals("b/model"));

        assertEquals("b/model", Requests.lease(plan, 0).target().name());
        assertEquals(1, plan.left(0));
        assertEquals(new Plan.Spent(), plan.next(0));
    }

    private static void answered(Pool pool, int requests, long millis) {
        for (int i = 0; i < requests; i++) {
            Requests.lease(Requests.plan(pool), 0)
                    .answered(Duration.ofMillis(millis).toNanos());
        }
    }
}
