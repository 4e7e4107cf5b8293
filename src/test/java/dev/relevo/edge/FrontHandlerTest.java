package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawAnswer.End;
import dev.relevo.RawClient;
import dev.relevo.relay.ClientGone;
import dev.relevo.relay.Reply;
import dev.relevo.wire.Headers;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontHandlerTest {
    private static final Headers EVENTS = new Headers().add("Content-Type", "text/event-stream");

    private final Logger log = Logger.getLogger(FrontHandler.class.getName());

    /** The bugs here are meant. */
    @BeforeEach
    void keepBugsOutOfTheLog() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void logAgain() {
        log.setLevel(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\"b", "a/b", "ä", ""})
    void anIdThatCouldHarmALogIsReplaced(String told) throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            String id = client.get("/health", "X-Request-Id: " + told).answer().header("x-request-id");
            assertTrue(id.matches("req_[0-9a-f]{24}"), id);
        }
    }

    @Test
    void aBugBeforeTheHeadIsA500ThatShowsNothingInside() throws Exception {
        ModelHandler chat = (operation, id, body, at, reply) -> {
            throw new IllegalArgumentException("secret");
        };
        try (Served served = Served.by(chat);
                RawClient client = served.client()) {
            RawAnswer answer = client.post("/v1/chat/completions", "{}", "x-request-id: r1")
                    .answer();
            assertEquals(500, answer.status());
            assertEquals(
                    "{\"error\":{\"message\":\"Relevo failed; its log tells why under request id r1.\","
                            + "\"type\":\"server_error\",\"param\":null,\"code\":null}}",
                    answer.text());
            assertEquals(200, client.get("/health").answer().status());
        }
    }

    @Test
    void aBugAfterTheHeadCutsTheAnswer() throws Exception {
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.start(200, EVENTS, -1);
            write(reply, "data: 1\n\n");
            throw new IllegalArgumentException("secret");
        };
        try (Served served = Served.by(chat);
                RawClient client = served.client()) {
            RawAnswer answer = client.post("/v1/chat/completions", "{}").answer();
            assertEquals("data: 1\n\n", answer.text());
            assertEquals(End.CUT_BY_FIN, answer.end());
        }
    }

    @Test
    void anAnswerThatIsLeftOpenIsCut() throws Exception {
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.start(200, EVENTS, -1);
            write(reply, "data: 1\n\n");
        };
        try (Served served = Served.by(chat);
                RawClient client = served.client()) {
            assertEquals(
                    End.CUT_BY_FIN,
                    client.post("/v1/chat/completions", "{}").answer().end());
        }
    }

    @Test
    void anAnswerShorterThanPromisedIsCut() throws Exception {
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.start(200, EVENTS, 10);
            write(reply, "123456789");
            reply.end();
        };
        try (Served served = Served.by(chat);
                RawClient client = served.client()) {
            assertEquals(
                    End.CUT_BY_FIN,
                    client.post("/v1/chat/completions", "{}").answer().end());
        }
    }

    @Test
    void aRequestToCloseIsHonouredAndTold() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            RawAnswer answer = client.post("/v1/chat/completions", "{}", "Connection: close")
                    .answer();
            assertEquals("{}", answer.text());
            assertEquals("close", answer.header("connection"));
            assertTrue(client.isEnded());
        }
    }

    @Test
    void aHeadRequestGetsTheHeadOfTheAnswer() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            client.send("HEAD /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
            client.send("HEAD /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            String both = new String(client.untilEnd(), US_ASCII);
            assertTrue(both.startsWith("HTTP/1.1 200 OK\r\n"), both);
            assertTrue(both.contains("\r\nContent-Length: 15\r\n\r\nHTTP/1.1 404 Not Found\r\n"), both);
            assertTrue(both.endsWith("\r\n\r\n"), both);
            assertFalse(both.contains("{"), both);
        }
    }

    private static void write(Reply reply, String text) throws ClientGone {
        byte[] bytes = text.getBytes(US_ASCII);
        reply.write(bytes, 0, bytes.length);
    }
}
