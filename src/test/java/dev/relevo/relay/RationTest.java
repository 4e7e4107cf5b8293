package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Gate;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.ProviderErrors;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits that the configuration sets, as clients and upstreams see them. */
@Timeout(20)
class RationTest {
    private final FaultyUpstream one = FaultyUpstream.start(Completions.chat("one"));
    private final FaultyUpstream two = FaultyUpstream.start(Completions.chat("two"));
    private Proxy proxy;

    @AfterEach
    void close() {
        proxy.close();
        one.close();
        two.close();
    }

    @Test
    void aPaidTiersCapHoldsHoweverManyAskAtOnce() throws Exception {
        proxy = Proxy.of("""
                providers:
                  free: {base-url: <1>, api-key: key-of-free, limits: {requests-per-day: 10}}
                  paid: {base-url: <2>, api-key: key-of-paid, limits: {usd-per-day: 0.03}}
                models:
                  auto:
                    max-wait: 0s
                    targets: [free/m, {target: paid/m, tier: 2, max-tokens: 3, price: {input: 0, output: 1000}}]
                """, one, two);
        Map<Integer, Integer> statuses = new ConcurrentHashMap<>();

        Crowd.of(60).run(() -> statuses.merge(proxy.ask(Proxy.CHAT).status(), 1, Integer::sum));

        assertEquals(10, one.requests().size());
        assertEquals(10, two.requests().size(), "each takes three tokens of a tenth of a cent");
        assertEquals(Map.of(200, 20, 429, 40), statuses);
    }

    @Test
    void whatIsPaidForAndMayCostNothingIsNeverAsked() throws IOException {
        limited("usd-per-day: 0");

        RawAnswer answer = proxy.ask(Proxy.CHAT);
        assertEquals(429, answer.status());
        assertNull(answer.header("retry-after"), "waiting would not help");
        assertEquals("false", answer.header("x-should-retry"));
        assertEquals(0, one.requests().size());
    }

    @Test
    void comingBackWhenToldWorksTheFirstTime() throws IOException {
        limited("requests-per-second: 1");
        assertEquals(200, proxy.ask(Proxy.CHAT).status());
        RawAnswer refused = proxy.ask(Proxy.CHAT);
        long answered = System.nanoTime();
        assertEquals(429, refused.status());
        long millis = Long.parseLong(refused.header("retry-after-ms"));
        assertEquals(Long.toString(Math.ceilDiv(millis, 1000)), refused.header("retry-after"));

        until(answered + TimeUnit.MILLISECONDS.toNanos(millis));
        assertEquals(200, proxy.ask(Proxy.CHAT).status());
        assertEquals(2, one.requests().size());
    }

    @Test
    void aRequestWaitsForRoomThatComesSoonEnough() throws IOException {
        proxy = Proxy.over(one).provider("limits: {requests-per-second: 1}").start();
        long began = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            assertEquals(200, proxy.ask(Proxy.CHAT).status());
        }
        long took = System.nanoTime() - began;
        assertTrue(took >= Duration.ofSeconds(2).toNanos(), took / 1e9 + " s");
        assertTrue(took <= Duration.ofSeconds(4).toNanos(), took / 1e9 + " s");
    }

    @Test
    void whoWaitsIsServedAsSoonAsAnAnswerHasEnded() throws Exception {
        Gate gate = new Gate();
        proxy = Proxy.over(one).provider("limits: {concurrent: 1}").start();
        one.next(Completions.chat("first").await(Point.beforeHead(), gate));
        RawClient first = proxy.send(Proxy.CHAT);
        gate.awaitArrival();
        RawClient second = proxy.send(Proxy.CHAT);
        gate.pass(1);

        assertEquals(200, first.answer().status());
        assertEquals(200, second.answer().status());
    }

    @Test
    void aClientThatLeavesGivesItsPlaceToTheNext() throws Exception {
        Gate gate = new Gate();
        proxy = Proxy.over(one).provider("limits: {concurrent: 1}").start();
        one.next(Completions.chat("first").await(Point.beforeHead(), gate));
        RawClient first = proxy.send(Proxy.CHAT);
        gate.awaitArrival();
        RawClient leaving = proxy.send(Proxy.CHAT);
        leaving.close();
        assertTrue(proxy.logLine(" request ").contains("499"));
        RawClient third = proxy.send(Proxy.CHAT);
        gate.pass(1);

        assertEquals(200, first.answer().status());
        assertEquals(200, third.answer().status());
        assertEquals(2, one.requests().size());
    }

    @Test
    void anAttemptThatNeverReachedTheProviderTakesNothingOfItsLimit() throws IOException {
        limited("requests-per-day: 1");
        one.close();
        assertEquals(503, proxy.ask(Proxy.CHAT).status());
        RawAnswer again = proxy.ask(Proxy.CHAT);
        assertEquals(503, again.status(), "not 429");
    }

    @Test
    void aRefusalForALimitTakesNothingAndAnotherOneARequest() throws IOException {
        limited("requests-per-day: 2");
        one.next(ProviderErrors.badParameter());
        assertEquals(400, proxy.ask(Proxy.CHAT).status());
        assertEquals(200, proxy.ask(Proxy.CHAT).status());
        assertEquals(429, proxy.ask(Proxy.CHAT).status());
        assertEquals(2, one.requests().size());
    }

    @Test
    void whatAnAnswerReallyTookIsWhatCounts() throws IOException {
        limited("tokens-per-day: 600");
        for (int i = 0; i < 3; i++) {
            assertEquals(200, proxy.ask(Proxy.CHAT).status(), "512 tokens are expected, a few taken");
        }
    }

    @Test
    void requestsOfOneSessionGoToOneTarget() throws IOException {
        proxy = Proxy.over(one, two).start();
        String home = proxy.ask(Proxy.CHAT, "x-session-id: s1").header("x-relevo-target");
        for (int i = 0; i < 4; i++) {
            assertEquals(home, proxy.ask(Proxy.CHAT, "x-session-id: s1").header("x-relevo-target"));
        }
    }

    private void limited(String limit) {
        proxy = Proxy.over(one)
                .provider("limits: {" + limit + "}")
                .pool("max-wait: 0s")
                .start();
    }

    private static void until(long nanos) {
        while (System.nanoTime() < nanos) {
            LockSupport.parkNanos(nanos - System.nanoTime());
        }
    }
}
