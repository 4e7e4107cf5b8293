package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.wire.Heap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients take of the heap, and what becomes of those for whom it has no room. */
@Timeout(30)
class HeapRoomTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String HEAD = "POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\n";
    private static final long ONE = Heap.client(false);
    private static final String LONG = "X-Long: " + "x".repeat(40_000);

    private final BlockingQueue<CountDownLatch> handled = new LinkedBlockingQueue<>();

    /** Answers each request when the test lets it. */
    private final ModelHandler held = (operation, id, body, at, reply) -> {
        CountDownLatch go = new CountDownLatch(1);
        handled.add(go);
        await(go);
        reply.answer(200, Served.json(), body);
    };

    @Test
    void aRequestWithALongHeadTakesRoomForItUntilItIsAnswered() throws Exception {
        try (Served served = Served.by(held);
                RawClient client = served.client()) {
            CountDownLatch first = asked(client.post(CHAT, "[]", LONG));
            long taken = served.heap().taken();
            assertTrue(taken > ONE + Heap.REQUEST + Heap.body(2) + Heap.head(40_000), taken + " taken");
            first.countDown();
            assertEquals("[]", client.answer().text());
            CountDownLatch second = asked(client.post(CHAT, "[2]"));
            assertEquals(ONE + Heap.REQUEST + Heap.body(3), served.heap().taken());
            second.countDown();
            assertEquals("[2]", client.answer().text());
        }
    }

    @Test
    void aLongHeadForWhichThereIsNoRoomIsRefusedBeforeItIsWhole() throws Exception {
        try (Served served = Served.within(2 * ONE + Heap.head(30_000), held);
                RawClient client = served.client()) {
            client.send(HEAD + LONG);
            refused(client.answer());
            assertTrue(client.isEnded());
            try (RawClient other = served.client()) {
                assertHealthy(other);
            }
        }
    }

    @Test
    void aRequestForWhichThereIsNoRoomIsRefusedAndServedWhenThereIs() throws Exception {
        try (Served served = Served.within(2 * ONE + Heap.REQUEST + Heap.REQUEST / 2, held);
                RawClient client = served.client()) {
            CountDownLatch first = asked(client.post(CHAT, "[]"));
            try (RawClient other = served.client()) {
                refused(other.post(CHAT, "[]").answer());
                assertTrue(other.isEnded());
            }
            first.countDown();
            assertEquals("[]", client.answer().text());
            asked(client.post(CHAT, "[]")).countDown();
            assertEquals("[]", client.answer().text());
        }
    }

    @Test
    void aShortBodyIsReadWhereverItsRequestIsServed() throws Exception {
        try (Served served = Served.within(ONE + Heap.REQUEST + Heap.body(2), held);
                RawClient client = served.client()) {
            asked(client.post(CHAT, "[]")).countDown();
            assertEquals("[]", client.answer().text());
        }
    }

    @Test
    void aBodyForWhichThereIsNoRoomIsRefusedBeforeItIsRead() throws Exception {
        try (Served served = Served.within(ONE + Heap.REQUEST + Heap.body(1000), held);
                RawClient client = served.client()) {
            asked(client.post(CHAT, " ".repeat(998) + "[]")).countDown();
            assertEquals(1000, client.answer().body().length);
            client.send(HEAD + "Expect: 100-continue\r\nContent-Length: 1100\r\n\r\n");
            refused(client.answer());
            assertTrue(client.isEnded());
        }
    }

    @Test
    void connectionsForWhichThereIsNoRoomAreToldSoAndHealthIsAnswered() throws Exception {
        try (Served served = Served.within(2 * ONE, held);
                RawClient first = served.client();
                RawClient second = served.client()) {
            assertHealthy(first);
            assertHealthy(second);
            try (RawClient third = served.client()) {
                refused(third.get("/v1/models").answer());
                assertTrue(third.isEnded());
            }
            try (RawClient fourth = served.client()) {
                assertHealthy(fourth);
            }
            assertEquals(2 * ONE, served.heap().taken());
        }
    }

    @Test
    void nothingIsTakenWhenEverybodyHasLeft() throws Exception {
        Heap heap;
        try (Served served = Served.by(held);
                RawClient client = served.client();
                RawClient cut = served.client()) {
            heap = served.heap();
            asked(client.post(CHAT, "[]", LONG)).countDown();
            assertEquals("[]", client.answer().text());
            cut.send(HEAD + LONG);
        }
        assertEquals(0, heap.taken());
    }

    private static void assertHealthy(RawClient client) throws Exception {
        RawAnswer answer = client.get("/health/ready").answer();
        assertEquals(200, answer.status());
        answer.body();
    }

    private static void refused(RawAnswer answer) throws Exception {
        assertEquals(503, answer.status());
        assertEquals("1", answer.header("retry-after"));
        assertEquals("close", answer.header("connection"));
        assertTrue(answer.text().contains("fills its heap (-Xmx)"));
    }

    private CountDownLatch asked(RawClient client) throws InterruptedException {
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
}
