package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.relevo.RawClient;
import dev.relevo.config.ServerTls;
import dev.relevo.dialect.Operation;
import dev.relevo.faulty.TestCertificate;
import dev.relevo.relay.Arrival;
import dev.relevo.relay.ClientGone;
import dev.relevo.relay.Reply;
import dev.relevo.time.ManualClock;
import dev.relevo.time.Watchdog;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientGoneTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final byte[] EVENT = "data: 1\n\n".getBytes(US_ASCII);

    /** How a client leaves. */
    private enum Leaving {
        FIN,
        RST,
        EXIT;

        void by(RawClient client) throws IOException {
            switch (this) {
                case FIN -> client.finish();
                case RST -> client.reset();
                case EXIT -> client.close();
            }
        }
    }

    private static TestCertificate certificate;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.of("localhost");
    }

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CompletableFuture<String> gone = new CompletableFuture<>();
    private final CompletableFuture<String> ending = new CompletableFuture<>();

    @ParameterizedTest
    @EnumSource
    void aClientThatLeavesWhileItsHandlerWaitsIsNoticed(Leaving leaving) throws Exception {
        try (Served served = Served.by(this::waiting);
                RawClient client = served.client()) {
            client.post(CHAT, "{}");
            await(arrived);
            leaving.by(client);
            assertEquals("gone", get(gone));
            assertEquals("ClientGone", get(ending));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatLeavesInTheMiddleOfAStreamIsNoticed(Leaving leaving) throws Exception {
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.start(200, Served.json(), -1);
            reply.write(EVENT, 0, EVENT.length);
            waiting(operation, id, body, at, reply);
        };
        try (Served served = Served.by(chat);
                RawClient client = served.client()) {
            assertEquals("1", client.post(CHAT, "{}").answer().event());
            await(arrived);
            leaving.by(client);
            assertEquals("gone", get(gone));
            assertEquals("ClientGone", get(ending));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatLeavesWithoutReadingWakesTheWriteThatWaitsForIt(Leaving leaving) throws Exception {
        try (Served served = Served.by(this::flooding);
                RawClient client = RawClient.connectNarrow(served.port(), 4096)) {
            client.post(CHAT, "{}");
            await(arrived);
            leaving.by(client);
            assertEquals("ClientGone", get(ending));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatLeavesIsNoticedOverTlsToo(Leaving leaving) throws Exception {
        ServerTls tls = Served.tls(certificate);
        try (Served served = Served.overTls(this::waiting, tls);
                RawClient client = RawClient.connectTls(served.port(), certificate.client())) {
            assertEquals(
                    "{\"status\":\"ok\"}", client.get("/health/live").answer().text());
            client.post(CHAT, "{}");
            await(arrived);
            leaving.by(client);
            assertEquals("gone", get(gone));
            assertEquals("ClientGone", get(ending));
        }
    }

    @Test
    void aTlsConnectionServesOnAfterAWatchSawTheNextRequest() throws Exception {
        ManualClock clock = new ManualClock();
        Watchdog watchdog = new Watchdog(clock);
        ServerTls tls = Served.tls(certificate);
        try (Served served = Served.overTls(watchedEcho(clock, watchdog), tls, clock, watchdog);
                RawClient client = RawClient.connectTls(served.port(), certificate.client())) {
            exchangeManyInPieces(client, 200);
        }
    }

    @Test
    void aWatchLosesNoBytesOfTheRequestsThatFollow() throws Exception {
        ManualClock clock = new ManualClock();
        Watchdog watchdog = new Watchdog(clock);
        try (Served served = Served.by(watchedEcho(clock, watchdog), clock, watchdog);
                RawClient client = served.client()) {
            exchangeManyInPieces(client, 3_000);
        }
    }

    @Test
    void aClientThatLeavesAfterItsAnswerIsNotTold() throws Exception {
        ManualClock clock = new ManualClock();
        Watchdog watchdog = new Watchdog(clock);
        AtomicBoolean told = new AtomicBoolean();
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.watch(() -> told.set(true));
            clock.advance(Duration.ofMillis(100));
            watchdog.tick();
            reply.answer(200, Served.json(), body);
        };
        try (Served served = Served.by(chat, clock, watchdog)) {
            for (int i = 0; i < 200; i++) {
                try (RawClient client = served.client()) {
                    assertEquals("{}", client.post(CHAT, "{}").answer().text());
                }
            }
            served.listener().drain(Duration.ofSeconds(10));
            assertFalse(told.get());
        }
    }

    @Test
    void aClientThatSendsMoreAndThenLeavesIsNoticed() throws Exception {
        try (Served served = Served.by(this::waiting);
                RawClient client = served.client()) {
            client.post(CHAT, "{}");
            await(arrived);
            client.send("GET /health HTTP/1.1\r\n");
            client.finish();
            assertEquals("gone", get(gone));
        }
    }

    /** Waits until it is told that the client left, then tries to write. */
    private void waiting(Operation operation, String id, byte[] body, Arrival at, Reply reply) throws ClientGone {
        reply.watch(() -> gone.complete("gone"));
        arrived.countDown();
        gone.join();
        if (!reply.started()) {
            reply.start(200, Served.json(), -1);
        }
        writeUntilItFails(reply);
    }

    /** Writes more than anything buffers. */
    private void flooding(Operation operation, String id, byte[] body, Arrival at, Reply reply) throws ClientGone {
        reply.watch(() -> gone.complete("gone"));
        reply.start(200, Served.json(), -1);
        reply.write(EVENT, 0, EVENT.length);
        arrived.countDown();
        writeUntilItFails(reply);
    }

    private void writeUntilItFails(Reply reply) throws ClientGone {
        byte[] block = new byte[64 * 1024];
        Arrays.fill(block, (byte) 'x');
        try {
            while (true) {
                reply.write(block, 0, block.length);
            }
        } catch (ClientGone e) {
            ending.complete("ClientGone");
            throw e;
        }
    }

    /** Echoes while the watch's monitor starts, sooner or later than the answer. */
    private static ModelHandler watchedEcho(ManualClock clock, Watchdog watchdog) {
        return (operation, id, body, at, reply) -> {
            reply.watch(() -> {});
            clock.advance(Duration.ofMillis(100));
            watchdog.tick();
            if (body[body.length - 1] % 2 == 0) {
                Thread.yield();
            }
            reply.answer(200, Served.json(), body);
        };
    }

    /** Requests in pieces that end anywhere, sent without waiting for answers. */
    private static void exchangeManyInPieces(RawClient client, int requests) throws Exception {
        Random random = new Random(42);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < requests; i++) {
            String body = "{\"request\":" + i + "}" + " ".repeat(random.nextInt(20)) + random.nextInt(10);
            all.append("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: ")
                    .append(body.length())
                    .append("\r\n\r\n")
                    .append(body);
        }
        byte[] bytes = all.toString().getBytes(US_ASCII);
        Thread sending = Thread.ofVirtual().start(() -> sendInPieces(client, bytes, random));
        for (int i = 0; i < requests; i++) {
            String answer = client.answer().text();
            assertEquals("{\"request\":" + i + "}", answer.substring(0, answer.indexOf('}') + 1));
        }
        sending.join();
    }

    private static void sendInPieces(RawClient client, byte[] bytes, Random random) {
        try {
            int to;
            for (int from = 0; from < bytes.length; from = to) {
                to = Math.min(bytes.length, from + 1 + random.nextInt(300));
                client.send(Arrays.copyOfRange(bytes, from, to));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String get(CompletableFuture<String> told) throws Exception {
        return told.get(10, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("no request arrived");
        }
    }
}
