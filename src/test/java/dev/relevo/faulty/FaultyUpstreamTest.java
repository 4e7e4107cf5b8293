package dev.relevo.faulty;

import static dev.relevo.faulty.Point.afterBody;
import static dev.relevo.faulty.Point.afterHead;
import static dev.relevo.faulty.Point.afterPieces;
import static dev.relevo.faulty.Point.afterWire;
import static dev.relevo.faulty.Point.atEnd;
import static dev.relevo.faulty.Point.beforeHead;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawAnswer.End;
import dev.relevo.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultyUpstreamTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final FaultyUpstream upstream = FaultyUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void queuedScriptsComeFirstThenTheStandingOne() throws IOException {
        upstream.next(Completions.chat("one"), ProviderErrors.serverError(503)).always(Completions.chat("ever"));
        try (RawClient client = RawClient.connect(upstream.port())) {
            assertTrue(ask(client).text().contains("\"one\""));
            assertEquals(503, ask(client).status());
            assertTrue(ask(client).text().contains("\"ever\""));
            assertTrue(ask(client).text().contains("\"ever\""));
        }
        assertEquals(1, upstream.connections().size());
        assertEquals(4, upstream.requests().getLast().ordinal());
    }

    @Test
    void aFunctionMayChooseByTheRequest() throws IOException {
        upstream.always(request -> Completions.chat(ReceivedJson.of(request).getString("say")));
        try (RawClient client = RawClient.connect(upstream.port())) {
            assertTrue(
                    client.post("/v1/x", "{\"say\":\"hello\"}").answer().text().contains("hello"));
        }
    }

    @Test
    void aRequestIsKeptAsItCame() throws Exception {
        upstream.always(Completions.chat("ok"));
        try (RawClient client = RawClient.connect(upstream.port())) {
            client.post("/v1/chat/completions?x=1", "{\"ü\":1}", "X-One: a", "x-one:b")
                    .answer()
                    .body();
        }
        Received request = upstream.take();
        assertEquals("POST", request.method());
        assertEquals("/v1/chat/completions?x=1", request.path());
        assertEquals(List.of("host", "x-one", "x-one", "content-type", "content-length"), request.headerNames());
        assertEquals("{\"ü\":1}", request.text());
    }

    @Test
    void aChunkedRequestIsDecoded() throws Exception {
        upstream.always(Completions.chat("ok"));
        try (RawClient client = RawClient.connect(upstream.port())) {
            client.send("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
            client.answer().body();
        }
        assertEquals("abcde", upstream.take().text());
    }

    @ParameterizedTest
    @EnumSource(names = {"FINISH", "RESET", "CLOSE"})
    void aCutAfterAnyWireByteDeliversExactlyThoseBefore(Fault.Ending ending) throws IOException {
        Script whole = Completions.stream(Completions.content("hé"), Completions.DONE);
        for (int cut = 0; cut <= whole.wire().length; cut++) {
            upstream.next(whole.at(afterWire(cut), ending));
            try (RawClient client = RawClient.connect(upstream.port())) {
                client.post("/", "{}");
                assertArrayEquals(Arrays.copyOf(whole.wire(), cut), client.untilEnd(), "cut at " + cut);
            }
        }
    }

    @Test
    void aCutIsSeenAsWhatItWas() throws IOException {
        upstream.next(
                Completions.streamOf("a").finish(afterPieces(1)),
                Completions.streamOf("a").reset(afterPieces(1)));
        assertEquals(End.CUT_BY_FIN, askOnce().end());
        assertEquals(End.CUT_BY_RESET, askOnce().end());
    }

    @Test
    void bodyBytesAreCountedWithoutTheirFraming() throws IOException {
        Script stream = Completions.streamOf("a", "b");
        byte[] body = "".getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= stream.bodyLength(); cut += 7) {
            upstream.next(stream.finish(afterBody(cut)));
            body = askOnce().body();
            assertEquals(cut, body.length);
        }
        assertTrue(new String(body, StandardCharsets.UTF_8).startsWith("data: {"));
    }

    @Test
    void aPointBeyondTheAnswerIsRefused() {
        Script chat = Completions.chat("x");
        assertThrows(IllegalArgumentException.class, () -> chat.reset(afterBody(chat.bodyLength() + 1)));
        assertThrows(IllegalArgumentException.class, () -> chat.reset(afterWire(chat.wire().length + 1)));
    }

    @Test
    void aHangingUpstreamSeesItsClientLeave() throws Exception {
        Script chat = Completions.chat("x");
        List<Script> silences =
                List.of(Script.silence(), chat.hang(beforeHead()), chat.hang(afterHead()), chat.hang(afterBody(5)));
        for (Script silence : silences) {
            upstream.next(silence);
            try (RawClient client = RawClient.connect(upstream.port())) {
                client.post("/", "{}");
                upstream.take();
            }
            upstream.connection(upstream.connections().size()).awaitClosingByClient(SOON);
        }
    }

    @Test
    void aGateHoldsTheAnswerUntilItIsOpened() throws Exception {
        Gate gate = new Gate();
        upstream.next(Completions.streamOf("a", "b").await(afterPieces(2), gate));
        try (RawClient client = RawClient.connect(upstream.port())) {
            RawAnswer answer = client.post("/", "{}").answer();
            assertEquals(Completions.ROLE, answer.event());
            assertEquals(Completions.content("a"), answer.event());
            gate.awaitArrival();
            gate.open();
            assertEquals(Completions.content("b"), answer.event());
            assertTrue(answer.completed());
        }
    }

    @Test
    void aClientThatLeavesAtAGateIsSeen() throws Exception {
        Gate gate = new Gate();
        upstream.next(Completions.chat("x").await(beforeHead(), gate));
        try (RawClient client = RawClient.connect(upstream.port())) {
            client.post("/", "{}");
            gate.awaitArrival();
            client.reset();
            assertEquals(Connection.Closing.CLIENT_RESET, upstream.connection(1).awaitClosing(SOON));
        }
    }

    @Test
    void aDripLetsAFewBytesThroughAtATime() throws Exception {
        Gate gate = new Gate();
        Script drip = Completions.chat("x").dripping(50, gate);
        upstream.next(drip);
        try (RawClient client = RawClient.connect(upstream.port())) {
            client.post("/", "{}");
            gate.awaitArrival();
            gate.pass(1);
            gate.awaitArrival();
            assertEquals(50, upstream.connection(1).sent());
            gate.open();
            assertEquals(End.WHOLE, client.answer().end());
        }
    }

    @Test
    void aFloodEndsWithItsClient() throws Exception {
        upstream.next(Script.raw("HTTP/1.1 200 OK\r\n").flood(atEnd(), "x-more: y\r\n"));
        try (RawClient client = RawClient.connect(upstream.port())) {
            client.post("/", "{}");
            upstream.take();
            while (upstream.connection(1).sent() == 0) {
                Thread.onSpinWait();
            }
        }
        upstream.connection(1).awaitClosingByClient(SOON);
    }

    @Test
    void aLyingLengthIsNeitherFilledNorHidden() throws IOException {
        upstream.next(Completions.chat("x").promising(1000).finish(atEnd()));
        RawAnswer answer = askOnce();
        assertEquals("1000", answer.header("content-length"));
        assertEquals(End.CUT_BY_FIN, answer.end());
    }

    @Test
    void interimHeadsComeBeforeTheRealOne() throws IOException {
        upstream.next(Completions.chat("x").interim(100).interim(103, "link: </a>"));
        try (RawClient client = RawClient.connect(upstream.port())) {
            client.post("/", "{}");
            assertEquals(100, client.answer().status());
            assertEquals("</a>", client.answer().header("link"));
            assertEquals(200, client.answer().status());
        }
    }

    @Test
    void aCloseDelimitedBodyEndsWithItsConnection() throws IOException {
        upstream.next(Completions.chat("x").framed(Framing.UNTIL_CLOSE));
        RawAnswer answer = askOnce();
        assertNull(answer.header("content-length"));
        assertEquals(Completions.chatBody("x"), answer.text());
    }

    @Test
    void itServesManyConnectionsAtOnce() throws Exception {
        upstream.always(Completions.chat("x"));
        AtomicInteger answered = new AtomicInteger();
        List<Thread> clients = IntStream.range(0, 32)
                .mapToObj(i -> Thread.ofVirtual().start(() -> askOften(answered)))
                .toList();
        for (Thread client : clients) {
            client.join();
        }
        assertEquals(32 * 50, answered.get());
        assertEquals(32 * 50, upstream.requests().size());
        assertFalse(upstream.connections().size() > 32);
    }

    private void askOften(AtomicInteger answered) {
        try (RawClient client = RawClient.connect(upstream.port())) {
            for (int i = 0; i < 50; i++) {
                assertEquals(End.WHOLE, ask(client).end());
                answered.incrementAndGet();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static RawAnswer ask(RawClient client) throws IOException {
        RawAnswer answer = client.post("/v1/chat/completions", "{}").answer();
        answer.end();
        return answer;
    }

    private RawAnswer askOnce() throws IOException {
        try (RawClient client = RawClient.connect(upstream.port())) {
            return ask(client);
        }
    }
}
