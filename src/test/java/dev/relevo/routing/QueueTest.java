package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Entry;
import dev.relevo.config.Feature;
import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.Strategy;
import dev.relevo.dialect.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who waits for room, and who gets it when it comes. */
class QueueTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Entry ONE_AT_ONCE = Requests.entry("a", 1, Requests.limit(Quantity.CONCURRENT, null, 1));
    private static final Entry ONE_A_SECOND =
            Requests.entry("a", 1, Requests.limit(Quantity.REQUESTS, Period.SECOND, 1));
    private static final Entry TOKENS = Requests.entry("a", 1, Requests.limit(Quantity.TOKENS, Period.MINUTE, 1000));

    @Test
    void whoeverFindsNoRoomWaitsUntilItComes() {
        Pool pool = pool(ONE_A_SECOND);
        Requests.lease(plan(pool, "x"), 0);
        Plan waiting = plan(pool, "x");

        assertEquals(
                Duration.ofSeconds(1),
                assertInstanceOf(Plan.Later.class, waiting.next(0)).pause());
        assertInstanceOf(Lease.class, waiting.next(SECOND));
    }

    @Test
    void roomThatComesEarlyServesWhoeverWaitsLongest() {
        Pool pool = pool(ONE_AT_ONCE);
        Lease first = Requests.lease(plan(pool, "x"), 0);
        Plan second = waiting(pool, "x");
        Plan third = waiting(pool, "x");
        AtomicInteger woken = new AtomicInteger();
        second.whenDecided(woken::incrementAndGet);

        end(first, 1);

        assertEquals(1, woken.get());
        assertTrue(second.isDecided());
        assertFalse(third.isDecided());
        end(Requests.lease(second, 1), 2);
        assertInstanceOf(Lease.class, third.next(2));
    }

    @Test
    void aNewcomerDoesNotOvertake() {
        Pool pool = pool(ONE_A_SECOND);
        Requests.lease(plan(pool, "x"), 0);
        Plan first = waiting(pool, "x");

        assertInstanceOf(Plan.Later.class, plan(pool, "y").next(SECOND));
        assertInstanceOf(Lease.class, first.next(SECOND));
    }

    @Test
    void clientsTakeTurns() {
        Pool pool = pool(ONE_AT_ONCE);
        Lease lease = Requests.lease(plan(pool, "z"), 0);
        Map<String, Plan> waiting = new TreeMap<>();
        for (String name : List.of("x1", "x2", "x3", "y1", "y2")) {
            waiting.put(name, waiting(pool, name.substring(0, 1)));
        }
        List<String> served = new ArrayList<>();
        while (!waiting.isEmpty()) {
            end(lease, 1);
            String next = waiting.keySet().stream()
                    .filter(name -> waiting.get(name).isDecided())
                    .findFirst()
                    .orElseThrow();
            lease = Requests.lease(waiting.remove(next), 1);
            served.add(next);
        }
        assertEquals(List.of("x1", "y1", "x2", "y2", "x3"), served);
    }

    @Test
    void clientsThatAskMoreOftenAreServedNoMoreOften() {
        Pool pool = pool(ONE_AT_ONCE);
        Lease lease = Requests.lease(plan(pool, "x"), 0);
        Map<String, List<Plan>> waiting = new TreeMap<>();
        for (int client = 1; client <= 5; client++) {
            for (int i = 0; i < 3 * client; i++) {
                waiting.computeIfAbsent("client" + client, _ -> new ArrayList<>())
                        .add(waiting(pool, "client" + client));
            }
        }
        List<String> served = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            end(lease, 1);
            for (Map.Entry<String, List<Plan>> client : waiting.entrySet()) {
                List<Plan> plans = client.getValue();
                if (plans.getFirst().isDecided()) {
                    lease = Requests.lease(plans.removeFirst(), 1);
                    served.add(client.getKey());
                    plans.add(waiting(pool, client.getKey()));
                }
            }
        }
        assertEquals(
                Collections.nCopies(5, 100), List.copyOf(Requests.counts(served).values()));
    }

    @Test
    void whoeverNeedsLessMayPassThoseWhoCouldNotUseTheRoom() {
        Pool pool = pool(TOKENS);
        Requests.lease(plan(pool, "x", 700), 0);
        Plan large = plan(pool, "x", 500);
        assertInstanceOf(Plan.Spent.class, large.next(0), "a minute is too long");

        Pool patient = Requests.pool(Strategy.ROUND_ROBIN, Duration.ofMinutes(2), TOKENS);
        Requests.lease(plan(patient, "x", 700), 0);
        large = plan(patient, "x", 500);
        assertInstanceOf(Plan.Later.class, large.next(0));
        assertInstanceOf(Lease.class, plan(patient, "x", 200).next(1));
        assertInstanceOf(Plan.Later.class, plan(patient, "x", 200).next(2));
        assertInstanceOf(Lease.class, large.next(60 * SECOND));
    }

    @Test
    void whoeverLeavesGivesWay() {
        Pool pool = pool(ONE_AT_ONCE);
        Lease lease = Requests.lease(plan(pool, "x"), 0);
        Plan first = waiting(pool, "x");
        Plan second = waiting(pool, "x");
        Plan third = waiting(pool, "x");

        first.close(1);
        end(lease, 1);
        assertTrue(second.isDecided());
        second.close(2);
        assertTrue(third.isDecided(), "what the second was served and never took");
    }

    @Test
    void aPoolsQueueIsBounded() {
        Pool pool = pool(ONE_AT_ONCE);
        Requests.lease(plan(pool, "x"), 0);
        for (int i = 0; i < 500; i++) {
            waiting(pool, "client" + i);
        }

        assertInstanceOf(Plan.Spent.class, plan(pool, "x").next(1), "half of server.max-queue");
        assertEquals(500, pool.health().queue().size());
    }

    @Test
    void nobodyWaitsForLongerThanThePoolSays() {
        Pool pool = pool(ONE_AT_ONCE);
        Requests.lease(plan(pool, "x"), 0);
        Plan waiting = plan(pool, "x");
        long now = 0;
        Plan.Step step = waiting.next(now);
        while (step instanceof Plan.Later later) {
            now += later.pause().toNanos();
            step = waiting.next(now);
        }

        assertTrue(now >= 4 * SECOND && now <= 5 * SECOND, now / 1e9 + " s");
        assertTrue(pool.health().queue().isEmpty());
    }

    @Test
    void whoeverIsSureToGetNoRoomInTimeIsToldAtOnce() {
        Pool pool = pool(ONE_A_SECOND);
        Lease first = Requests.lease(plan(pool, "x"), 0);
        Plan waiting = waiting(pool, "x");
        AtomicInteger woken = new AtomicInteger();
        waiting.whenDecided(woken::incrementAndGet);

        first.scopes().account().limited(1, Duration.ofSeconds(60), "spent");
        end(first, 2);

        assertEquals(1, woken.get());
        assertTrue(waiting.isDecided());
        assertInstanceOf(Plan.Spent.class, waiting.next(3));
        assertEquals(
                Duration.ofSeconds(60).minusNanos(2),
                waiting.resting(3).getFirst().remaining());
    }

    @Test
    void howLongAnotherHasToWaitIsCountedFromWhenThatWasFound() {
        Pool pool = Requests.pool(
                Strategy.ROUND_ROBIN,
                Duration.ofSeconds(5),
                Requests.entry("a", 1, Requests.limit(Quantity.REQUESTS, Period.MINUTE, 1)));
        Requests.lease(plan(pool, "x"), 0);
        long soon = 57 * SECOND;
        Plan waiting = plan(pool, "x");
        Plan.Later first = assertInstanceOf(Plan.Later.class, waiting.next(soon));

        Plan.Later again = assertInstanceOf(Plan.Later.class, waiting.next(soon + 2 * SECOND));

        assertEquals(first.pause().minusSeconds(2), again.pause());
        assertInstanceOf(
                Lease.class, waiting.next(soon + 2 * SECOND + again.pause().toNanos()));
    }

    @Test
    void whatIsLargerThanALimitIsNeverWaitedFor() {
        Pool pool = pool(TOKENS);
        Plan large = plan(pool, "x", 1500);

        assertInstanceOf(Plan.Spent.class, large.next(0));
        assertEquals(
                "this request alone is estimated to be more than tokens-per-minute: 1000 allows; shorten its prompt, or add a target that"
                        + " allows more",
                large.resting(0).getFirst().reason());
        Pool wider = Requests.pool(
                Strategy.ROUND_ROBIN,
                Duration.ofSeconds(5),
                TOKENS,
                Requests.entry("b", 1, Requests.limit(Quantity.TOKENS, Period.MINUTE, 2000)));
        assertEquals(
                "b/model", Requests.lease(plan(wider, "x", 1500), 0).target().name());
    }

    private static Pool pool(Entry entry) {
        return Requests.pool(Strategy.ROUND_ROBIN, Duration.ofSeconds(5), entry);
    }

    private static Plan waiting(Pool pool, String client) {
        Plan plan = plan(pool, client);
        assertInstanceOf(Plan.Later.class, plan.next(0));
        return plan;
    }

    private static Plan plan(Pool pool, String client) {
        return plan(pool, client, 0);
    }

    /** Of a request of a prompt of so many tokens, and no answer. */
    private static Plan plan(Pool pool, String client, int tokens) {
        Size size = new Size((long) (tokens * 3.5), 0, null, 0);
        return pool.plan(new Ask(Set.of(Feature.CHAT), false, size, null, client, null));
    }

    private static void end(Lease lease, long nowNanos) {
        lease.answered(nowNanos);
        lease.completed(nowNanos);
        lease.settled(null, 0, nowNanos);
    }
}
