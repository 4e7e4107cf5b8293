package dev.relevo.relay;

import static dev.relevo.faulty.Point.afterBody;
import static dev.relevo.faulty.Point.afterHead;
import static dev.relevo.faulty.Point.afterPieces;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.FullBacklog;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long an upstream may keep a client waiting. The watchdog looks every 100 ms. */
@Timeout(10)
class DeadlineTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String COMMENT = ": still here\n\n";

    private final FaultyUpstream slow = FaultyUpstream.start();
    private final FaultyUpstream quick = FaultyUpstream.start();
    private Proxy proxy;

    @AfterEach
    void close() {
        proxy.close();
        slow.close();
        quick.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {Proxy.CHAT, Proxy.STREAM})
    void connectingTakesNoLongerThanTold(String request) throws IOException {
        try (FullBacklog full = new FullBacklog()) {
            proxy = Proxy.over(full.baseUrl(), quick.baseUrl())
                    .provider("timeouts: {connect: 300ms}")
                    .start();
            quick.always(request.equals(Proxy.CHAT) ? Completions.chat("fine") : Completions.streamOf("fine"));
            RawAnswer answer = proxy.ask(request);
            assertEquals("p1/m=timeout; p2/m=ok", answer.header("x-relevo-trail"));
            assertTrue(answer.text().contains("fine"));
        }
    }

    @Test
    void aStreamSilentBeforeItsHeadOrFirstTokenIsLeft() throws Exception {
        start("ttft: 300ms");
        quick.always(Completions.streamOf("fine"));
        slow.next(Script.silence(), Completions.streamOf("late").hang(afterHead()));
        slow.next(Completions.streamOf("late").hang(afterPieces(1)));
        for (int i = 1; i <= 3; i++) {
            RawAnswer answer = proxy.ask(Proxy.STREAM);
            assertEquals("p1/m=timeout; p2/m=ok", answer.header("x-relevo-trail"));
            assertTrue(answer.completed());
            slow.connection(i).awaitClosingByClient(SOON);
        }
    }

    @Test
    void pingsAndCommentsAreNoTokens() throws Exception {
        start("ttft: 400ms");
        Ticking.start(slow, 1, "data: {\"type\":\"ping\"}\n\n" + COMMENT, 50);
        quick.always(Completions.streamOf("fine"));
        assertEquals("p1/m=timeout; p2/m=ok", proxy.ask(Proxy.STREAM).header("x-relevo-trail"));
    }

    @Test
    void aPlainAnswerMayTakeNoLongerThanTold() throws Exception {
        start("answer: 300ms, ttft: 20ms");
        quick.always(Completions.chat("fine"));
        slow.next(Script.silence(), Completions.chat("late").hang(afterBody(30)));
        for (int i = 1; i <= 2; i++) {
            assertEquals("p1/m=timeout; p2/m=ok", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
            slow.connection(i).awaitClosingByClient(SOON);
        }
    }

    @Test
    void nobodyInTimeIs504() throws IOException {
        start("ttft: 200ms");
        slow.always(Script.silence());
        quick.always(Script.silence());
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(504, answer.status());
        assertEquals("upstream_timeout", Proxy.error(answer.text()).getString("code"));
        assertEquals("server_error", Proxy.error(answer.text()).getString("type"));
    }

    @Test
    void silenceInMidStreamCutsIt() throws Exception {
        start("idle: 300ms");
        slow.always(Completions.streamOf("a", "b").hang(afterPieces(2)));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertFalse(answer.completed());
        assertEquals(
                List.of(Completions.ROLE, Completions.content("a")),
                answer.events().subList(0, 2));
        assertEquals("upstream_timeout", Proxy.error(answer.events().getLast()).getString("code"));
        slow.connection(1).awaitClosingByClient(SOON);
    }

    @Test
    void silenceInALargePlainAnswerCutsIt() throws Exception {
        proxy = Proxy.over(slow)
                .provider("timeouts: {idle: 300ms}")
                .pool("hold-limit: 1000")
                .start();
        slow.always(Completions.chat("x".repeat(5000)).hang(afterBody(3000)));
        RawAnswer answer = proxy.ask(Proxy.CHAT);
        assertEquals(200, answer.status());
        assertNotEquals(RawAnswer.End.WHOLE, answer.end());
        slow.connection(1).awaitClosingByClient(SOON);
    }

    @Test
    void commentsKeepAStreamAlive() throws Exception {
        start("idle: 400ms");
        Ticking upstream = Ticking.start(slow, 2, COMMENT, 10);
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertTrue(answer.completed());
        assertEquals(Completions.events("a"), answer.events());
        assertTrue(upstream.took().compareTo(Duration.ofMillis(900)) > 0);
    }

    @Test
    void aClientThatReadsSlowlyIsNoSilenceOfTheUpstream() throws Exception {
        start("idle: 200ms, ttft: 700ms");
        String[] deltas = Collections.nCopies(1500, "x".repeat(8000)).toArray(String[]::new);
        slow.next(Completions.streamOf(deltas));
        quick.always(Script.silence());
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(Completions.ROLE, answer.event());
        slow.always(Script.silence());
        assertEquals(504, proxy.ask(Proxy.STREAM).status());
        assertTrue(answer.completed());
    }

    @Test
    void theWholeRequestHasATimeToo() throws Exception {
        start("total: 500ms, idle: 300ms");
        Ticking.start(slow, 2, COMMENT, 50);
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertFalse(answer.completed());
        assertEquals("upstream_timeout", Proxy.error(answer.events().getLast()).getString("code"));
    }

    @Test
    void aSilentTargetLeavesTimeOfTheWholeRequestsToTheNext() throws Exception {
        start("total: 600ms, answer: 20s");
        slow.always(Script.silence());
        quick.always(Script.silence());
        RawAnswer answer = proxy.ask(Proxy.CHAT);
        assertEquals(504, answer.status());
        assertEquals("p1/m=timeout; p2/m=deadline", answer.header("x-relevo-trail"));
    }

    @Test
    void aClientInALongSilenceGetsComments() throws Exception {
        proxy = Proxy.over(slow).pool("keep-alive-after: 200ms").start();
        Ticking.start(slow, 2, COMMENT, 10);
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertTrue(answer.completed());
        assertTrue(answer.comments().size() >= 2, answer.text());
        assertEquals("keep-alive", answer.comments().getFirst());
    }

    private void start(String timeouts) {
        proxy = Proxy.over(slow, quick)
                .provider("timeouts: {" + timeouts + "}")
                .pool("strategy: priority")
                .start();
    }
}
