package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Feature;
import dev.relevo.config.Provider;
import dev.relevo.config.Sample;
import dev.relevo.config.Settings;
import dev.relevo.config.Strategy;
import dev.relevo.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is kept from one configuration to the next. */
class HealthTest {
    private final ManualClock clock = new ManualClock();
    private final Health health = new Health(() -> 0, clock);

    @Test
    void thousandsOfReloadsLeaveNothingOfWhatIsGone() {
        for (int i = 0; i < 3000; i++) {
            reload("p" + i, "q" + i % 7, "kept");
        }

        reload("only");
        clock.advance(Duration.ofHours(2));
        reload("only");
        assertEquals(
                (5 + 1 + 1 + 1) + (2 + 1 + 1) + (1 + 1),
                health.size(),
                "one target; what its provider's other models have besides; the pools of both");
    }

    @Test
    void namesThatClientsMakeUpTakeNoMemory() {
        Router router = new Router(settings("a", "b"), health, new Random(1));
        int size = health.size();
        for (int i = 0; i < 1000; i++) {
            Pool pool = router.pool("a/made-up-" + i);
            assertNotNull(pool);
            Requests.answered(pool, i);
        }
        assertEquals(size, health.size());
    }

    @Test
    void anOpenBreakerStaysOpen() {
        Requests.breakTarget(reload("a", "b"), "a/model", 0);

        Pool pool = reload("b", "a", "c");

        assertEquals(List.of("b/model", "c/model", "b/model"), Requests.answered(pool, 3, 1));
    }

    @Test
    void whatRestsGoesOnResting() {
        Requests.lease(Requests.plan(reload("a", "b")), 0).scopes().target().limited(0, Duration.ofSeconds(20), "");

        assertEquals(List.of("b/model", "b/model"), Requests.answered(reload("a", "b"), 2, 1));
    }

    @Test
    void aRequestUnderWayTeachesTheNextConfiguration() {
        Lease before = Requests.lease(Requests.plan(reload("a", "b")), 0);
        Pool after = reload("a", "b");

        before.scopes().key().rest(1, Duration.ofMinutes(10), 502, "wrong key");
        before.refused(1);

        assertEquals(List.of("b/model", "b/model"), Requests.answered(after, 2, 2));
    }

    @Test
    void aSpentBudgetStaysSpent() {
        Budget budget = reload("a", "b").health().budget();
        while (budget.left(0) > 0) {
            budget.owe(0);
        }

        assertFalse(reload("b", "c").health().budget().spend(0));
    }

    @Test
    void aSpentBudgetOfModelsThatNoAliasNamesStaysSpent() {
        Budget budget = direct("b/made-up").health().budget();
        while (budget.left(0) > 0) {
            budget.owe(0);
        }

        assertFalse(direct("b/another").health().budget().spend(0));
        assertTrue(direct("a/made-up").health().budget().spend(0), "each provider has its own");
    }

    @Test
    void failingEmbeddingsDoNotKeepChatsAway() {
        Pool pool = reload("a");
        for (int i = 0; i < 5; i++) {
            Requests.lease(pool.plan(Requests.ask(Set.of(Feature.EMBEDDINGS), false)), 0)
                    .modelFailed(0);
        }

        assertFalse(Requests.lease(Requests.plan(pool), 0).isTrial());
        assertTrue(Requests.lease(pool.plan(Requests.ask(Set.of(Feature.EMBEDDINGS), false)), 0)
                .isTrial());
    }

    private Pool direct(String name) {
        Router router = new Router(settings("a", "b"), health, new Random(1));
        health.retain(router);
        return Objects.requireNonNull(router.pool(name));
    }

    /** The alias's pool over these providers, of one key each. */
    private Pool reload(String... names) {
        Router router = new Router(settings(names), health, new Random(1));
        health.retain(router);
        return Requests.pool(router);
    }

    private static Settings settings(String... names) {
        List<Provider> providers = List.of(Requests.providers(names));
        return Sample.settings(
                Strategy.ROUND_ROBIN,
                providers,
                providers.stream()
                        .map(provider -> Sample.entry(provider.name(), 1))
                        .toList());
    }
}
