package dev.relevo.relay;

import static dev.relevo.faulty.Point.afterBody;
import static dev.relevo.faulty.Point.afterPieces;
import static dev.relevo.faulty.Point.atEnd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.Fault;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Framing;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With {@code on-cut: buffer} nothing that a target does in mid-answer reaches the client. */
@Timeout(30)
class BufferedStreamTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String COMMENT = ": still here\n\n";
    private static final Script CONTENT = Completions.streamOf("lost", "more");

    private final FaultyUpstream broken = FaultyUpstream.start();
    private final FaultyUpstream sound = FaultyUpstream.start(Completions.streamOf("fine", "!"));
    private final Proxy proxy = Proxy.over(broken, sound)
            .provider("timeouts: {idle: 400ms, total: 5s}")
            .pool("strategy: priority, on-cut: buffer, hold-limit: 4096")
            .start();

    @AfterEach
    void close() {
        proxy.close();
        broken.close();
        sound.close();
    }

    static Stream<Arguments> brokenInMidAnswer() {
        return Stream.of(
                arguments("reset", "RST", CONTENT.reset(afterPieces(2))),
                arguments("truncated", "FIN", CONTENT.finish(afterPieces(2))),
                arguments("truncated", "the end", Completions.stream(Completions.content("lost"))),
                arguments(
                        "truncated",
                        "the connection's end as the body's",
                        CONTENT.framed(Framing.UNTIL_CLOSE).finish(afterPieces(2))),
                arguments("reset", "RST inside an event", CONTENT.reset(afterBody(400))),
                arguments("timeout", "silence", CONTENT.hang(afterPieces(2))),
                arguments("timeout", "silence inside an event", CONTENT.hang(afterBody(400))),
                arguments("malformed", "junk", afterContent("{\"choices\":[")),
                arguments("malformed", "an endless event", afterContent("x".repeat(2 << 20))),
                arguments("malformed", "junk for a chunk size", junkForChunk()),
                arguments("500", "an error", afterContent("{\"error\":{\"code\":500,\"message\":\"Oops\"}}")),
                arguments("401", "a refused key", afterContent("{\"error\":{\"code\":401,\"message\":\"Who?\"}}")));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("brokenInMidAnswer")
    void theClientGetsTheNextTargetsAnswerAloneAndWhole(String label, String what, Script script) throws IOException {
        broken.always(script);
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(200, answer.status());
        assertEquals("p1/m=" + label + "; p2/m=ok", answer.header("x-relevo-trail"));
        assertEquals("p2/m", answer.header("x-relevo-target"));
        assertEquals(Completions.events("fine", "!"), answer.events());
        assertTrue(answer.completed());
    }

    @Test
    void theConnectionOfATargetSilentInMidAnswerIsEnded() throws Exception {
        broken.always(CONTENT.hang(afterPieces(2)));
        assertTrue(proxy.ask(Proxy.STREAM).completed());
        broken.connection(1).awaitClosingByClient(SOON);
    }

    @Test
    void aLimitToldInMidAnswerRestsWhatIsLimited() throws IOException {
        broken.always(afterContent("{\"error\":{\"message\":\"Slow down, try again in 20s\",\"code\":429}}"));
        assertEquals("p1/m=429; p2/m=ok", proxy.ask(Proxy.STREAM).header("x-relevo-trail"));
        assertEquals("p2/m=ok", proxy.ask(Proxy.STREAM).header("x-relevo-trail"));
    }

    @Test
    void aContentFilterInMidAnswerIsToldAndNotRoutedAround() throws IOException {
        broken.always(afterContent("{\"error\":{\"message\":\"No.\",\"code\":\"content_filter\"}}"));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(400, answer.status());
        assertEquals("content_filter", Proxy.error(answer.text()).getString("code"));
        assertEquals(List.of(), sound.requests());
    }

    @Test
    void anAnswerThatBreaksAfterItsLastFinishIsWhole() throws IOException {
        broken.always(Completions.streamOf("a").reset(afterPieces(3)));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals("p1/m=ok", answer.header("x-relevo-trail"));
        assertEquals(Completions.events("a"), answer.events());
        assertTrue(answer.completed());
    }

    @Test
    void nothingIsSentBeforeTheAnswerIsWhole() throws Exception {
        try (Proxy waiting = buffered("keep-alive-after: 100ms")) {
            Ticking upstream = Ticking.start(broken, 2, COMMENT, 8);
            RawAnswer answer = waiting.ask(Proxy.STREAM);
            assertTrue(upstream.took().compareTo(Duration.ofMillis(700)) > 0);
            assertEquals(Completions.events("a"), answer.events());
            assertEquals(List.of(), answer.comments());
        }
    }

    @Test
    void commentsOfTheUpstreamKeepAnAnswerAlive() throws Exception {
        Ticking upstream = Ticking.start(broken, 2, COMMENT, 10);
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals("p1/m=ok", answer.header("x-relevo-trail"));
        assertTrue(upstream.took().compareTo(Duration.ofMillis(900)) > 0);
    }

    @Test
    void anAnswerThatNeverEndsEndsWithTheRequestsTime() throws Exception {
        try (Proxy shortly = Proxy.over(broken)
                .provider("timeouts: {idle: 400ms, total: 900ms}")
                .pool("on-cut: buffer")
                .start()) {
            Ticking.start(broken, 2, COMMENT, 60);
            RawAnswer answer = shortly.ask(Proxy.STREAM);
            assertEquals(504, answer.status());
            assertEquals("p1/m=deadline", answer.header("x-relevo-trail"));
            broken.connection(1).awaitClosingByClient(SOON);
        }
    }

    @Test
    void anAnswerOverTheHoldLimitIsSentAsItComesAndItsCutIsOne() throws IOException {
        String[] deltas = Collections.nCopies(60, "x".repeat(100)).toArray(String[]::new);
        Script large = Completions.streamOf(deltas).inWritesOf(500);
        broken.next(large, large.finish(afterPieces(50)));
        assertTrue(proxy.ask(Proxy.STREAM).completed());
        RawAnswer cut = proxy.ask(Proxy.STREAM);
        assertEquals("p1/m=ok", cut.header("x-relevo-trail"));
        assertFalse(cut.completed());
        assertEquals("upstream_error", Proxy.error(cut.events().getLast()).getString("code"));
        assertEquals(List.of(), sound.requests());
    }

    @Test
    void theNextRequestUsesTheSameConnection() throws IOException {
        for (int i = 0; i < 3; i++) {
            broken.next(Completions.streamOf("a"));
            assertTrue(proxy.ask(Proxy.STREAM).completed());
        }
        assertEquals(1, broken.requests().getLast().connection());
    }

    @Test
    void everyTargetBrokenInMidAnswerIsAPlainError() throws IOException {
        broken.always(CONTENT.finish(afterPieces(2)));
        sound.always(CONTENT.reset(afterPieces(2)));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(502, answer.status());
        assertEquals("p1/m=truncated; p2/m=reset", answer.header("x-relevo-trail"));
        assertFalse(Proxy.error(answer.text()).getString("message").isEmpty());
    }

    private Proxy buffered(String more) {
        return Proxy.over(broken).pool("on-cut: buffer, " + more).start();
    }

    private static Script afterContent(String event) {
        return Completions.stream(Completions.ROLE, Completions.content("lost"), event, Completions.DONE);
    }

    private static Script junkForChunk() {
        String event = "data: " + Completions.content("lost") + "\n\n";
        return Script.raw("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                        + Integer.toHexString(event.length()) + "\r\n" + event + "\r\nzz\r\n")
                .at(atEnd(), Fault.Ending.HANG);
    }
}
