package dev.relevo.relay;

import static dev.relevo.faulty.Point.afterPieces;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code on-malformed: skip} an event that is none is left out, and the client told. */
class MalformedEventTest {
    private static final List<String> TOLD = List.of("relevo skipped an event that was none");

    private final FaultyUpstream upstream = FaultyUpstream.start();
    private final Proxy proxy = Proxy.over(upstream)
            .pool("on-malformed: skip, same-target-retries: 0")
            .start();

    @AfterEach
    void close() {
        proxy.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"choices\":[", "hello", "[1]", "null", "{\"a\":1}}", "{\"a\":\"\u0001\"}"})
    void anEventThatIsNoneIsLeftOutAndTheClientTold(String junk) throws IOException {
        upstream.next(with(junk), with(junk).inWritesOf(1));
        for (int i = 0; i < 2; i++) {
            RawAnswer answer = proxy.ask(Proxy.STREAM);
            assertTrue(answer.completed(), answer.text());
            assertEquals(
                    List.of(Completions.content("a"), Completions.content("b"), Completions.STOP, Completions.DONE),
                    answer.events());
            assertEquals(TOLD, answer.comments());
        }
    }

    @Test
    void theLogCountsWhatWasLeftOut() throws Exception {
        upstream.next(with("hello"));
        assertTrue(proxy.ask(Proxy.STREAM).completed());
        assertTrue(proxy.logLine().endsWith(" (1 malformed events left out)"));
    }

    @Test
    void junkAloneIsNoAnswer() throws IOException {
        upstream.always(Completions.stream("junk", "more junk", Completions.DONE));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(502, answer.status());
        assertEquals("p1/m=empty", answer.header("x-relevo-trail"));
    }

    @Test
    void theHalfOfAnEventAtTheStreamsEndIsACut() throws IOException {
        String half = "data: " + Completions.content("a") + "\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content";
        upstream.next(
                Script.chunks(200, "text/event-stream", List.of(half.getBytes(StandardCharsets.UTF_8))),
                with("x").finish(afterPieces(2)));
        for (int i = 0; i < 2; i++) {
            RawAnswer answer = proxy.ask(Proxy.STREAM);
            assertEquals(Completions.content("a"), answer.event());
            assertFalse(answer.completed());
            assertEquals(
                    "upstream_error", Proxy.error(answer.events().getLast()).getString("code"));
        }
    }

    @Test
    void anEventThatIsTooLargeIsACut() throws IOException {
        upstream.always(with("x".repeat(2 << 20)));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertFalse(answer.completed());
        assertEquals("upstream_error", Proxy.error(answer.events().getLast()).getString("code"));
    }

    private static Script with(String junk) {
        return Completions.stream(
                Completions.content("a"), junk, Completions.content("b"), Completions.STOP, Completions.DONE);
    }
}
