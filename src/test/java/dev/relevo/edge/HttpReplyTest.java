package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawAnswer.End;
import dev.relevo.RawClient;
import dev.relevo.relay.ClientGone;
import dev.relevo.relay.Reply;
import dev.relevo.wire.Headers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReplyTest {
    private static final Headers EVENTS = new Headers().add("Content-Type", "text/event-stream");

    @Test
    void aWholeAnswerHasItsLengthItsDateAndTheRequestsId() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            RawAnswer answer = client.post("/v1/chat/completions", "{\"a\":1}", "X-Request-Id: mine-1._Z")
                    .answer();
            assertEquals("{\"a\":1}", answer.text());
            assertEquals(List.of("date", "x-request-id", "content-type", "content-length"), answer.headerNames());
            assertEquals("mine-1._Z", answer.header("x-request-id"));
            assertTrue(answer.header("date").endsWith(" GMT"));
            assertTrue(answer.head().startsWith("HTTP/1.1 200 OK\r\n"));
        }
    }

    @Test
    void eachWriteIsOneChunkAndTheHeadLeavesWithTheFirst() throws Exception {
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.start(200, EVENTS, -1);
            assertFalse(reply.started());
            write(reply, "data: 1\n\n");
            assertTrue(reply.started());
            reply.write(new byte[0], 0, 0);
            reply.write("xxdata: 22\n\nyy".getBytes(US_ASCII), 2, 12);
            reply.end();
        };
        try (Served served = Served.by(chat);
                RawClient client = served.client()) {
            RawAnswer answer = client.post("/v1/chat/completions", "{}").answer();
            assertArrayEquals("9\r\ndata: 1\n\n\r\na\r\ndata: 22\n\n\r\n0\r\n\r\n".getBytes(US_ASCII), answer.raw());
            assertEquals(End.WHOLE, answer.end());
            assertEquals(200, client.get("/health").answer().status());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 13})
    void theLastBytesAndTheEndCanLeaveTogether(long length) throws Exception {
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.start(200, EVENTS, length);
            reply.end("data: [DONE]\n".getBytes(US_ASCII), 0, 13);
        };
        try (Served served = Served.by(chat);
                RawClient client = served.client()) {
            for (int i = 0; i < 2; i++) {
                RawAnswer answer = client.post("/v1/chat/completions", "{}").answer();
                assertEquals(
                        length < 0 ? "d\r\ndata: [DONE]\n\r\n0\r\n\r\n" : "data: [DONE]\n",
                        new String(answer.raw(), US_ASCII));
            }
        }
    }

    @Test
    void aBodyOfKnownLengthIsSentAsItIs() throws Exception {
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.start(200, Served.json(), 6);
            write(reply, "abc");
            write(reply, "def");
            reply.end();
        };
        try (Served served = Served.by(chat);
                RawClient client = served.client()) {
            assertEquals(
                    "abcdef", client.post("/v1/chat/completions", "{}").answer().text());
            assertEquals(
                    "abcdef", client.post("/v1/chat/completions", "{}").answer().text());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0})
    void aStreamWithoutAnyBytesIsAWholeEmptyBody(long length) throws Exception {
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.start(200, EVENTS, length);
            reply.end();
        };
        try (Served served = Served.by(chat);
                RawClient client = served.client()) {
            RawAnswer answer = client.post("/v1/chat/completions", "{}").answer();
            assertEquals("", answer.text());
            assertEquals(End.WHOLE, answer.end());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 100})
    void aCutAnswerNeverLooksWhole(long length) throws Exception {
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.start(200, EVENTS, length);
            write(reply, "data: 1\n\n");
            reply.cut();
            assertThrows(ClientGone.class, () -> write(reply, "data: 2\n\n"));
        };
        try (Served served = Served.by(chat);
                RawClient client = served.client()) {
            RawAnswer answer = client.post("/v1/chat/completions", "{}").answer();
            assertEquals("data: 1\n\n", answer.text());
            assertEquals(End.CUT_BY_FIN, answer.end());
            assertTrue(client.isEnded());
        }
    }

    @Test
    void aHeldHeadCanStillBecomeAnError() throws Exception {
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.start(200, EVENTS, -1);
            reply.answer(502, Served.json(), "{}".getBytes(US_ASCII));
        };
        try (Served served = Served.by(chat);
                RawClient client = served.client()) {
            RawAnswer answer = client.post("/v1/chat/completions", "{}").answer();
            assertEquals(502, answer.status());
            assertEquals("{}", answer.text());
            assertEquals(200, client.get("/health").answer().status());
        }
    }

    @Test
    void aCommentIsAChunkOfItsOwnBetweenWholeWrites() throws Exception {
        int writes = 2_000;
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch commented = new CountDownLatch(1);
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.start(200, EVENTS, -1);
            write(reply, "data: 0\n\n");
            Thread commenting = Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    reply.comment(": quiet\n\n".getBytes(US_ASCII));
                    commented.countDown();
                }
            });
            await(commented);
            for (int i = 1; i < writes; i++) {
                write(reply, "data: " + i + "\n\n");
            }
            reply.end();
            over.set(true);
            join(commenting);
        };
        try (Served served = Served.by(chat);
                RawClient client = served.client()) {
            RawAnswer answer = client.post("/v1/chat/completions", "{}").answer();
            assertEquals(IntStream.range(0, writes).mapToObj(Integer::toString).toList(), answer.events());
            assertFalse(answer.comments().isEmpty());
            assertEquals(writes + answer.comments().size(), answer.chunkSizes().size());
            assertEquals(200, client.get("/health").answer().status());
        }
    }

    @Test
    void aCommentDoesNotWaitForAWrite() throws Exception {
        CompletableFuture<Reply> writing = new CompletableFuture<>();
        byte[] large = Arrays.copyOf("data: 1\n\n".getBytes(US_ASCII), 32 << 20);
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.start(200, EVENTS, -1);
            writing.complete(reply);
            reply.write(large, 0, large.length);
            reply.end();
        };
        try (Served served = Served.by(chat);
                RawClient client = RawClient.connectNarrow(served.port(), 4096)) {
            RawAnswer answer = client.post("/v1/chat/completions", "{}").answer();
            assertEquals("1", answer.event());
            // More is under way than any buffer holds.
            writing.get(10, TimeUnit.SECONDS).comment(": quiet\n\n".getBytes(US_ASCII));
            assertEquals(End.WHOLE, answer.end());
            assertEquals(List.of(large.length), answer.chunkSizes());
        }
    }

    @Test
    void noCommentIsWrittenBeforeTheFirstBytesNorAfterTheEnd() throws Exception {
        byte[] comment = ": x\n\n".getBytes(US_ASCII);
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.comment(comment);
            reply.start(200, EVENTS, -1);
            reply.comment(comment);
            write(reply, "data: 1\n\n");
            reply.end();
            reply.comment(comment);
        };
        try (Served served = Served.by(chat);
                RawClient client = served.client()) {
            RawAnswer answer = client.post("/v1/chat/completions", "{}").answer();
            assertEquals("data: 1\n\n", answer.text());
            assertEquals(200, client.get("/health").answer().status());
        }
    }

    @Test
    void aWriteToAClientThatLeftIsClientGone() throws Exception {
        CompletableFuture<Throwable> ending = new CompletableFuture<>();
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.start(200, EVENTS, -1);
            try {
                while (true) {
                    write(reply, "data: 1\n\n");
                }
            } catch (ClientGone e) {
                ending.complete(e);
                throw e;
            }
        };
        try (Served served = Served.by(chat);
                RawClient client = served.client()) {
            assertEquals("1", client.post("/v1/chat/completions", "{}").answer().event());
            client.reset();
            assertInstanceOf(ClientGone.class, ending.get(10, TimeUnit.SECONDS));
        }
    }

    private static void write(Reply reply, String text) throws ClientGone {
        byte[] bytes = text.getBytes(US_ASCII);
        reply.write(bytes, 0, bytes.length);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
