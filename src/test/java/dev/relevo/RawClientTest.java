package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer.End;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.Fault;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.GoldenStream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawClientTest {
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final FaultyUpstream server = FaultyUpstream.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theGoldenStreamIsCompleteAndItsEventsAreThoseSent() throws IOException {
        RawAnswer answer = answerTo(GoldenStream.script());
        assertEquals(GoldenStream.EVENTS, answer.events());
        assertTrue(answer.completed());
        assertEquals(GoldenStream.EVENTS.size(), answer.chunkSizes().size());
    }

    @Test
    void aStreamWithoutDoneIsNotComplete() throws IOException {
        RawAnswer answer = answerTo(Completions.stream(Completions.ROLE, Completions.STOP));
        assertEquals(End.WHOLE, answer.end());
        assertFalse(answer.completed());
    }

    @Test
    void aStreamWithoutItsFinalChunkIsNotComplete() throws IOException {
        Script stream = Completions.streamOf("a");
        int finalChunk = "0\r\n\r\n".length();
        for (int missing = 1; missing <= finalChunk; missing++) {
            int cut = stream.wire().length - missing;
            RawAnswer answer = answerTo(stream.finish(Point.afterWire(cut)));
            assertEquals(Completions.DONE, answer.events().getLast());
            assertEquals(End.CUT_BY_FIN, answer.end());
            assertFalse(answer.completed());
        }
    }

    @Test
    void eventsAreReadOneByOneAndCommentsApart() throws IOException {
        RawAnswer answer = answerTo(Script.raw(CHUNKED + "10\r\n: ping\n\ndata: a\n\r\n1\r\n\n\r\n0\r\n\r\n"));
        assertEquals("a", answer.event());
        assertNull(answer.event());
        assertEquals(List.of("ping"), answer.comments());
    }

    @Test
    void anEventWithoutItsBlankLineIsNone() throws IOException {
        RawAnswer answer = answerTo(Script.raw(CHUNKED + "8\r\ndata: a\n\r\n0\r\n\r\n"));
        assertEquals(List.of(), answer.events());
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:a\n\n", "data: a\r\n\n\n", "id: 1\n\n", "data: \n\n", "\n\n", "data: a\ndata: b\n\n"})
    void anEventInAnotherFormIsRefused(String event) throws IOException {
        String chunk = Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
        RawAnswer answer = answerTo(Script.raw(CHUNKED + chunk + "0\r\n\r\n"));
        assertThrows(AssertionError.class, answer::events);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1\nx\r\n0\r\n\r\n",
                "1 \r\nx\r\n0\r\n\r\n",
                "g\r\nx\r\n0\r\n\r\n",
                "1\r\nxx\r\n0\r\n\r\n",
                "1\r\nx\n0\r\n\r\n",
                "1;a=b\r\nx\r\n0\r\n\r\n",
                "1\r\nx\r\n0\r\na: b\r\n\r\n"
            })
    void chunksThatBreakTheGrammarAreRefused(String body) {
        assertThrows(AssertionError.class, () -> answerTo(Script.raw(CHUNKED + body)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200\r\n\r\n",
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void headsThatBreakTheGrammarAreRefused(String head) {
        assertThrows(AssertionError.class, () -> answerTo(Script.raw(head)));
    }

    @Test
    void aConnectionIsUsedAgainForTheNextAnswer() throws IOException {
        server.always(Completions.streamOf("a"));
        try (RawClient client = RawClient.connect(server.port())) {
            assertTrue(client.get("/a").answer().completed());
            assertTrue(client.get("/b").answer().completed());
        }
        assertEquals(1, server.connections().size());
    }

    private RawAnswer answerTo(Script script) throws IOException {
        server.next(script.at(Point.atEnd(), Fault.Ending.CLOSE));
        try (RawClient client = RawClient.connect(server.port())) {
            RawAnswer answer = client.post("/", "{}").answer();
            answer.end();
            return answer;
        }
    }
}
