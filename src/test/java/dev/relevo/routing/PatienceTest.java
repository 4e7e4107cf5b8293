package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Provider;
import dev.relevo.config.Retries;
import dev.relevo.config.Sample;
import dev.relevo.config.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When a request goes on with a target that did not answer, or waits for one. */
class PatienceTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void aLimitThatEndsSoonIsWaitedForWhereNothingElseIsLeft() {
        Pool pool = pool(new Retries(0, Duration.ofSeconds(3), false), "a", "b");
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
        Pool pool = pool(new Retries(0, Duration.ofSeconds(3), false), "a");
        limit(pool, 4);

        assertInstanceOf(Plan.Spent.class, Requests.plan(pool).next(0));
        assertInstanceOf(
                Plan.Later.class, Requests.plan(pool).next(SECOND.plusMillis(1).toNanos()));
    }

    @Test
    void whatRestsForAnotherReasonIsNotWaitedFor() {
        Pool pool = pool(new Retries(0, Duration.ofSeconds(3), false), "a");
        Lease lease = Requests.lease(Requests.plan(pool), 0);
        lease.scopes().key().rest(0, SECOND, 502, "wrong key");
        lease.refused(0);

        assertInstanceOf(Plan.Spent.class, Requests.plan(pool).next(0));
    }

    @Test
    void pausesBeforeTheSameTargetGrowAndDiffer() {
        Pool pool = pool(new Retries(3, Duration.ZERO, false), "a");
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
        Pool pool = pool(new Retries(9, Duration.ZERO, false), "a");
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
        Pool pool = pool(new Retries(1, Duration.ofSeconds(9), false), "a", "b");
        int retries = 0;
        for (int i = 0; i < 100; i++) {
            Plan plan = Requests.plan(pool);
            Lease lease = Requests.lease(plan, 0);
            retries += plan.retry(lease, null, 0) == null ? 0 : 1;
            retries += plan.waitOut(SECOND, 0) == null ? 0 : 1;
            lease.answered(0);
        }
        assertEquals(10 + 100 / 5, retries, 1);
    }

    private static void limit(Pool pool, int seconds) {
        Lease lease = Requests.lease(Requests.plan(pool), 0);
        lease.scopes().target().limited(0, Duration.ofSeconds(seconds), "limited");
        lease.refused(0);
    }

    private static Pool pool(Retries retries, String... names) {
        List<Provider> providers = List.of(Requests.providers(names));
        var entries = providers.stream()
                .map(provider -> Sample.entry(provider.name(), 1))
                .toList();
        return Requests.pool(new Router(
                Sample.settings(Strategy.ROUND_ROBIN, providers, entries, retries),
                new Health(() -> 0),
                new Random(1)));
    }
}
