package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.relevo.config.Affinity;
import dev.relevo.config.Alias;
import dev.relevo.config.Entry;
import dev.relevo.config.Provider;
import dev.relevo.config.Retries;
import dev.relevo.config.Sample;
import dev.relevo.config.Server;
import dev.relevo.config.Settings;
import dev.relevo.config.Strategy;
import dev.relevo.config.Streams;
import dev.relevo.config.Terms;
import dev.relevo.config.Timeouts;
import dev.relevo.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotationTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyEntryGetsExactlyItsShareInTurn(int entries) {
        String[] names = IntStream.range(0, entries).mapToObj(i -> "p" + i).toArray(String[]::new);
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers(names));

        List<String> answered = Requests.answered(pool, 3 * entries, 0);

        List<String> round = Stream.of(names).map(name -> name + "/model").toList();
        assertEquals(
                Collections.nCopies(3, round).stream().flatMap(List::stream).toList(), answered);
    }

    @Test
    void sharesAreExactHoweverManyChooseAtOnce() throws InterruptedException {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers("a", "b", "c"));

        List<String> answered = atOnce(3000, () -> Requests.answered(pool, 0));

        assertEquals(Map.of("a/model", 1000, "b/model", 1000, "c/model", 1000), Requests.counts(answered));
    }

    @Test
    void keysTakeTurnsInsideTheirEntry() {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Sample.provider("a", 3), Sample.provider("b", 1));

        List<String> answered = Requests.answered(pool, 8, 0);

        assertEquals(
                List.of("a/model#1", "b/model", "a/model#2", "b/model", "a/model#3", "b/model", "a/model#1", "b/model"),
                answered);
    }

    @Test
    void anEntryListedTwiceGetsTwoSharesButOneAttemptOfARequest() {
        Provider[] providers = Requests.providers("a", "b");
        List<Entry> entries = List.of(Sample.entry("a", 1), Sample.entry("a", 1), Sample.entry("b", 1));
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, List.of(providers), entries);

        assertEquals(Map.of("a/model", 4, "b/model", 2), Requests.counts(Requests.answered(pool, 6, 0)));
        assertEquals(List.of("a/model", "b/model"), Requests.failing(pool, 0));
        assertEquals(2, Requests.plan(pool).attempts());
    }

    @Test
    void aDeadTargetsShareIsSpreadEvenly() {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers("a", "dead", "b", "c"));

        List<String> answered = IntStream.range(0, 3000)
                .mapToObj(i -> answeredButByDead(pool, i))
                .toList();

        assertEquals(Map.of("a/model", 1000, "b/model", 1000, "c/model", 1000), Requests.counts(answered));
    }

    @Test
    void aDeadTargetsShareIsSpreadEvenlyAmongManyAtOnce() throws InterruptedException {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers("a", "dead", "b", "c"));

        Map<String, Integer> counts = Requests.counts(atOnce(3000, () -> answeredButByDead(pool, 0)));

        assertEquals(Map.of("a/model", 1000, "b/model", 1000, "c/model", 1000), counts);
    }

    @Test
    void lowerTiersComeFirst() {
        List<Entry> entries = List.of(Sample.entry("late", 2), Sample.entry("a", 1), Sample.entry("b", 1));
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, List.of(Requests.providers("late", "a", "b")), entries);

        assertEquals(List.of("a/model", "b/model", "a/model"), Requests.answered(pool, 3, 0));
        assertEquals(List.of("b/model", "a/model", "late/model"), Requests.failing(pool, 0));
    }

    @Test
    void priorityAsksInTheOrderOfTheList() {
        Pool pool = Requests.pool(Strategy.PRIORITY, Requests.providers("a", "b", "c"));

        assertEquals(List.of("a/model", "a/model", "a/model"), Requests.answered(pool, 3, 0));
        assertEquals(List.of("a/model", "b/model", "c/model"), Requests.failing(pool, 0));
        assertEquals(List.of("a/model"), Requests.answered(pool, 1, 0));
    }

    @Test
    void priorityRotatesTheKeysOfAnEntry() {
        Pool pool = Requests.pool(Strategy.PRIORITY, Sample.provider("a", 2), Sample.provider("b", 1));

        assertEquals(List.of("a/model#1", "a/model#2", "a/model#1"), Requests.answered(pool, 3, 0));
        assertEquals(List.of("a/model#2", "a/model#1", "b/model"), Requests.failing(pool, 0));
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void noRequestTriesATargetTwice(Strategy strategy) {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            Provider[] providers = IntStream.range(0, 1 + random.nextInt(6))
                    .mapToObj(i -> Sample.provider("p" + i, 1 + random.nextInt(3)))
                    .toArray(Provider[]::new);
            Pool pool = Requests.pool(strategy, providers);
            for (int request = 0; request < 10; request++) {
                List<String> tried = Requests.failing(pool, 0);
                assertEquals(new HashSet<>(tried).size(), tried.size(), tried.toString());
            }
        }
    }

    @Test
    void aRequestTakesSixteenAttemptsAtMost() {
        Provider[] many = IntStream.range(0, 20)
                .mapToObj(i -> Sample.provider("p" + i, 2))
                .toArray(Provider[]::new);
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, many);

        assertEquals(16, Requests.plan(pool).attempts());
        assertEquals(16, Requests.failing(pool, 0).size());
    }

    @Test
    void aRestingTargetIsPassedOverUntilItsRestIsOver() {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers("a", "b", "c"));
        Lease limited = Requests.lease(Requests.plan(pool), 0);
        limited.scopes().target().limited(0, Duration.ofSeconds(20), "limited");
        limited.refused(0);
        long over = Duration.ofSeconds(20).toNanos();

        assertEquals(List.of("b/model", "c/model", "b/model", "c/model"), Requests.answered(pool, 4, over - 1));
        assertEquals(List.of("a/model", "b/model"), Requests.answered(pool, 2, over));
    }

    @Test
    void whatRestsIsToldWithItsReason() {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers("a", "b"));
        Plan plan = Requests.plan(pool);
        Requests.lease(plan, 0).scopes().target().limited(0, Duration.ofSeconds(20), "too many tokens");
        Requests.breakTarget(pool, "b/model", 0);
        Plan later = Requests.plan(pool);

        assertEquals(
                List.of(
                        new Plan.Resting("a/model", 429, "too many tokens", Duration.ofSeconds(20)),
                        new Plan.Resting("b/model", 503, "it kept failing", Duration.ofSeconds(5))),
                later.resting(0));
    }

    @Test
    void keysOfOneProviderShareTheBreakerOfTheirModel() {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Sample.provider("a", 2), Sample.provider("b", 1));
        Requests.breakTarget(pool, "a/model#1", 0);

        assertEquals(List.of("b/model", "b/model"), Requests.answered(pool, 2, 0));
    }

    @Test
    void anUnreachableEndpointIsPassedOverForAllItsModels() {
        List<Entry> entries = List.of(
                new Entry("a", "x", 1, null, 1, null, null, null, Terms.NONE),
                new Entry("a", "y", 1, null, 1, null, null, null, Terms.NONE),
                Sample.entry("b", 1));
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, List.of(Requests.providers("a", "b")), entries);
        for (int i = 0; i < 5; i++) {
            Plan plan = Requests.plan(pool);
            Lease lease = Requests.lease(plan, 0);
            while (!lease.target().name().equals("a/x")) {
                lease.released(0);
                lease = Requests.lease(plan, 0);
            }
            lease.endpointFailed("refused", 0);
        }

        assertEquals(List.of("b/model", "b/model"), Requests.answered(pool, 2, 0));
    }

    @Test
    void whenEveryBreakerIsOpenTheOneThatFailedLongestAgoIsTriedOnce() {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers("a", "b", "c"));
        Requests.breakTarget(pool, "b/model", 1);
        Requests.breakTarget(pool, "c/model", 2);
        Requests.breakTarget(pool, "a/model", 3);

        assertEquals(List.of("b/model"), Requests.failing(pool, 4));
        assertEquals(List.of("c/model"), Requests.failing(pool, 5));
        assertEquals(List.of("a/model"), Requests.failing(pool, 6));
        assertEquals(List.of("b/model"), Requests.failing(pool, 7));
    }

    @Test
    void whereOnlyAnOpenBreakerIsLeftItsTargetIsTriedBeforeTheClientGetsNothing() {
        Pool pool = Requests.pool(Strategy.PRIORITY, Requests.providers("a", "b", "c"));
        Requests.breakTarget(pool, "c/model", 1);
        Requests.breakTarget(pool, "b/model", 2);

        assertEquals(List.of("a/model", "c/model"), Requests.failing(pool, 3));
    }

    @Test
    void theLastResortPassesOverWhatRests() {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers("a", "b"));
        Requests.breakTarget(pool, "a/model", 1);
        Requests.breakTarget(pool, "b/model", 2);
        Lease first = Requests.lease(Requests.plan(pool), 3);
        assertEquals("a/model", first.target().name());
        first.scopes().key().rest(3, Duration.ofMinutes(10), 502, "wrong key");
        first.refused(3);

        assertEquals(List.of("b/model"), Requests.failing(pool, 4));
    }

    @Test
    void whereEverythingRestsNothingIsTried() {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers("a"));
        Requests.lease(Requests.plan(pool), 0).scopes().account().rest(0, Duration.ofHours(24), 502, "no credit");

        assertEquals(new Plan.Spent(), Requests.plan(pool).next(1));
    }

    @Test
    void aModelNameLeadsToItsPoolOrToTheDefault() {
        List<Alias> aliases = Stream.of("fast", "smart")
                .map(name -> new Alias(
                        name,
                        Strategy.PRIORITY,
                        Affinity.EXPLICIT,
                        List.of(Sample.entry("a", 1)),
                        1,
                        Streams.DEFAULT,
                        Retries.DEFAULT,
                        Timeouts.UNBOUNDED))
                .toList();
        Settings strict = new Settings(Server.DEFAULT, List.of(Sample.provider("a", 1)), aliases, List.of());
        Server withDefault = Server.DEFAULT.withDefaultAlias("smart");
        Router router = new Router(strict.withServer(withDefault), new Health(() -> 0, Clock.system()), new Random(1));

        assertEquals(List.of("fast", "smart"), router.aliases());
        assertNull(new Router(strict, new Health(() -> 0, Clock.system()), new Random(1)).pool("gpt-4o"));
        assertSame(router.pool("smart"), router.pool("gpt-4o"));
        assertEquals("fast", router.pool("fast").alias().name());
        assertEquals(1, router.keys().size());
    }

    /** A request that fails over where it meets the target named {@code dead}. */
    private static String answeredButByDead(Pool pool, long nowNanos) {
        Plan plan = Requests.plan(pool);
        Lease lease = Requests.lease(plan, nowNanos);
        while (lease.target().name().equals("dead/model")) {
            lease.modelFailed(nowNanos);
            lease = Requests.lease(plan, nowNanos);
        }
        lease.answered(nowNanos);
        lease.completed(nowNanos);
        return lease.target().name();
    }

    private static List<String> atOnce(int requests, Callable<String> request) throws InterruptedException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            return executor.invokeAll(Collections.nCopies(requests, request)).stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }
}
