package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawClient;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code GET /health} counts. */
class AttemptCountsTest {
    private final FaultyUpstream first = FaultyUpstream.start();
    private final FaultyUpstream second = FaultyUpstream.start(Completions.chat("hi"));
    private final Proxy proxy =
            Proxy.over(first, second).pool("strategy: priority").start();

    @AfterEach
    void close() {
        proxy.close();
        first.close();
        second.close();
    }

    @Test
    void eachAttemptCountsForItsOwnProvider() throws Exception {
        first.next(Completions.chat("hi"), Script.json(429, "{\"error\":{\"message\":\"slow down\"}}"));
        assertEquals(200, proxy.ask(Proxy.CHAT).status());
        assertEquals(200, proxy.ask(Proxy.CHAT).status());
        assertCounts(3, 2, 1, 1, 0);
    }

    @Test
    void aCutAnswerIsAFailure() throws Exception {
        first.next(Completions.streamOf("a", "b").finish(Point.afterPieces(2)));
        assertFalse(proxy.ask(Proxy.STREAM).completed());
        assertCounts(1, 1, 1, 0, 0);
    }

    @Test
    void aClientThatLeavesMakesNoFailure() throws Exception {
        first.next(Script.silence(), Completions.streamOf("a", "b").hang(Point.afterPieces(2)));
        RawClient waiting = proxy.send(Proxy.STREAM);
        first.take();
        waiting.reset();
        assertTrue(proxy.logLine().contains("p1"));
        RawClient reading = proxy.send(Proxy.STREAM);
        assertEquals(Completions.ROLE, reading.answer().event());
        reading.reset();
        assertCounts(1, 2, 0, 0, 0);
    }

    /** Waits for so many lines of the log first: an attempt is counted before it is logged. */
    private void assertCounts(int lines, int count1, int failures1, int count2, int failures2)
            throws IOException, InterruptedException {
        for (int i = 0; i < lines; i++) {
            proxy.logLine();
        }
        var services = Proxy.json(health()).getJsonObject("stats").getJsonObject("services");
        assertEquals(
                "{\"p1\":{\"count\":" + count1 + ",\"failures\":" + failures1 + "},\"p2\":{\"count\":" + count2
                        + ",\"failures\":" + failures2 + "}}",
                services.toString());
    }

    private String health() throws IOException {
        try (RawClient client = proxy.client()) {
            return client.get("/health").answer().text();
        }
    }
}
