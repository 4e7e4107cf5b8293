package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.config.Server;
import dev.relevo.time.ManualClock;
import dev.relevo.time.Watchdog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        try (Served served = Served.by(Served.ECHO, GuardTest::patient, clock, watchdog);
                RawClient client = served.client()) {
            client.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n" + part);
            assertEquals("{\"status\":\"ok\"}", client.answer().text());
            try (FastTime time = new FastTime(clock, watchdog)) {
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
        try (Served served = Served.by(Served.ECHO, GuardTest::patient, clock, watchdog);
                RawClient client = served.client()) {
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        "{\"status\":\"ok\"}",
                        client.get("/health/live").answer().text());
                clock.advance(Duration.ofSeconds(70));
                watchdog.tick();
            }
            client.get("/health").answer().body();
            try (FastTime time = new FastTime(clock, watchdog)) {
                assertTrue(client.isEnded());
            }
        }
    }

    @Test
    void emptyLinesAfterARequestAreNotTheBeginningOfAnother() throws Exception {
        try (Served served = Served.by(Served.ECHO, GuardTest::patient, clock, watchdog);
                RawClient client = served.client()) {
            client.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n\r\n");
            assertEquals("{\"status\":\"ok\"}", client.answer().text());
            clock.advance(Duration.ofSeconds(70));
            watchdog.tick();
            client.get("/health/live");
            assertEquals("{\"status\":\"ok\"}", client.answer().text());
            client.send("\r\n");
            try (FastTime time = new FastTime(clock, watchdog)) {
                assertTrue(client.isEnded());
            }
        }
    }

    @Test
    void aSlowBodyIsNotASlowHead() throws Exception {
        try (Served served = Served.by(Served.ECHO, GuardTest::patient, clock, watchdog);
                RawClient client = served.client()) {
            client.send(POST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertEquals(100, client.answer().status());
            clock.advance(Duration.ofSeconds(9));
            watchdog.tick();
            client.send("{}");
            assertEquals("{}", client.answer().text());
        }
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: 100, '{'", "Transfer-Encoding: chunked, '64\r\n{'"})
    void aBodyThatComesTooSlowlyIsAnswered408AndTheConnectionEnds(String framing, String begun) throws Exception {
        try (Served served = Served.by(Served.ECHO, GuardTest::patient, clock, watchdog);
                RawClient client = served.client()) {
            client.send(POST + "Expect: 100-continue\r\n" + framing + "\r\n\r\n");
            assertEquals(100, client.answer().status());
            client.send(begun);
            try (FastTime time = new FastTime(clock, watchdog)) {
                RawAnswer answer = client.answer();
                assertEquals(408, answer.status());
                assertEquals("close", answer.header("connection"));
                assertEquals(error("The request's body arrived too slowly (server.min-body-rate)."), answer.text());
                assertTrue(client.isEnded());
            }
        }
    }

    @Test
    void aBodyThatKeepsItsRateMayTakeLong() {
        ConnectionLimits limits =
                Terms.of(Server.DEFAULT, Served.keys(Server.DEFAULT)).connection();
        assertEquals(Duration.ofSeconds(10), limits.bodyTime(0));
        assertEquals(Duration.ofMillis(10_500), limits.bodyTime(500));
        assertEquals(Duration.ofSeconds(10 + 32_000), limits.bodyTime(32_000_000));
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
                    error("The request's headers are larger than 65536 bytes (server.max-header), or more than 100."),
                    answer.text());
        }
    }

    @Test
    void aHeadHasAHundredFieldsAtMost() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            String most = POST + "Content-Length: 2\r\n" + "X:\r\n".repeat(98);
            client.send(most + "\r\n{}");
            assertEquals("{}", client.answer().text());
            client.send(most + "X:\r\n");
            RawAnswer answer = client.answer();
            assertEquals(431, answer.status());
            assertTrue(answer.text().contains("or more than 100"), answer.text());
            assertTrue(client.isEnded());
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
    void aClientThatTakesNothingIsCutAndWhoeverAnswersLearnsIt() throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        ModelHandler endless = (operation, id, body, at, reply) -> {
            reply.watch(() -> told.complete("gone"));
            reply.start(200, Served.json(), -1);
            byte[] much = new byte[1 << 20];
            while (!told.isDone()) {
                reply.write(much, 0, much.length);
            }
        };
        try (Served served = Served.by(endless, clock, watchdog);
                RawClient client = RawClient.connectNarrow(served.port(), 4096)) {
            client.post("/v1/chat/completions", "{}");
            assertEquals(200, client.answer().status());
            try (FastTime time = new FastTime(clock, watchdog)) {
                assertEquals("gone", told.get(10, TimeUnit.SECONDS));
            }
            String line = served.logLine();
            assertTrue(line.contains(" request 200 POST ") && line.endsWith(" cut"), line);
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

    @Test
    void anEndlessChunkExtensionIsCutAtTheRequestsBudget() throws Exception {
        try (Served served = Served.by(Served.ECHO, GuardTest::small);
                RawClient client = served.client()) {
            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n1;" + "0".repeat(BUDGET + 64 * 1024));
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

    /** Time runs faster here than bytes do. */
    private static Server patient(Server s) {
        return s.withLimits(s.limits().withWriteStall(Duration.ofDays(1)));
    }

    private static Server small(Server s) {
        return s.withLimits(s.limits().withMaxBody(MAX_BODY));
    }
}
