package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Feature;
import dev.relevo.config.Period;
import dev.relevo.config.Price;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Strategy;
import dev.relevo.dialect.Size;
import dev.relevo.dialect.Usage;
import dev.relevo.routing.Explanation.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whom a request goes to where limits leave room for some. */
class RationedPoolTest {
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void whoHasNoRoomIsPassedOverAndTheOthersTakeTurns() {
        Pool pool = Requests.pool(
                Strategy.ROUND_ROBIN,
                AT_ONCE,
                Requests.entry("a", 1),
                Requests.entry("b", 1, Requests.limit(Quantity.REQUESTS, Period.MINUTE, 2)),
                Requests.entry("c", 1));

        assertEquals(Map.of("a/model", 5, "b/model", 2, "c/model", 5), Requests.counts(Requests.answered(pool, 12, 0)));
        assertEquals(
                Map.of("a/model", 2, "b/model", 2, "c/model", 2),
                Requests.counts(Requests.answered(pool, 6, 60 * SECOND)));
    }

    @Test
    void aLimitIsFullWithWhatIsUnderWay() {
        Pool pool = Requests.pool(
                Strategy.PRIORITY,
                AT_ONCE,
                Requests.entry("a", 1, Requests.limit(Quantity.TOKENS, Period.MINUTE, 1000)),
                Requests.entry("b", 1));
        Lease first = lease(pool, 600);
        assertEquals("a/model", first.target().name());
        assertEquals("b/model", lease(pool, 600).target().name());

        first.answered(1);
        first.settled(new Usage(100, 10), 0, 1);
        assertEquals("a/model", lease(pool, 600).target().name());
    }

    @Test
    void roomThatComesWhileTheRefusalIsWordedLeavesItALimit() {
        Pool pool = Requests.pool(
                Strategy.ROUND_ROBIN,
                AT_ONCE,
                Requests.entry("a", 1, Requests.limit(Quantity.REQUESTS, Period.SECOND, 1)),
                Requests.entry("b", 1, Requests.limit(Quantity.REQUESTS, Period.MINUTE, 1)));
        Requests.answered(pool, 2, 0);
        Plan plan = Requests.plan(pool);
        assertInstanceOf(Plan.Spent.class, plan.next(0));

        assertEquals(
                List.of(429, 429),
                plan.resting(2 * SECOND).stream().map(Plan.Resting::status).toList());
    }

    @Test
    void aPaidTiersCapHoldsHoweverManyAskAtOnce() throws Exception {
        Pool pool = Requests.pool(
                Strategy.ROUND_ROBIN,
                AT_ONCE,
                Requests.entry("free", 1, Requests.limit(Quantity.REQUESTS, Period.DAY, 100)),
                Requests.entry("paid", 2, Requests.limit(Quantity.USD, Period.DAY, 50_000_000)),
                Requests.entry("never", 3, Requests.limit(Quantity.USD, Period.DAY, 0)));
        List<Future<String>> asked;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            asked = threads.invokeAll(Collections.nCopies(1000, () -> takes(pool, 1000)));
        }

