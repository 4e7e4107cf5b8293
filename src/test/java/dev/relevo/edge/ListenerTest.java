package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.stats.AccessLog;
import dev.relevo.time.Clock;
import dev.relevo.time.Watchdog;
import dev.relevo.wire.Heap;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ListenerTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    void aConnectionServesManyRequestsAlsoPipelinedOnes() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        "{\"i\":" + i + "}",
                        client.post("/v1/chat/completions", "{\"i\":" + i + "}")
                                .answer()
                                .text());
            }
            String request = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\n";
            client.send(request + "[1]" + request + "[2]" + request);
            assertEquals("[1]", client.answer().text());
            assertEquals("[2]", client.answer().text());
            client.send("[3]");
            assertEquals("[3]", client.answer().text());
        }
    }

    @Test
    void aTakenPortIsSaidInASentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                Watchdog watchdog = new Watchdog(Clock.system())) {
            Listener listener = listener("127.0.0.1", taken.getLocalPort(), watchdog);
            String said = assertThrows(ListenFailure.class, listener::start).getMessage();
            assertTrue(
                    said.matches(
                            "cannot listen on 127\\.0\\.0\\.1:\\d+: Address already in use.*; stop the program that"
                                    + " has the port or choose another \\(--port, PORT, server\\.port\\)"),
                    said);
        }
    }

    @Test
    void besideAProgramThatDoesNotShareItsPortIsNoPlaceEither() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                Watchdog watchdog = new Watchdog(Clock.system())) {
            Listener listener = listener("127.0.0.1", taken.getLocalPort(), watchdog);
            assertEquals(
                    "cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": whoever listens there does not share the port with this user",
                    assertThrows(ListenFailure.class, listener::startBeside).getMessage());
        }
    }

    @Test
    void oneServesBesideAnotherUntilThatOneStops() throws Exception {
        try (Served old = Served.by(Served.ECHO);
                Watchdog watchdog = Watchdog.start(Clock.system());
                Listener next = listener("127.0.0.1", old.port(), watchdog);
                RawClient before = old.client()) {
            before.get("/health/live").answer().body();
            next.startBeside();
            assertTrue(old.listener().drain(LONG));
            assertTrue(before.isEnded());
            try (RawClient after = RawClient.connect(next.port())) {
                assertEquals(
                        "{}", after.post("/v1/chat/completions", "{}").answer().text());
            }
        }
    }

    @Test
    void anAddressThatIsNotOursOrNotAnywhereIsSaidToo() {
        try (Watchdog watchdog = new Watchdog(Clock.system())) {
            Listener elsewhere = listener("192.0.2.1", 0, watchdog);
            assertTrue(assertThrows(ListenFailure.class, elsewhere::start)
                    .getMessage()
                    .startsWith("cannot listen on 192.0.2.1:0: "));
            Listener nowhere = listener("no-such-host.invalid", 0, watchdog);
            assertEquals(
                    "cannot listen on no-such-host.invalid:0: there is no such host (server.host)",
                    assertThrows(ListenFailure.class, nowhere::start).getMessage());
        }
    }

    @Test
    void beforeADrainRequestsAreServedButHealthIsNot() throws Exception {
        try (Served served = Served.by(Served.ECHO)) {
            served.listener().unready();
            try (RawClient client = served.client()) {
                RawAnswer health = client.get("/health/ready").answer();
                assertEquals(503, health.status());
                assertEquals("{\"status\":\"draining\"}", health.text());
                assertTrue(client.isEnded());
            }
            try (RawClient client = served.client()) {
                assertEquals(
                        "{}", client.post("/v1/chat/completions", "{}").answer().text());
                assertTrue(client.isEnded());
            }
        }
    }

    @Test
    void whileItSettlesARequestOnAnOpenConnectionIsAnsweredAndEndsTheConnection() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient idle = served.client()) {
            idle.get("/health/live").answer().body();
            CompletableFuture<Void> settled =
                    CompletableFuture.runAsync(() -> served.listener().settle(LONG));
            while (ready(served.port())) {
                Thread.onSpinWait();
            }
            assertEquals("{}", idle.post("/v1/chat/completions", "{}").answer().text());
            assertTrue(idle.isEnded());
            settled.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void itSettlesNoLongerThanItMay() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient idle = served.client()) {
            idle.get("/health/live").answer().body();
            served.listener().settle(Duration.ofMillis(100));
            assertTrue(served.listener().drain(LONG));
            assertTrue(idle.isEnded());
        }
    }

    private static boolean ready(int port) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.get("/health/ready").answer().status() == 200;
        }
    }

    @Test
    void aDrainLetsOpenRequestsEndAndAcceptsNoOthers() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ModelHandler chat = (operation, id, body, at, reply) -> {
            arrived.countDown();
            await(go);
            reply.answer(200, Served.json(), body);
        };
        try (Served served = Served.by(chat);
                RawClient busy = served.client();
                RawClient idle = served.client()) {
            int port = served.port();
            assertEquals(
                    "{\"status\":\"ok\"}", idle.get("/health/live").answer().text());
            busy.post("/v1/chat/completions", "{}");
            await(arrived);
            CompletableFuture<Boolean> drained =
                    CompletableFuture.supplyAsync(() -> served.listener().drain(LONG));
            assertTrue(idle.isEnded());
            assertFalse(isServed(port));
            go.countDown();
            RawAnswer answer = busy.answer();
            assertEquals("{}", answer.text());
            assertEquals("close", answer.header("connection"));
            assertTrue(drained.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aDrainEndsWhenItsGraceDoes() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CompletableFuture<String> gone = new CompletableFuture<>();
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.watch(() -> gone.complete("told"));
            arrived.countDown();
            gone.join();
            reply.cut();
        };
        try (Served served = Served.by(chat);
                RawClient client = served.client()) {
            client.post("/v1/chat/completions", "{}");
            await(arrived);
            assertFalse(served.listener().drain(Duration.ofMillis(1)));
            served.listener().close();
            assertEquals("told", gone.get(10, TimeUnit.SECONDS));
            assertTrue(client.isEnded());
        }
    }

    /** The kernel may still take a connection while the socket is being closed; it is reset then. */
    private static boolean isServed(int port) {
        try (RawClient client = RawClient.connect(port)) {
            return client.get("/health").untilEnd().length > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Listener listener(String host, int port, Watchdog watchdog) {
        return new Listener(
                Served.anyPort().withAddress(host, port),
                new AccessKeys(List.of(), false),
                Served.ECHO,
                Served.NOTHING,
                AccessLog.to(System.out),
                Heap.ofThisProcess(),
                Clock.system(),
                watchdog);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
