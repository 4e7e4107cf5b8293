package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.config.Limits;
import dev.relevo.config.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each limit for all clients together: at it, one over it, and below it again. */
class LimitsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String HEAD = "POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\n";

    private final BlockingQueue<CountDownLatch> handled = new LinkedBlockingQueue<>();

    /** Answers each request when the test lets it, and refuses streams beyond the limit as the relay does. */
    private final ModelHandler held = (operation, id, body, at, reply) -> {
        if (new String(body, 0, body.length).contains("stream") && !reply.claimStream()) {
            reply.answer(503, Served.json(), body);
            return;
        }
        CountDownLatch go = new CountDownLatch(1);
        handled.add(go);
        await(go);
        reply.answer(200, Served.json(), body);
    };

    @Test
    void requestsBeyondTheLimitAreRefusedBeforeTheirBodyIsRead() throws Exception {
        try (Served served = limited(limits(100, 2, 100, 1000));
                RawClient first = served.client();
                RawClient second = served.client()) {
            CountDownLatch one = asked(first, "{}");
            CountDownLatch two = asked(second, "{}");
            try (RawClient third = served.client()) {
                third.send(HEAD + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
                refused(third.answer(), "2 requests are being served (server.max-requests)");
                assertTrue(third.isEnded());
            }
            assertHealthy(served);
            one.countDown();
            assertEquals(200, status(first));
            assertServed(first);
            two.countDown();
            assertEquals(200, status(second));
        }
    }

    @Test
    void theQuestionsOfBrowsersAreAnsweredAtTheLimitToo() throws Exception {
        try (Served served = limited(limits(100, 1, 100, 1000));
                RawClient first = served.client();
                RawClient second = served.client()) {
            CountDownLatch one = asked(first, "{}");
            second.send("OPTIONS " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:5173\r\n\r\n");
            assertEquals(204, status(second));
            one.countDown();
            assertEquals(200, status(first));
        }
    }

    @Test
    void streamsBeyondTheLimitAreRefusedButNotOtherRequests() throws Exception {
        try (Served served = limited(limits(100, 100, 1, 1000));
                RawClient first = served.client();
                RawClient second = served.client()) {
            CountDownLatch one = asked(first, "{\"stream\":true}");
            assertEquals(503, status(second.post(CHAT, "{\"stream\":true}")));
            assertServed(second);
            one.countDown();
            assertEquals(200, status(first));
            asked(first, "{\"stream\":true}").countDown();
            assertEquals(200, status(first));
        }
    }

    @Test
    void aBodyForWhichThereIsNoRoomIsRefusedBeforeItIsRead() throws Exception {
        try (Served served = limited(limits(100, 100, 100, 10));
                RawClient first = served.client()) {
            CountDownLatch one = asked(first, "[234567]");
            try (RawClient second = served.client()) {
                asked(second, "[]").countDown();
                assertEquals(200, status(second));
                second.send(HEAD + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
                refused(
                        second.answer(),
                        "10 bytes of request bodies are held, or would be with this one (server.max-in-flight)");
                assertTrue(second.isEnded());
            }
            one.countDown();
            assertEquals(200, status(first));
            asked(first, "[2345678]").countDown();
            assertEquals(200, status(first));
        }
    }

    @Test
    void aChunkedBodyCountsAsItArrives() throws Exception {
        try (Served served = limited(limits(100, 100, 100, 100_000));
                RawClient first = served.client();
                RawClient second = served.client()) {
            CountDownLatch one = asked(first, "[" + " ".repeat(60_000) + "]");
            second.send(HEAD + "Transfer-Encoding: chunked\r\n\r\nffff\r\n");
            second.send(" ".repeat(50_000));
            refused(
                    second.answer(),
                    "100000 bytes of request bodies are held, or would be with this one (server.max-in-flight)");
            one.countDown();
            assertEquals(200, status(first));
        }
    }

    @Test
    void connectionsBeyondTheLimitAreToldSoOneByOneAndHealthIsStillAnswered() throws Exception {
        try (Served served = limited(limits(2, 100, 100, 1000));
                RawClient first = served.client();
                RawClient second = served.client()) {
            assertServed(first);
            assertServed(second);
            try (RawClient third = served.client()) {
                RawAnswer answer = third.post(CHAT, "{}").answer();
                refused(answer, "2 connections are open (server.max-connections)");
                assertEquals("close", answer.header("connection"));
                assertTrue(third.isEnded());
            }
            assertHealthy(served);
            assertServed(first);
            first.get("/v1/models", "Connection: close").answer().body();
            assertTrue(first.isEnded());
            awaitRoom(served);
        }
    }

    @Test
    void connectionsFarBeyondTheLimitThatSendNothingKeepNoHealthCheckOut() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (Served served = limited(limits(1, 100, 100, 1000))) {
            for (int i = 0; i < 3 * Surplus.MOST; i++) {
                clients.add(served.client());
                if (i >= Surplus.MOST) {
                    assertHealthy(served);
                }
            }
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void aChangeOfLimitsHoldsForTheNextRequestOfOpenConnectionsToo() throws Exception {
        try (Served served = limited(limits(100, 100, 100, 1000));
                RawClient client = served.client()) {
            assertServed(client);
            Limits small = limits(1024, 1024, 100, 100, 100, Limits.DEFAULT.maxInFlight());
            served.configure(Served.anyPort().withLimits(small));
            assertServed(client);
            RawAnswer answer = client.post(CHAT, " ".repeat(1025)).answer();
            assertEquals(413, answer.status());
            assertTrue(answer.text().contains("larger than 1024 bytes (server.max-body)"), answer.text());
            try (RawClient other = served.client()) {
                assertEquals(
                        431,
                        other.get("/v1/models", "X-Long: " + "x".repeat(20_000))
                                .answer()
                                .status());
            }
        }
    }

    /** What closes a connection gives its place back only then. */
    private static void awaitRoom(Served served) throws Exception {
        for (int tries = 0; tries < 1000; tries++) {
            try (RawClient client = served.client()) {
                if (client.get("/v1/models").answer().status() == 200) {
                    return;
                }
            }
        }
        throw new AssertionError("the place was never given back");
    }

    private static void assertServed(RawClient client) throws Exception {
        assertEquals(200, status(client.get("/v1/models")));
    }

    private static int status(RawClient client) throws Exception {
        RawAnswer answer = client.answer();
        answer.body();
        return answer.status();
    }

    private static void assertHealthy(Served served) throws Exception {
        try (RawClient client = served.client()) {
            assertEquals(200, client.get("/health/ready").answer().status());
        }
    }

    private static void refused(RawAnswer answer, String why) throws Exception {
        assertEquals(503, answer.status());
        assertEquals("1", answer.header("retry-after"));
        assertEquals("close", answer.header("connection"));
        assertEquals(
                "{\"error\":{\"message\":\"Relevo is at its limit: " + why + ". Try again in 1 s.\",\"type\":"
                        + "\"service_unavailable_error\",\"param\":null,\"code\":\"server_overloaded\"}}",
                answer.text());
    }

    /** Sends a request; it is answered when what is returned is counted down. */
    private CountDownLatch asked(RawClient client, String json) throws Exception {
        client.post(CHAT, json);
        CountDownLatch go = handled.poll(10, TimeUnit.SECONDS);
        assertTrue(go != null, "the request was not handled");
        return go;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Served limited(Limits limits) throws ListenFailure {
        return Served.by(held, (Server s) -> s.withLimits(limits));
    }

    private static Limits limits(int connections, int requests, int streams, long inFlight) {
        Limits usual = Limits.DEFAULT;
        return limits(usual.maxBody(), usual.maxHeader(), connections, requests, streams, inFlight);
    }

    private static Limits limits(long body, int header, int connections, int requests, int streams, long inFlight) {
        Limits usual = Limits.DEFAULT;
        return new Limits(
                body,
                header,
                usual.headerTimeout(),
                usual.minBodyRate(),
                usual.writeStall(),
                connections,
                usual.maxConnectionsPerAddress(),
                requests,
                streams,
                inFlight,
                usual.maxQueue());
    }
}