        Map<String, Integer> counts =
                Requests.counts(asked.stream().map(Future::resultNow).toList());
        assertEquals(
                Map.of("free/model", 100, "paid/model", 12, "nobody", 888), counts, "two fifths of a cent at most");
    }

    @Test
    void whatARequestDidNotCostIsThereForTheNext() {
        Pool pool = Requests.pool(
                Strategy.PRIORITY,
                AT_ONCE,
                Requests.entry("paid", 1, Requests.limit(Quantity.USD, Period.DAY, 5_000_000)),
                Requests.entry("free", 2));
        for (int i = 0; i < 3; i++) {
            Lease lease = lease(pool, 1000);
            assertEquals("paid/model", lease.target().name());
            assertEquals("free/model", lease(pool, 1000).target().name(), "it may cost all of the cap");
            lease.answered(0);
            lease.settled(new Usage(300, 30), 0, 0);
        }

        assertEquals("free/model", lease(pool, 1100).target().name());
    }

    @Test
    void aTargetWithoutAPriceHasNoRoomUnderALimitOfMoney() {
        QuotaLimit cap = Requests.limit(Quantity.USD, Period.DAY, 2_000_000_000);
        Pool pool = Requests.pool(
                Strategy.ROUND_ROBIN,
                AT_ONCE,
                Requests.priced("unknown", 1, null, cap),
                Requests.priced("gratis", 1, new Price(0, 0, 0), cap),
                Requests.priced("elsewhere", 1, null));

        assertEquals(
                Map.of("gratis/model", 3, "elsewhere/model", 3), Requests.counts(Requests.answered(pool, 6, SECOND)));
        Explanation.Considered unknown = pool.explain(Requests.ask(Set.of(Feature.CHAT), false), SECOND)
                .targets()
                .getFirst();
        assertEquals(Standing.NO_ROOM, unknown.standing());
        assertEquals(
                "no price known, so usd-per-day: 2 leaves no room; set its 'price' in the configuration, 0 if it is free",
                unknown.reason());
    }

    @Test
    void theStrategyQuotaTakesWhatExpiresUnusedSoonest() {
        Pool pool = Requests.pool(
                Strategy.QUOTA,
                AT_ONCE,
                Requests.entry("day", 1, Requests.limit(Quantity.REQUESTS, Period.DAY, 10)),
                Requests.entry("unlimited", 1),
                Requests.entry("hour", 1, Requests.limit(Quantity.REQUESTS, Period.HOUR, 3)),
                Requests.entry("other", 1));

        List<String> answered = Requests.answered(pool, 17, 0);
        assertEquals(List.of("hour/model", "hour/model", "hour/model"), answered.subList(0, 3));
        assertEquals(Collections.nCopies(10, "day/model"), answered.subList(3, 13));
        assertEquals(
                List.of("unlimited/model", "other/model", "unlimited/model", "other/model"), answered.subList(13, 17));
    }

    @Test
    void oneConversationStaysWithOneTargetAndMovesAloneWhenThatIsFull() {
        Pool pool = Requests.pool(
                Strategy.ROUND_ROBIN,
                AT_ONCE,
                Requests.entry("a", 1),
                Requests.entry("b", 1),
                Requests.entry("c", 1, Requests.limit(Quantity.REQUESTS, Period.MINUTE, 100)));
        Map<Long, String> homes =
                LongStream.range(0, 60).boxed().collect(Collectors.toMap(key -> key, key -> sticky(pool, key)));

        assertEquals(3, new HashSet<>(homes.values()).size());
        homes.forEach((key, home) -> assertEquals(home, sticky(pool, key)));
        while (sticky(pool, firstAt("c/model", homes)).equals("c/model")) {
            // Until c is full.
        }
        homes.forEach((key, home) -> assertTrue(home.equals("c/model") || home.equals(sticky(pool, key)), home));
        assertEquals(
                Set.of("a/model", "b/model"),
                homes.keySet().stream().map(key -> sticky(pool, key)).collect(Collectors.toSet()));
    }

    @Test
    void requestsWithoutAffinityTakeExactTurnsBesideThoseThatHaveOne() {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers("a", "b", "c"));
        List<String> answered = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            sticky(pool, i);
            answered.add(Requests.answered(pool, 0));
        }

        assertEquals(Map.of("a/model", 3, "b/model", 3, "c/model", 3), Requests.counts(answered));
    }

    @Test
    void theDryRunTellsWhyEachTargetWouldOrWouldNotBeAsked() {
        Pool pool = Requests.pool(
                Strategy.ROUND_ROBIN,
                AT_ONCE,
                Requests.entry("full", 1, Requests.limit(Quantity.REQUESTS, Period.MINUTE, 1)),
                Requests.entry("rests", 1),
                Requests.entry("broken", 1),
                Requests.entry("a", 1),
                Requests.entry("b", 1),
                Requests.entry("late", 2));
        Requests.breakTarget(pool, "broken/model", 0);
        Lease limited = Requests.lease("rests/model", pool, 0);
        limited.scopes().target().limited(0, Duration.ofSeconds(20), "slow down");
        limited.refused(0);
        assertEquals(
                "full/model", Requests.lease("full/model", pool, 0).target().name());

        Explanation explanation = pool.explain(Requests.ask(Set.of(Feature.CHAT), false), SECOND);
        Map<String, Standing> standings = explanation.targets().stream()
                .collect(Collectors.toMap(
                        target -> target.target().replace("/model", ""), Explanation.Considered::standing));
        String next = assertNotNullName(explanation);
        assertEquals(Standing.NEXT, standings.remove(next));
        assertEquals(Standing.NOT_ITS_TURN, standings.remove(next.equals("a") ? "b" : "a"));
        assertEquals(
                Map.of(
                        "full",
                        Standing.NO_ROOM,
                        "rests",
                        Standing.RESTS,
                        "broken",
                        Standing.BROKEN,
                        "late",
                        Standing.LATER_TIER),
                standings);
        Explanation.Considered full = explanation.targets().getFirst();
        assertEquals("too little is left of requests-per-minute: 1", full.reason());
        assertEquals(Duration.ofSeconds(59), full.remaining());
        assertEquals(
                next + "/model",
                Requests.lease(Requests.plan(pool), SECOND).target().name());
    }

    private static String assertNotNullName(Explanation explanation) {
        assertNotNull(explanation.next());
        return explanation.next().replace("/model", "");
    }

    private static String sticky(Pool pool, long affinity) {
        Plan plan = pool.plan(new Ask(Set.of(Feature.CHAT), false, Size.NONE, affinity, null, null));
        Lease lease = assertInstanceOf(Lease.class, plan.next(0));
        lease.answered(0);
        lease.completed(0);
        lease.settled(null, 0, 0);
        return lease.target().name();
    }

    private static long firstAt(String target, Map<Long, String> homes) {
        return homes.entrySet().stream()
                .filter(home -> home.getValue().equals(target))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private static String takes(Pool pool, int tokens) {
        Plan plan = plan(pool, tokens);
        return plan.next(0) instanceof Lease lease ? lease.target().name() : "nobody";
    }

    private static Lease lease(Pool pool, int tokens) {
        return assertInstanceOf(Lease.class, plan(pool, tokens).next(0));
    }

    private static Plan plan(Pool pool, int tokens) {
        Size size = new Size((long) (tokens * 3.5), 0, null, 0);
        return pool.plan(new Ask(Set.of(Feature.CHAT), false, size, null, null, null));
    }
}
