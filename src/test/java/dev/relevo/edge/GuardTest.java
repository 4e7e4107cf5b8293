package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.config.Server;
import dev.relevo.time.ManualClock;
import dev.relevo.time.Watchdog;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
    private static final int MAX_BODY = 100_000;
    private static final int BUDGET = MAX_BODY + MAX_BODY / 4 + 64 * 1024;
    private static final String POST = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n";

    private final ManualClock clock = new ManualClock();
    private final Watchdog watchdog = new Watchdog(clock);

    @ParameterizedTest
    @ValueSource(strings = {"P", POST, POST + "X-Slow: "})
    void aHeadThatDoesNotArriveInTimeIsAnswered408(String part) throws Exception {
        try (Served served = Served.by(Served.ECHO, clock, watchdog);
                RawClient client = served.client()) {
            client.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n" + part);
            assertEquals("{\"status\":\"ok\"}", client.answer().text());
            try (Time time = new Time()) {
                RawAnswer answer = client.answer();
                assertEquals(408, answer.status());
                assertEquals("close", answer.header("connection"));
                assertEquals(
                        error("The request's head did not arrive in time (server.header-timeout)."), answer.text());
                assertTrue(client.isEnded());
            }
        }
    }

    @Test
    void anIdleConnectionMayWaitLongerThanAHeadButNotForEver() throws Exception {
        try (Served served = Served.by(Served.ECHO, clock, watchdog);
                RawClient client = served.client()) {
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        "{\"status\":\"ok\"}",
                        client.get("/health/live").answer().text());
                clock.advance(Duration.ofSeconds(70));
                watchdog.tick();
            }
            client.get("/health").answer().body();
            try (Time time = new Time()) {
                assertTrue(client.isEnded());
            }
        }
    }

    @Test
    void aSlowBodyIsNotASlowHead() throws Exception {
        try (Served served = Served.by(Served.ECHO, clock, watchdog);
                RawClient client = served.client()) {
            client.send(POST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertEquals(100, client.answer().status());
            clock.advance(Duration.ofSeconds(20));
            watchdog.tick();
            client.send("{}");
            assertEquals("{}", client.answer().text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "A: b\r\n"})
    void anEndlessHeadIsCutAtItsLimit(String piece) throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            client.send(POST + piece.repeat(80 * 1024 / piece.length()));
            RawAnswer answer = client.answer();
            assertEquals(431, answer.status());
            assertEquals("close", answer.header("connection"));
            assertEquals(
                    error("The request's headers are larger than 65536 bytes (server.max-header)."), answer.text());
        }
    }

    @Test
    void aHeadWithinItsLimitIsRead() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            client.post("/v1/chat/completions", "{}", "X-Long: " + "x".repeat(60 * 1024));
            assertEquals("{}", client.answer().text());
        }
    }

    @Test
    void anEndlessRequestLineIsCut() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            client.send("GET /" + "x".repeat(20_000));
            assertEquals(414, client.answer().status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1;"})
    void anEndlessChunkSizeLineIsCutAtTheRequestsBudget(String size) throws Exception {
        try (Served served = Served.by(Served.ECHO, GuardTest::small);
                RawClient client = served.client()) {
            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n" + size + "0".repeat(BUDGET + 64 * 1024));
            RawAnswer answer = client.answer();
            assertEquals(413, answer.status());
            assertEquals("close", answer.header("connection"));
            assertEquals(error("The request body is larger than 100000 bytes (server.max-body)."), answer.text());
        }
    }

    @Test
    void aRequestWithinTheBudgetMayBeFramedInSmallChunks() throws Exception {
        try (Served served = Served.by(Served.ECHO, GuardTest::small);
                RawClient client = served.client()) {
            String chunks = "5\r\n12345\r\n".repeat(10_000);
            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n");
            assertEquals("12345".repeat(10_000), client.answer().text());
        }
    }

    private static String error(String message) {
        return "{\"error\":{\"message\":\"" + message
                + "\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}";
    }

    private static Server small(Server s) {
        return s.withLimits(s.limits().withMaxBody(MAX_BODY));
    }

    /** Lets a second pass as often as the processor has time for it. */
    private final class Time implements AutoCloseable {
        private volatile boolean stopped;

        Time() {
            Thread.ofPlatform().daemon().start(() -> {
                while (!stopped) {
                    clock.advance(Duration.ofSeconds(1));
                    watchdog.tick();
                    Thread.yield();
                }
            });
        }

        @Override
        public void close() {
            stopped = true;
        }
    }
}
