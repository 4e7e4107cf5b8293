package dev.relevo.relay;

import static dev.relevo.faulty.Point.afterPieces;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.FullBacklog;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer is found before the client's patience ends, or told to be missing. The watchdog looks every 100 ms. */
@Timeout(20)
class PatienceTest {
    private final FaultyUpstream first = FaultyUpstream.start();
    private final FaultyUpstream second = FaultyUpstream.start();
    private final FaultyUpstream third = FaultyUpstream.start();
    private Proxy proxy;

    @AfterEach
    void close() {
        proxy.close();
        first.close();
        second.close();
        third.close();
    }

    @ParameterizedTest
    @CsvSource({"X-Stainless-Timeout,2", "X-Stainless-Read-Timeout,2.0", "x-stainless-read-timeout,1.75"})
    void aSilentTargetLeavesTimeForTheNext(String header, String seconds) throws IOException {
        first.always(Script.silence());
        second.always(Script.silence());
        third.always(Completions.streamOf("fine"));
        proxy = Proxy.over(first, second, third).pool("strategy: priority").start();
        long began = System.nanoTime();
        RawAnswer answer = proxy.ask(Proxy.STREAM, header + ": " + seconds);
        assertEquals("p1/m=timeout; p2/m=timeout; p3/m=ok", answer.header("x-relevo-trail"));
        assertTrue(answer.completed());
        assertTrue(since(began).compareTo(Duration.ofMillis(1750)) < 0);
    }

    @Test
    void aPlainAnswerHasHalfOfTheTime() throws IOException {
        first.always(Script.silence());
        second.always(Completions.chat("fine"));
        proxy = Proxy.over(first, second, third).pool("strategy: priority").start();
        long began = System.nanoTime();
        RawAnswer answer = proxy.ask(Proxy.CHAT, "X-Stainless-Timeout: 2");
        assertEquals("p1/m=timeout; p2/m=ok", answer.header("x-relevo-trail"));
        Duration took = since(began);
        assertTrue(took.compareTo(Duration.ofMillis(850)) > 0 && took.compareTo(Duration.ofMillis(1800)) < 0);
    }

    @Test
    void whoIsTheOnlyOneLeftHasAllTheTimeAndThenTheClientIsTold() throws IOException {
        first.always(Script.silence());
        proxy = Proxy.over(first).start();
        long began = System.nanoTime();
        RawAnswer answer = proxy.ask(Proxy.STREAM, "X-Stainless-Timeout: 1");
        assertEquals(504, answer.status());
        assertEquals("p1/m=deadline", answer.header("x-relevo-trail"));
        Duration took = since(began);
        assertTrue(took.compareTo(Duration.ofMillis(750)) > 0 && took.compareTo(Duration.ofSeconds(1)) < 0);
    }

    @Test
    void restingTargetsGetNoShare() throws IOException {
        first.always(Script.json(402, "{}"));
        second.always(Script.silence());
        third.always(Completions.streamOf("fine"));
        proxy = Proxy.over(first, second, third).pool("strategy: priority").start();
        assertEquals(
                "p1/m=402; p2/m=timeout; p3/m=ok",
                proxy.ask(Proxy.STREAM, "X-Stainless-Timeout: 2").header("x-relevo-trail"));
        long began = System.nanoTime();
        assertEquals(
                "p2/m=timeout; p3/m=ok",
                proxy.ask(Proxy.STREAM, "X-Stainless-Timeout: 4").header("x-relevo-trail"));
        assertTrue(since(began).compareTo(Duration.ofMillis(1850)) > 0);
    }

    @Test
    void whoKeepsSilentForImpatientClientsComesAfterTheOthersButIsNotCondemned() throws IOException {
        first.always(Script.silence());
        second.always(Completions.streamOf("fine"));
        proxy = Proxy.over(first, second).pool("strategy: priority").start();
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    "p1/m=timeout; p2/m=ok",
                    proxy.ask(Proxy.STREAM, "X-Stainless-Timeout: 0.6").header("x-relevo-trail"));
        }
        assertEquals("p2/m=ok", proxy.ask(Proxy.STREAM).header("x-relevo-trail"));
        first.always(Completions.streamOf("back"));
        second.always(Script.json(500, "{}"));
        assertEquals("p2/m=500; p1/m=ok", proxy.ask(Proxy.STREAM).header("x-relevo-trail"));
        assertEquals("p1/m=ok", proxy.ask(Proxy.STREAM).header("x-relevo-trail"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon", "1e-1", "0.0001", "123456789"})
    void aPatienceThatMakesNoSenseIsNone(String junk) throws IOException {
        first.always(Script.silence());
        second.always(Completions.streamOf("fine"));
        proxy = Proxy.over(first, second)
                .provider("timeouts: {ttft: 300ms}")
                .pool("strategy: priority")
                .start();
        long began = System.nanoTime();
        RawAnswer answer = proxy.ask(Proxy.STREAM, "X-Stainless-Timeout: " + junk);
        assertEquals("p1/m=timeout; p2/m=ok", answer.header("x-relevo-trail"));
        assertTrue(since(began).compareTo(Duration.ofMillis(280)) > 0);
    }

    @Test
    void anAnswerThatHasBegunIsNotCutByIt() throws Exception {
        Ticking.start(first, 2, ": still here\n\n", 20);
        proxy = Proxy.over(first).start();
        long began = System.nanoTime();
        RawAnswer answer = proxy.ask(Proxy.STREAM, "X-Stainless-Read-Timeout: 1");
        assertTrue(answer.completed());
        assertTrue(since(began).compareTo(Duration.ofSeconds(1)) > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "ttft", "answer", "total"})
    void aPoolsTimeoutsBoundThoseOfItsProviders(String key) throws IOException {
        try (FullBacklog full = new FullBacklog()) {
            first.always(Script.silence());
            second.always(key.equals("ttft") ? Completions.streamOf("fine") : Completions.chat("fine"));
            proxy = Proxy.over(key.equals("connect") ? full.baseUrl() : first.baseUrl(), second.baseUrl())
                    .pool("strategy: priority, timeouts: {" + key + ": 600ms}")
                    .start();
            long began = System.nanoTime();
            RawAnswer answer = proxy.ask(key.equals("ttft") ? Proxy.STREAM : Proxy.CHAT);
            assertEquals("p1/m=timeout; p2/m=ok", answer.header("x-relevo-trail"));
            assertTrue(since(began).compareTo(Duration.ofSeconds(2)) < 0);
        }
    }

    @Test
    void aPoolsIdleTimeoutBoundsThoseOfItsProviders() throws IOException {
        first.always(Completions.streamOf("a", "b").hang(afterPieces(2)));
        proxy = Proxy.over(first).pool("timeouts: {idle: 300ms}").start();
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals("upstream_timeout", Proxy.error(answer.events().getLast()).getString("code"));
    }

    @Test
    void aProvidersTimeoutHoldsInAPoolThatAllowsMore() throws IOException {
        first.always(Script.silence());
        second.always(Completions.streamOf("fine"));
        proxy = Proxy.over(first, second)
                .provider("timeouts: {ttft: 300ms}")
                .pool("strategy: priority, timeouts: {ttft: 20s}")
                .start();
        assertEquals("p1/m=timeout; p2/m=ok", proxy.ask(Proxy.STREAM).header("x-relevo-trail"));
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
