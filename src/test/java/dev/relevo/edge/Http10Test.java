package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawAnswer.End;
import dev.relevo.RawClient;
import dev.relevo.config.Server;
import dev.relevo.faulty.TestCertificate;
import dev.relevo.relay.ClientGone;
import dev.relevo.relay.Reply;
import dev.relevo.wire.Headers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Http10Test {
    private static final String POST = "POST /v1/chat/completions HTTP/1.0\r\n";
    private static final Headers EVENTS = new Headers().add("Content-Type", "text/event-stream");

    @Test
    void aWholeAnswerHasALengthAndEndsTheConnection() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            client.send(POST + "Host: localhost\r\nConnection: keep-alive\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
            RawAnswer answer = client.answer();
            assertEquals(200, answer.status());
            assertEquals("7", answer.header("content-length"));
            assertEquals("close", answer.header("connection"));
            assertEquals("{\"a\":1}", answer.text());
            assertTrue(client.isEnded());
        }
    }

    @Test
    void aStreamIsNotChunkedAndEndsWithTheConnection() throws Exception {
        ModelHandler chat = (operation, id, body, at, reply) -> {
            reply.start(200, EVENTS, -1);
            write(reply, "data: 1\n\n");
            reply.comment(": hello\n\n".getBytes(US_ASCII));
            byte[] last = "data: [DONE]\n\n".getBytes(US_ASCII);
            reply.end(last, 0, last.length);
        };
        try (Served served = Served.by(chat);
                RawClient client = served.client()) {
            client.send(POST + "Host: localhost\r\nContent-Length: 2\r\n\r\n{}");
            RawAnswer answer = client.answer();
            assertNull(answer.header("transfer-encoding"));
            assertNull(answer.header("content-length"));
            assertEquals("close", answer.header("connection"));
            assertEquals("data: 1\n\n: hello\n\ndata: [DONE]\n\n", answer.text());
            assertEquals(End.WHOLE, answer.end());
        }
    }

    @Test
    void aCutStreamEndsByReset() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (Served served = Served.by(cutAfter(read));
                RawClient client = served.client()) {
            client.send(POST + "Host: localhost\r\nContent-Length: 2\r\n\r\n{}");
            RawAnswer answer = client.answer();
            assertEquals("1", answer.event());
            read.countDown();
            assertEquals(End.CUT_BY_RESET, answer.end());
        }
    }

    @Test
    void aCutStreamEndsByResetOverTlsToo() throws Exception {
        TestCertificate certificate = TestCertificate.of("localhost");
        CountDownLatch read = new CountDownLatch(1);
        try (Served served = Served.overTls(cutAfter(read), Served.tls(certificate));
                RawClient client = RawClient.connectTls(served.port(), certificate.client())) {
            client.send(POST + "Host: localhost\r\nContent-Length: 2\r\n\r\n{}");
            RawAnswer answer = client.answer();
            assertEquals("1", answer.event());
            read.countDown();
            assertEquals(End.CUT_BY_RESET, answer.end());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 30})
    void theVersionIsFoundHoweverTheHeadIsCutIntoPieces(int size) throws Exception {
        String request = POST + "Host: localhost\r\nContent-Length: 2\r\n\r\n{}";
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            for (int i = 0; i < request.length(); i += size) {
                client.send(request.substring(i, Math.min(request.length(), i + size)));
            }
            assertEquals("{}", client.answer().text());
        }
    }

    @Test
    void withoutAHostItIsServedWhereAnyHostIs() throws Exception {
        try (Served served = Served.by(Served.ECHO, Http10Test::withAnyone);
                RawClient client = served.client()) {
            client.send("GET /v1/models HTTP/1.0\r\n\r\n");
            assertEquals(200, client.answer().status());
        }
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            client.send("GET /v1/models HTTP/1.0\r\nAccept: */*\r\n\r\n");
            RawAnswer answer = client.answer();
            assertEquals(403, answer.status());
            assertTrue(answer.text().contains("The request is addressed to no host"), answer.text());
        }
    }

    @Test
    void chunksAreRefusedSinceTheVersionHasNone() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            client.send(POST + "Host: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
            assertEquals(400, client.answer().status());
        }
    }

    @Test
    void anEndlessHeadIsCutAtItsLimit() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            client.send(POST + "Host: localhost\r\nX-Long: " + "x".repeat(80 * 1024));
            assertEquals(431, client.answer().status());
        }
    }

    private static ModelHandler cutAfter(CountDownLatch read) {
        return (operation, id, body, at, reply) -> {
            reply.start(200, EVENTS, -1);
            write(reply, "data: 1\n\n");
            await(read);
            reply.cut();
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Reply reply, String text) throws ClientGone {
        byte[] bytes = text.getBytes(US_ASCII);
        reply.write(bytes, 0, bytes.length);
    }

    private static Server withAnyone(Server s) {
        return s.withAdmittance(s.admittance().anonymous());
    }
}
