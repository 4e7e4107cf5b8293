package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawClient;
import dev.relevo.config.Limits;
import dev.relevo.relay.ClientGone;
import dev.relevo.stats.LogLevel;
import dev.relevo.stats.LogStyle;
import dev.relevo.time.ManualClock;
import dev.relevo.time.Watchdog;
import dev.relevo.wire.Headers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestLogTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final Headers ROUTED = new Headers()
            .add("x-relevo-alias", "auto")
            .add("x-relevo-target", "groq/m")
            .add("x-relevo-attempts", "2");

    @Test
    void anAnsweredRequestIsToldWithWhoAnswered() throws Exception {
        ManualClock clock = new ManualClock();
        ModelHandler chat = (operation, id, body, at, reply) -> {
            clock.advance(Duration.ofMillis(120));
            reply.start(200, ROUTED, -1);
            reply.write("data: 1\n\n".getBytes(US_ASCII), 0, 9);
            clock.advance(Duration.ofMillis(80));
            reply.comment(": x\n\n".getBytes(US_ASCII));
            reply.end("data: 2\n\n".getBytes(US_ASCII), 0, 9);
        };
        try (Served served = Served.by(chat, clock, new Watchdog(clock));
                RawClient client = served.client()) {
            client.post(CHAT, "{}", "x-request-id: r1").answer().body();
            assertEquals(
                    "r1 request 200 POST /v1/chat/completions client=- alias=auto target=groq/m attempts=2"
                            + " ttft=120ms took=200ms bytes=18",
                    line(served));
        }
    }

    @Test
    void whatBridgesSilenceIsNeitherTheFirstTokenNorPartOfTheAnswer() throws Exception {
        ManualClock clock = new ManualClock();
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.start(200, ROUTED, -1);
            reply.remark(": keep-alive\n\n".getBytes(US_ASCII));
            clock.advance(Duration.ofMillis(120));
            reply.write("data: 1\n\n".getBytes(US_ASCII), 0, 9);
            reply.end();
        };
        try (Served served = Served.by(chat, clock, new Watchdog(clock));
                RawClient client = served.client()) {
            client.post(CHAT, "{}", "x-request-id: r1").answer().body();
            String line = line(served);
            assertTrue(line.endsWith(" ttft=120ms took=120ms bytes=9"), line);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /v1/nothing|404 GET /v1/nothing|There is nothing at GET /v1/nothing.",
                "PUT /v1/models|405 PUT /v1/models|PUT is not allowed on /v1/models;",
                "POST /v1/chat/completions|400 POST /v1/chat/completions|The request has no body;",
                "GET /v1/models?key=secret|200 GET /v1/models|",
                "GET /a%20b%0Ac|404 GET /a_b_c|There is nothing at GET /a b c.",
            })
    void whatNeverCameToAnAttemptIsToldWithTheReason(String request, String told, String reason) throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            client.send(request + " HTTP/1.1\r\nHost: localhost\r\nx-request-id: r1\r\n\r\n");
            client.answer();
            String line = line(served);
            assertTrue(line.startsWith("r1 request " + told + " client=- alias=- target=- attempts=0 "), line);
            assertTrue(reason == null ? !line.contains("(") : line.contains(" (" + reason), line);
        }
    }

    @Test
    void whatIsNotEvenHttpIsToldToo() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            client.send("nonsense\r\n\r\n");
            assertEquals(400, client.answer().status());
            String line = line(served);
            assertTrue(line.contains(" request 400 ") && line.contains(" ttft=- took=- "), line);
        }
    }

    @Test
    void aHeadThatComesTooSlowlyIsTold() throws Exception {
        ManualClock clock = new ManualClock();
        Watchdog watchdog = new Watchdog(clock);
        try (Served served = Served.by(Served.ECHO, clock, watchdog);
                RawClient client = served.client()) {
            client.send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\nGET /v1/mod");
            client.answer().body();
            assertTrue(line(served).contains(" request 200 "));
            while (!served.hasLogLine()) {
                clock.advance(Limits.DEFAULT.headerTimeout());
                watchdog.tick();
                Thread.yield();
            }
            String line = line(served);
            assertTrue(line.contains(" request 408 - - client=- "), line);
        }
    }

    @Test
    void aCutAnswerAndAClientThatLeftAreToldApart() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.start(200, ROUTED, -1);
            reply.write("data: 1\n\n".getBytes(US_ASCII), 0, 9);
            if (new String(body, US_ASCII).equals("cut")) {
                reply.cut();
                return;
            }
            reply.watch(gone::countDown);
            arrived.countDown();
            await(gone);
            throw new ClientGone(new IllegalStateException("left"));
        };
        try (Served served = Served.by(chat)) {
            try (RawClient client = served.client()) {
                client.post(CHAT, "cut").answer().body();
                String line = line(served);
                assertTrue(line.contains(" request 200 POST ") && line.endsWith(" bytes=9 cut"), line);
            }
            try (RawClient client = served.client()) {
                client.post(CHAT, "{}");
                await(arrived);
            }
            String line = line(served);
            assertTrue(line.contains(" request 499 POST ") && line.endsWith(" bytes=9 left"), line);
        }
    }

    @Test
    void aRequestThatTheListenerEndsIsNotSaidToBeItsClients() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.watch(gone::countDown);
            reply.start(200, Served.json(), -1);
            reply.write(body, 0, body.length);
            arrived.countDown();
            await(gone);
            reply.write(body, 0, body.length);
        };
        try (Served served = Served.by(chat);
                RawClient client = served.client()) {
            client.post(CHAT, "{}");
            await(arrived);
            served.listener().close();
            String line = line(served);
            assertTrue(line.contains(" request 200 POST ") && line.endsWith(" cut"), line);
        }
    }

    @Test
    void aClientThatLeavesWithinItsBodyIsTold() throws Exception {
        try (Served served = Served.by(Served.ECHO)) {
            try (RawClient client = served.client()) {
                client.send("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{");
            }
            String line = line(served);
            assertTrue(line.contains(" request 499 POST ") && line.endsWith(" bytes=0 left"), line);
        }
    }

    @Test
    void healthChecksThatWentWellAreToldOnlyToWhoLooksForThem() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            client.get("/health/live").answer().body();
            client.get("/v1/models").answer().body();
            assertTrue(line(served).contains(" GET /v1/models "));
            served.log().configure(new LogStyle(false, LogLevel.DEBUG, false, UnaryOperator.identity(), 0));
            client.get("/health/live").answer().body();
            assertTrue(line(served).contains(" GET /health/live "));
        }
    }

    @Test
    void bodiesAreToldOnlyWhereTheyAreAskedForAndWithoutSecrets() throws Exception {
        UnaryOperator<String> redaction = text -> text.replace("sk-canary", "***");
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            client.post(CHAT, "{\"a\":\"sk-canary\"}").answer().body();
            assertTrue(served.logLine().contains(" request 200 "));
            served.log().configure(new LogStyle(false, LogLevel.INFO, true, redaction, 100));
            client.post(CHAT, "{\"b\":\"sk-canary\"}", "x-request-id: r1")
                    .answer()
                    .body();
            assertTrue(served.logLine().contains("request and answer bodies are logged (server.log-bodies)"));
            assertTrue(line(served).startsWith("r1 request 200 "));
            assertEquals("r1 request body \"{\\\"b\\\":\\\"***\\\"}\"", line(served));
            assertEquals("r1 answer body \"{\\\"b\\\":\\\"***\\\"}\"", line(served));
        }
    }

    /** The next line after its time. */
    private static String line(Served served) throws InterruptedException {
        String line = served.logLine();
        return line.substring(line.indexOf(' ') + 1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
