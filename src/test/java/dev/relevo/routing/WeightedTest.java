package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Entry;
import dev.relevo.config.Provider;
import dev.relevo.config.Sample;
import dev.relevo.config.Strategy;
import dev.relevo.config.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Turns in proportion to weights; entry i is called {@code pi/model}. */
class WeightedTest {
    @Test
    void turnsAreMixedAsEvenlyAsCanBe() {
        List<String> answered = Requests.answered(pool(5, 1, 1), 7, 0);

        String turns = "p0 p0 p1 p0 p2 p0 p0";
        assertEquals(Stream.of(turns.split(" ")).map(name -> name + "/model").toList(), answered);
    }

    @Test
    void equalWeightsAreARoundRobin() {
        assertEquals(List.of("p0/model", "p1/model", "p2/model", "p0/model"), Requests.answered(pool(3, 3, 3), 4, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyRoundGivesEachExactlyItsWeight(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            int[] weights = weights(random);
            Pool pool = pool(weights);
            for (int round = 0; round < 3; round++) {
                assertShares(weights, Requests.answered(pool, sum(weights), 0));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void atNoTimeIsAnyFarFromItsShare(long seed) {
        int[] weights = weights(new Random(seed));
        Map<String, Integer> counts = new TreeMap<>();
        int turns = 0;
        for (String name : Requests.answered(pool(weights), 3 * sum(weights), 0)) {
            counts.merge(name, 1, Integer::sum);
            turns++;
            for (int i = 0; i < weights.length; i++) {
                double due = (double) turns * weights[i] / sum(weights);
                assertEquals(due, counts.getOrDefault("p" + i + "/model", 0), weights.length, name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whileOneIsPassedOverTheOthersKeepTheirProportions(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            int[] weights = weights(random);
            int dead = random.nextInt(weights.length);
            Pool pool = pool(weights);
            Requests.answered(pool, random.nextInt(sum(weights)), 0);
            rest(pool, "p" + dead + "/model");
            weights[dead] = 0;
            Requests.answered(pool, sum(weights), 1);

            List<String> two = Requests.answered(pool, 2 * sum(weights), 1);
            Map<String, Integer> counts = Requests.counts(two);
            for (int entry = 0; entry < weights.length; entry++) {
                assertEquals(2 * weights[entry], counts.getOrDefault("p" + entry + "/model", 0));
            }
        }
    }

    @Test
    void whoComesBackGetsItsShareAndNothingIsMadeUpFor() {
        int[] weights = {5, 3, 2};
        Pool pool = pool(weights);
        rest(pool, "p0/model");
        Requests.answered(pool, 500, 1);

        long over = Duration.ofSeconds(20).toNanos();

        assertShares(weights, Requests.answered(pool, 10, over));
        assertShares(weights, Requests.answered(pool, 10, over));
    }

    @Test
    void theShareOfOneThatFailsGoesToTheOthersInProportion() {
        Pool pool = pool(5, 6, 3);
        List<String> answered = new ArrayList<>();
        int failed = 0;
        for (int i = 0; i < 14_000; i++) {
            Plan plan = Requests.plan(pool);
            Lease lease = Requests.lease(plan, i);
            while (lease.target().name().equals("p0/model")) {
                failed++;
                lease.refused(i);
                lease = Requests.lease(plan, i);
            }
            lease.answered(i);
            lease.completed(i);
            answered.add(lease.target().name());
        }
        Map<String, Integer> counts = Requests.counts(answered);
        assertEquals(5000, failed);
        assertEquals(9333, counts.getOrDefault("p1/model", 0), 1);
        assertEquals(4667, counts.getOrDefault("p2/model", 0), 1);
    }

    @Test
    void sharesAreExactHoweverManyChooseAtOnce() throws InterruptedException {
        Pool pool = pool(5, 3, 2);
        Callable<String> request = () -> Requests.answered(pool, 0);
        List<String> names;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            names = executor.invokeAll(Collections.nCopies(3000, request)).stream()
                    .map(Future::resultNow)
                    .toList();
        }
        assertEquals(Map.of("p0/model", 1500, "p1/model", 900, "p2/model", 600), Requests.counts(names));
    }

    @Test
    void weightsCountInsideTheirTierAlone() {
        List<Entry> entries = List.of(
                new Entry("a", "model", 2, null, 9, null, null, null, Terms.NONE),
                new Entry("b", "model", 1, null, 1, null, null, null, Terms.NONE),
                new Entry("c", "model", 1, null, 1, null, null, null, Terms.NONE));
        Pool pool = Requests.pool(Strategy.WEIGHTED, List.of(Requests.providers("a", "b", "c")), entries);

        assertEquals(List.of("b/model", "c/model"), Requests.answered(pool, 2, 0));
        assertEquals("a/model", Requests.failing(pool, 0).getLast());
    }

    private static Pool pool(int... weights) {
        List<Provider> providers = IntStream.range(0, weights.length)
                .mapToObj(i -> Sample.provider("p" + i, 1))
                .toList();
        List<Entry> entries = IntStream.range(0, weights.length)
                .mapToObj(i -> new Entry("p" + i, "model", 1, null, weights[i], null, null, null, Terms.NONE))
                .toList();
        return Requests.pool(Strategy.WEIGHTED, providers, entries);
    }

    private static int[] weights(Random random) {
        return random.ints(2 + random.nextInt(7), 1, 20).toArray();
    }

    private static int sum(int[] weights) {
        return IntStream.of(weights).sum();
    }

    private static void rest(Pool pool, String name) {
        Candidate resting = pool.candidates().stream()
                .filter(candidate -> candidate.target().name().equals(name))
                .findFirst()
                .orElseThrow();
        resting.scopes().target().limited(0, Duration.ofSeconds(20), "limited");
    }

    private static void assertShares(int[] weights, List<String> answered) {
        Map<String, Integer> counts = Requests.counts(answered);
        for (int i = 0; i < weights.length; i++) {
            assertEquals(weights[i], counts.getOrDefault("p" + i + "/model", 0), counts.toString());
        }
        assertTrue(counts.size() <= weights.length);
    }
}
