package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When the target that just failed is asked again, and how long it is waited for. */
@Timeout(10)
class SameTargetTest {
    private final FaultyUpstream one = FaultyUpstream.start(Completions.chat("one"));
    private final FaultyUpstream two = FaultyUpstream.start(Completions.chat("two"));
    private Proxy proxy;

    @AfterEach
    void close() {
        proxy.close();
        one.close();
        two.close();
    }

    static Stream<Script> passing() {
        return Stream.of(
                ProviderErrors.serverError(500),
                ProviderErrors.htmlPage(502),
                ProviderErrors.serverError(503),
                ProviderErrors.serverError(529),
                ProviderErrors.errorInside200(),
                Script.resetting(),
                Script.finishing());
    }

    static Stream<Script> lasting() {
        return Stream.of(
                ProviderErrors.openAiRateLimit(),
                ProviderErrors.noSuchModel("m"),
                ProviderErrors.badParameter(),
                ProviderErrors.contextExceeded(),
                ProviderErrors.noBalance(),
                ProviderErrors.serverError(408),
                ProviderErrors.serverError(503).header("retry-after", "30"),
                Script.silence());
    }

    @ParameterizedTest
    @MethodSource("passing")
    void theOnlyTargetIsAskedOnceMoreAfterAFailure(Script failure) throws IOException {
        proxy = Proxy.over(one).start();
        one.next(failure);
        assertEquals("one", text(proxy.ask(Proxy.CHAT)));
        assertEquals(2, one.requests().size());
    }

    @Test
    void aStreamThatEndsBeforeItsContentIsAskedForOnceMore() throws IOException {
        proxy = Proxy.over(one).start();
        one.next(Script.resetting()).always(Completions.streamOf("one"));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals("p1/m=reset; p1/m=ok", answer.header("x-relevo-trail"));
        assertTrue(answer.completed());
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void nothingElseIsRepeated(Script failure) throws IOException {
        proxy = Proxy.over(one).provider("timeouts: {answer: 200ms}").start();
        one.next(failure);
        assertTrue(proxy.ask(Proxy.CHAT).status() >= 400);
        assertEquals(1, one.requests().size());
    }

    @Test
    void whatFailsTwiceIsToldOnce() throws IOException {
        proxy = Proxy.over(one).start();
        one.always(ProviderErrors.serverError(500));
        RawAnswer answer = proxy.ask(Proxy.CHAT);
        assertEquals(500, answer.status());
        assertEquals("p1/m=500; p1/m=500", answer.header("x-relevo-trail"));
        assertEquals(
                "The server had an error while processing your request.",
                Proxy.error(answer.text()).getString("message"));
    }

    @Test
    void ofSeveralTargetsTheNextIsAskedAtOnce() throws IOException {
        proxy = Proxy.over(one, two).start();
        one.next(ProviderErrors.serverError(500));
        assertEquals("p1/m=500; p2/m=ok", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
    }

    @Test
    void aPoolMayAskAsOftenAsItSays() throws IOException {
        proxy = Proxy.over(one, two).pool("same-target-retries: 2").start();
        one.always(ProviderErrors.serverError(500));
        assertEquals(
                "p1/m=500; p1/m=500; p1/m=500; p2/m=ok", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
    }

    @Test
    void aLimitThatEndsSoonIsWaitedForWhereNobodyElseIsFree() throws IOException {
        proxy = Proxy.over(one).pool("max-wait: 1s").start();
        one.next(limit(300));
        long began = System.nanoTime();
        assertEquals("p1/m=429; p1/m=ok", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
        assertTrue(System.nanoTime() - began >= Duration.ofMillis(300).toNanos());
    }

    @Test
    void allWaitsOfARequestTogetherKeepToTheLimit() throws IOException {
        proxy = Proxy.over(one).pool("max-wait: 500ms").start();
        one.next(limit(300), limit(300));
        assertEquals("p1/m=429; p1/m=429", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
    }

    @Test
    void whoeverIsFreeIsAskedRatherThanALimitWaitedFor() throws IOException {
        proxy = Proxy.over(one, two).pool("max-wait: 1m").start();
        one.next(limit(300));
        assertEquals("p1/m=429; p2/m=ok", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
    }

    @Test
    void aLimitOfUnknownLengthIsNotWaitedOut() throws IOException {
        proxy = Proxy.over(one, two).pool("max-wait: 1m").start();
        one.next(ProviderErrors.mistralRateLimit());
        assertEquals("p1/m=429; p2/m=ok", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
    }

    @Test
    void norIsOneThatEndsAfterTheDeadline() throws IOException {
        proxy = Proxy.over(one, two)
                .pool("max-wait: 1m")
                .provider("timeouts: {total: 20s}")
                .start();
        one.next(limit(30_000));
        assertEquals("p1/m=429; p2/m=ok", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
    }

    @Test
    void withoutALimitForWaitingNothingIsWaitedOut() throws IOException {
        proxy = Proxy.over(one, two).start();
        one.next(limit(0));
        assertEquals("p1/m=429; p2/m=ok", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
    }

    @Test
    void aClientThatLeavesEndsTheWait() throws Exception {
        RawClient client = waiting();
        client.close();
        assertTrue(proxy.logLine(" request ").contains("499"));
        assertEquals(1, one.requests().size());
    }

    @Test
    void aStopEndsTheWait() throws Exception {
        RawClient client = waiting();
        proxy.stop();
        RawAnswer answer = client.answer();
        assertEquals(503, answer.status());
        assertEquals(
                "The server is stopping. Try again in 1 s.",
                Proxy.error(answer.text()).getString("message"));
        assertEquals(1, one.requests().size());
    }

    /** A client whose request is being waited out for a minute. */
    private RawClient waiting() throws Exception {
        proxy = Proxy.over(one).pool("max-wait: 1m").start();
        one.next(limit(60_000));
        RawClient client = proxy.send(Proxy.CHAT);
        proxy.logLine();
        return client;
    }

    private static Script limit(int millis) {
        return ProviderErrors.openAi(429, "Rate limit reached.", "requests", null, "rate_limit_exceeded")
                .header("retry-after-ms", Integer.toString(millis));
    }

    private static String text(RawAnswer answer) throws IOException {
        return Proxy.json(answer.text())
                .getJsonArray("choices")
                .getJsonObject(0)
                .getJsonObject("message")
                .getString("content");
    }
}
