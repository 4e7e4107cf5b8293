package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Retries;
import dev.relevo.dialect.ScopeKind;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When a request goes on with a target that did not answer, or waits for one. */
class PatienceTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aLimitThatEndsSoonIsWaitedForWhereNothingElseIsLeft() {
        Pool pool = Requests.pool(new Retries(0, Duration.ofSeconds(3), false), "a", "b");
        limit(pool, 9);
        limit(pool, 2);

        Plan plan = Requests.plan(pool);
        Plan.Later later = assertInstanceOf(Plan.Later.class, plan.next(0));
        assertEquals("b/model", later.target().name());
        assertTrue(later.pause().compareTo(Duration.ofSeconds(2)) >= 0);
        assertTrue(later.pause().compareTo(Duration.ofMillis(2400)) <= 0);
        assertEquals(
                "b/model",
                Requests.lease(plan, later.pause().toNanos()).target().name());
    }

    @Test
    void aLimitThatEndsTooLateIsNotWaitedFor() {
        Pool pool = Requests.pool(new Retries(0, Duration.ofSeconds(3), false), "a");
        limit(pool, 4);

        assertInstanceOf(Plan.Spent.class, Requests.plan(pool).next(0));
        assertInstanceOf(
                Plan.Later.class, Requests.plan(pool).next(SECOND.plusMillis(1).toNanos()));
    }

    @Test
    void whatRestsForAnotherReasonIsNotWaitedFor() {
        Pool pool = Requests.pool(new Retries(0, Duration.ofSeconds(3), false), "a");
        Lease lease = Requests.lease(Requests.plan(pool), 0);
        lease.scopes().key().rest(0, SECOND, 502, "wrong key");
        lease.refused(0);

        assertInstanceOf(Plan.Spent.class, Requests.plan(pool).next(0));
    }

    @Test
    void pausesBeforeTheSameTargetGrowAndDiffer() {
        Pool pool = Requests.pool(new Retries(3, Duration.ZERO, false), "a");
        Plan plan = Requests.plan(pool);
        Lease lease = Requests.lease(plan, 0);
        for (long least : new long[] {100, 200, 400}) {
            lease.modelFailed(0);
            Duration pause = plan.retry(lease, null, 0);
            assertNotNull(pause);
            assertTrue(pause.toMillis() >= least && pause.toMillis() <= 2 * least, pause.toString());
            lease = plan.again(lease, 0);
            assertNotNull(lease);
        }
        lease.modelFailed(0);
        assertNull(plan.retry(lease, null, 0));
    }

    @Test
    void aTargetWhoseBreakerHasOpenedIsNotAskedAgain() {
        Pool pool = Requests.pool(new Retries(9, Duration.ZERO, false), "a");
        Plan plan = Requests.plan(pool);
        Lease lease = Requests.lease(plan, 0);
        for (int i = 0; i < 4; i++) {
            lease.modelFailed(0);
            lease = plan.again(lease, 0);
            assertNotNull(lease);
        }
        lease.modelFailed(0);

        assertNull(plan.retry(lease, null, 0));
        Lease last = Requests.lease(Requests.plan(pool), 1);
        last.modelFailed(1);
        assertNull(plan.retry(last, null, 1), "nor is it after the attempt in spite of it");
    }

    @Test
    void withoutBudgetNothingIsAskedAgain() {
        Pool pool = Requests.pool(new Retries(1, Duration.ofSeconds(9), false), "a", "b");
        int retries = 0;
        for (int i = 0; i < 100; i++) {
            Plan plan = Requests.plan(pool);
            Lease lease = Requests.lease(plan, 0);
            retries += plan.retry(lease, null, 0) == null ? 0 : 1;
            lease.answered(0);
        }
        assertEquals(10 + 100 / 5, retries, 1);
    }

    @Test
    void pausesBeforeTheSameTargetTakeTwoSecondsAtMost() {
        Patience patience = new Patience(new Retries(15, Duration.ZERO, false), 1, new Budget(), new Random(1));
        for (int failures = 5; failures <= 15; failures++) {
            Duration pause = patience.retry(failures, null, failures * SECOND.toNanos());
            assertNotNull(pause);
            assertTrue(pause.toMillis() >= 1000 && pause.toMillis() <= 2000, pause.toString());
        }
    }

    @Test
    void aLimitRenewedDuringAWaitIsWaitedForAgainWhileThereIsTime() {
        Pool pool = Requests.pool(new Retries(0, Duration.ofSeconds(5), false), "a");
        Plan plan = Requests.plan(pool);
        Lease first = limited(plan, 0, 2);
        assertEquals(
                Duration.ofSeconds(2),
                assertInstanceOf(Plan.Later.class, plan.next(0)).pause());
        long renewed = Duration.ofMillis(1500).toNanos();
        first.scopes().target().limited(renewed, Duration.ofSeconds(2), "limited by another request");

        Plan.Later later = assertInstanceOf(Plan.Later.class, plan.next(2 * SECOND.toNanos()));
        long over = 2 * SECOND.toNanos() + later.pause().toNanos();
        Lease second = limited(plan, over, 2);
        assertEquals(first.target(), second.target());
        assertInstanceOf(Plan.Spent.class, plan.next(over), "more than three of five seconds are waited");
        assertEquals(List.of(), plan.resting(over), "it was not passed over");
    }

    @Test
    void anotherTargetIsTakenRatherThanAWait() {
        Pool pool = Requests.pool(new Retries(0, Duration.ofSeconds(5), false), "a", "b");
        Plan plan = Requests.plan(pool);
        limited(plan, 0, 1);

        assertEquals("b/model", Requests.lease(plan, 0).target().name());
    }

    @Test
    void aTargetWhoseLimitIsSaidToBeOverAtOnceIsAskedAgainAfterPausesThatGrow() {
        Pool pool = Requests.pool(new Retries(0, Duration.ofSeconds(5), false), "a");
        Plan plan = Requests.plan(pool);
        long now = 0;
        for (long millis : new long[] {100, 200, 400, 800, 1000, 1000}) {
            limited(plan, now, Duration.ofMillis(1));
            Plan.Later later = assertInstanceOf(Plan.Later.class, plan.next(now));
            assertEquals(Duration.ofMillis(millis), later.pause());
            now += later.pause().toNanos();
        }
    }

    @Test
    void theSameTargetAfterAWaitIsChargedOnce() {
        Pool pool = Requests.pool(new Retries(0, Duration.ofSeconds(9), false), "a");
        Plan plan = Requests.plan(pool);
        Lease lease = limited(plan, 0, 1);
        double before = pool.health().budget().left(0);
        Plan.Later later = assertInstanceOf(Plan.Later.class, plan.next(0));
        assertEquals(before, pool.health().budget().left(0), 0.001, "no call was made");

        Lease again = Requests.lease(plan, later.pause().toNanos());
        assertEquals(lease.target(), again.target());
        double after = pool.health().budget().left(0);
        assertEquals(before - 1, after, 0.001);
    }

    @Test
    void aPauseThatIsNotMadeCostsNeitherBudgetNorTimeForWaiting() {
        Pool pool = Requests.pool(new Retries(1, Duration.ofSeconds(3), false), "a", "b");
        Plan plan = Requests.plan(pool);
        Lease lease = failed(plan);
        double before = pool.health().budget().left(0);
        assertNotNull(plan.retry(lease, Duration.ofSeconds(3), 0));
        Lease other = failed(plan);

        assertEquals(before, pool.health().budget().left(0), 0.001);
        assertEquals("b/model", other.target().name());
        assertNotNull(plan.retry(other, Duration.ofSeconds(3), 0), "all three seconds are left");
        assertInstanceOf(Plan.Spent.class, plan.next(0));
        assertEquals(before, pool.health().budget().left(0), 0.001);
    }

    @Test
    void aRequestThatEndsInAPauseGivesItsCallBack() {
        Pool pool = Requests.pool(new Retries(1, Duration.ofSeconds(3), false), "a");
        Plan plan = Requests.plan(pool);
        Lease lease = Requests.lease(plan, 0);
        double before = pool.health().budget().left(0);
        lease.modelFailed(0);
        assertNotNull(plan.retry(lease, null, 0));
        assertEquals(before - 1, pool.health().budget().left(0), 0.001);

        plan.close(0);
        plan.close(0);

        assertEquals(before, pool.health().budget().left(0), 0.001);
    }

    @Test
    void theLastResortThatCouldNotBePaidMayBeTakenLater() {
        Pool pool = Requests.pool(Retries.DEFAULT, "a");
        Requests.breakTarget(pool, "a/model", 0);
        Plan plan = Requests.plan(pool);
        while (pool.health().budget().left(0) > 0) {
            pool.health().budget().owe(0);
        }
        assertInstanceOf(Plan.Spent.class, plan.next(0));

        assertEquals("a/model", Requests.lease(plan, SECOND.toNanos()).target().name());
        assertInstanceOf(Plan.Spent.class, plan.next(2 * SECOND.toNanos()));
    }

    private static Lease limited(Plan plan, long nowNanos, int seconds) {
        return limited(plan, nowNanos, Duration.ofSeconds(seconds));
    }

    private static Lease limited(Plan plan, long nowNanos, Duration told) {
        Lease lease = Requests.lease(plan, nowNanos);
        lease.scopes().target().limited(nowNanos, told, "limited");
        lease.limited(ScopeKind.TARGET, false, nowNanos);
        plan.limited(lease, nowNanos);
        return lease;
    }

    private static Lease failed(Plan plan) {
        Lease lease = Requests.lease(plan, 0);
        lease.modelFailed(0);
        return lease;
    }

    private static void limit(Pool pool, int seconds) {
        limited(Requests.plan(pool), 0, seconds);
    }
}
