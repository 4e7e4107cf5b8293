package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Feature;
import dev.relevo.config.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quicker of two, in virtual time: one request each 100 ms. */
class LeastLatencyTest {
    private static final Set<Feature> CHAT = Set.of(Feature.CHAT);
    private static final long PACE = Duration.ofMillis(100).toNanos();

    private final Pool pool = Requests.pool(Strategy.LEAST_LATENCY, Requests.providers("a", "b", "c", "d"));
    private final Map<String, Integer> millis = new HashMap<>(Map.of("a", 900, "b", 300, "c", 600, "d", 1200));
    private long now;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theQuickerOnesGetMoreAndTheSlowestAlmostNothing(boolean stream) {
        Map<String, Integer> counts = Requests.counts(answered(6000, stream));

        assertEquals(3000, counts.getOrDefault("b/model", 0), 150, counts.toString());
        assertEquals(2000, counts.getOrDefault("c/model", 0), 150, counts.toString());
        assertEquals(1000, counts.getOrDefault("a/model", 0), 150, counts.toString());
        assertTrue(counts.getOrDefault("d/model", 0) < 50, counts.toString());
    }

    @Test
    void everyOneIsTriedBeforeItsLatencyIsKnown() {
        assertEquals(4, new HashSet<>(answered(20, true)).size());
    }

    @Test
    void whoeverBecomesSlowIsLeftAndWhoeverBecomesQuickIsFoundAgain() {
        Pool two = Requests.pool(Strategy.LEAST_LATENCY, Requests.providers("a", "b"));
        answered(two, 600, true);
        assertTrue(share(answered(two, 600, true), "b/model") > 0.98);

        millis.put("b", 2000);
        answered(two, 600, true);
        assertTrue(share(answered(two, 600, true), "a/model") > 0.98);

        millis.put("b", 100);
        answered(two, 20 * 600, true);
        assertTrue(share(answered(two, 600, true), "b/model") > 0.98, "20 min later it was tried again");
    }

    @Test
    void streamsAndPlainAnswersAreLedByTheirOwnLatencies() {
        Pool two = Requests.pool(Strategy.LEAST_LATENCY, Requests.providers("a", "b"));
        answered(two, 100, true);
        millis.put("b", 2000);
        answered(two, 100, false);

        assertTrue(share(answered(two, 50, false), "a/model") > 0.95);
    }

    @Test
    void aTargetThatKeepsRequestsWaitingHasOneInTenSeconds() {
        Pool two = Requests.pool(Strategy.LEAST_LATENCY, Requests.providers("a", "b"));
        answered(two, 100, true);
        Lease lease = lease("b", two);
        now += Duration.ofSeconds(60).toNanos();
        lease.modelFailed(now);

        int waiting = 0;
        for (int i = 0; i < 600; i++) {
            now += PACE;
            Lease next = Requests.lease(two.plan(Requests.ask(CHAT, true)), now);
            if (next.target().provider().name().equals("b")) {
                waiting++;
            } else {
                next.answered(now + Duration.ofMillis(900).toNanos());
                next.completed(now);
            }
        }
        assertEquals(6, waiting);
    }

    @Test
    void aTargetThatFailsAtOnceIsNotQuickButTriedEachTenSeconds() {
        Pool two = Requests.pool(Strategy.LEAST_LATENCY, Requests.providers("a", "b"));
        int wasted = 0;
        for (int i = 0; i < 600; i++) {
            now += PACE;
            Plan plan = two.plan(Requests.ask(CHAT, true));
            Lease lease = Requests.lease(plan, now);
            if (lease.target().provider().name().equals("b")) {
                wasted++;
                lease.modelFailed(now);
                lease = Requests.lease(plan, now);
            }
            lease.answered(now + Duration.ofSeconds(1).toNanos());
            lease.completed(now);
        }

        assertEquals(6, wasted, "requests of a minute that went to it first");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 30, 600})
    void whatWasDownServesItsShareWithinTwentySecondsOfItsRecovery(int secondsDown) {
        Pool two = Requests.pool(Strategy.LEAST_LATENCY, Requests.providers("a", "b"));
        answered(two, 600, true);
        long recovery = now + Duration.ofSeconds(secondsDown).toNanos();
        while (now < recovery) {
            now += PACE;
            failedBy("b", two.plan(Requests.ask(CHAT, true)));
        }

        answered(two, 200, true);
        assertTrue(share(answered(two, 600, true), "b/model") > 0.98, "the quicker one has its share again");
    }

    @Test
    void aFailureNowAndThenLeavesTheQuickerOneItsTurns() {
        Pool two = Requests.pool(Strategy.LEAST_LATENCY, Requests.providers("a", "b"));
        answered(two, 600, true);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            failedBy("b", two.plan(Requests.ask(CHAT, true)));
            names.addAll(answered(two, 100, true));
        }

        assertTrue(share(names, "b/model") > 0.95, "of which one in a hundred requests failed");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 50})
    void whatNobodyKnowsOrKnewForLongIsTriedByOneRequestAndNotByAll(long minutes) {
        Pool two = Requests.pool(Strategy.LEAST_LATENCY, Requests.providers("a", "b"));
        answeredIn("a", two, 200);
        if (minutes > 0) {
            answeredIn("b", two, 20_000);
            now += Duration.ofMinutes(minutes).toNanos();
            answeredIn("a", two, 200);
        }
        now += Duration.ofSeconds(1).toNanos();

        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            Lease lease = Requests.lease(two.plan(Requests.ask(CHAT, true)), now + i);
            counts.merge(lease.target().provider().name(), 1, Integer::sum);
        }

        assertEquals(Map.of("a", 99, "b", 1), counts);
    }

    @Test
    void theSameSeedGivesTheSameTurns() {
        List<String> first = answered(500, true);
        LeastLatencyTest again = new LeastLatencyTest();

        assertEquals(first, again.answered(500, true));
    }

    private Lease lease(String provider, Pool from) {
        return Requests.lease(provider + "/model", from.plan(Requests.ask(CHAT, true)), now);
    }

    /** A request that the other target answers, if its first one is that. */
    private void failedBy(String provider, Plan plan) {
        Lease lease = Requests.lease(plan, now);
        while (lease.target().provider().name().equals(provider)) {
            lease.modelFailed(now);
            lease = Requests.lease(plan, now);
        }
        lease.answered(now + Duration.ofMillis(900).toNanos());
        lease.completed(now);
    }

    private void answeredIn(String provider, Pool from, long tookMillis) {
        Lease lease = lease(provider, from);
        now += Duration.ofMillis(tookMillis).toNanos();
        lease.answered(now);
        lease.completed(now);
    }

    private List<String> answered(int requests, boolean stream) {
        return answered(pool, requests, stream);
    }

    private List<String> answered(Pool from, int requests, boolean stream) {
        Random jitter = new Random(requests);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            now += PACE;
            Lease lease = Requests.lease(from.plan(Requests.ask(CHAT, stream)), now);
            int usual = millis.getOrDefault(lease.target().provider().name(), 0);
            lease.answered(now + Duration.ofMillis(usual + jitter.nextInt(50)).toNanos());
            lease.completed(now);
            names.add(lease.target().name());
        }
        return names;
    }

    private static double share(List<String> names, String name) {
        return (double) names.stream().filter(name::equals).count() / names.size();
    }
}
