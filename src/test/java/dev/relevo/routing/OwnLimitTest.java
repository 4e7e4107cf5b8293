package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.relevo.config.Feature;
import dev.relevo.config.Period;
import dev.relevo.config.Provider;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Retries;
import dev.relevo.config.Sample;
import dev.relevo.config.Strategy;
import dev.relevo.dialect.Size;
import dev.relevo.dialect.Usage;
import dev.relevo.quota.Wallet;
import dev.relevo.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Clients with limits of their own at a pool where nothing else is limited. */
class OwnLimitTest {
    private final Health health = new Health(() -> 0, new ManualClock());
    private final Pool pool = pool(health);

    @Test
    void whoIsOverItLeavesTheOthersTheirRetries() {
        Wallet ann = wallet(Requests.limit(Quantity.REQUESTS, Period.DAY, 1));
        Plan first = plan(ann);
        Lease answered = Requests.lease(first, 0);
        answered.answered(1);
        answered.settled(new Usage(100, 10), 0, 1);
        first.close(2);
        double left = pool.health().budget().left(2);
        for (int i = 0; i < 50; i++) {
            Plan refused = plan(ann);
            assertInstanceOf(Plan.Spent.class, refused.next(2));
            refused.close(2);
        }

        assertEquals(left + 50 * 0.2, pool.health().budget().left(2), 0.001);
    }

    @Test
    void theExplanationIsThatOfTheNextRequest() {
        Wallet ann = wallet(Requests.limit(Quantity.REQUESTS, Period.DAY, 1));
        assertEquals("a/model", pool.explain(ask(ann), 0).next());
        Requests.lease(plan(ann), 0).answered(1);

        assertNull(pool.explain(ask(ann), 2).next());
        assertEquals(
                "b/model",
                pool.explain(Requests.ask(Set.of(Feature.CHAT), false), 2).next());
    }

    @Test
    void theLoserOfARaceCostsItNothingHoweverLateItEnds() {
        Wallet ann = wallet(Requests.limit(Quantity.TOKENS, Period.DAY, 100_000));
        for (int i = 0; i < 60; i++) {
            Requests.lease(Requests.plan(pool), 0)
                    .answered(Duration.ofMillis(200).toNanos());
        }
        Plan plan = plan(ann);
        Lease winner = Requests.lease(plan, 0);
        Lease loser = plan.hedge(1);
        assertNotNull(loser);
        loser.sentWhen(() -> true);
        winner.answered(2);
        winner.settled(new Usage(100, 10), 0, 2);
        plan.close(3);
        loser.lost(4);

        assertEquals(99_890, Objects.requireNonNull(ann.view(5).getFirst().left()));
    }

    private Wallet wallet(QuotaLimit limit) {
        return Objects.requireNonNull(
                health.ledger().clients(Map.of("ann", List.of(limit))).get("ann"));
    }

    private Plan plan(Wallet wallet) {
        return pool.plan(ask(wallet));
    }

    private static Ask ask(Wallet wallet) {
        return new Ask(Set.of(Feature.CHAT), false, Size.NONE, null, "ann", wallet.charge());
    }

    private static Pool pool(Health health) {
        List<Provider> providers = List.of(Requests.providers("a", "b"));
        Retries retries = new Retries(0, Duration.ZERO, true);
        return Requests.pool(new Router(
                Sample.settings(
                        Strategy.ROUND_ROBIN, providers, List.of(Sample.entry("a", 1), Sample.entry("b", 1)), retries),
                health,
                new Random(1)));
    }
}
