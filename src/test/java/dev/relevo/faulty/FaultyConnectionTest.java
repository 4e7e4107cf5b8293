package dev.relevo.faulty;

import static dev.relevo.faulty.Point.afterBody;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawAnswer.End;
import dev.relevo.RawClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an upstream does as a whole connection or a whole process. */
class FaultyConnectionTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final FaultyUpstream upstream = FaultyUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void aStandingAcceptFaultMeetsEveryConnectionUntilItEnds() throws IOException {
        upstream.always(Completions.chat("x")).alwaysAccept(Fault.Ending.RESET);
        assertTrue(isTurnedAway());
        assertTrue(isTurnedAway());
        upstream.acceptAgain();
        assertEquals(200, askOnce().status());
        assertEquals(1, upstream.requests().size());
    }

    @Test
    void aConnectionThatHangsFromAcceptOnReadsNothing() throws Exception {
        upstream.nextAccept(Fault.Ending.HANG);
        try (RawClient client = RawClient.connect(upstream.port())) {
            client.post("/", "{}");
        }
        upstream.connection(1).awaitClosingByClient(SOON);
        assertTrue(upstream.requests().isEmpty());
    }

    @Test
    void aDeadUpstreamRefusesAndOneRevivedAnswersOnTheSamePort() throws IOException {
        upstream.always(Completions.chat("x"));
        try (RawClient client = RawClient.connect(upstream.port())) {
            ask(client).body();
            upstream.die();
            assertTrue(client.isEnded());
        }
        assertThrows(ConnectException.class, () -> RawClient.connect(upstream.port()));
        upstream.revive();
        assertEquals(200, askOnce().status());
    }

    @Test
    void connectingToAFullBacklogHangs() throws IOException {
        try (FullBacklog full = new FullBacklog();
                Socket socket = new Socket()) {
            InetSocketAddress address =
                    new InetSocketAddress("127.0.0.1", full.baseUrl().getPort());
            assertThrows(SocketTimeoutException.class, () -> socket.connect(address, 100));
        }
    }

    @Test
    void overTlsTheSameScriptsHold() throws Exception {
        TestCertificate certificate = TestCertificate.of("localhost");
        try (FaultyUpstream encrypted = FaultyUpstream.start(certificate.server())) {
            Script chat = Completions.chat("x");
            encrypted.next(chat, chat.framed(Framing.UNTIL_CLOSE), chat.finish(afterBody(9)), chat.reset(afterBody(9)));
            try (RawClient client = RawClient.connectTls(encrypted.port(), certificate.client())) {
                assertEquals(End.WHOLE, ask(client).end());
                assertEquals(End.WHOLE, ask(client).end());
                assertTrue(client.isEnded());
            }
            for (End end : List.of(End.CUT_BY_FIN, End.CUT_BY_RESET)) {
                try (RawClient client = RawClient.connectTls(encrypted.port(), certificate.client())) {
                    RawAnswer answer = ask(client);
                    assertEquals(end, answer.end());
                    assertEquals(9, answer.body().length);
                }
            }
        }
    }

    @Test
    void aRequestThatBreaksTheGrammarFailsTheTest() throws Exception {
        FaultyUpstream strict = FaultyUpstream.start();
        try (RawClient client = RawClient.connect(strict.port())) {
            client.send("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n");
            strict.connection(1).awaitClosing(SOON);
        }
        assertThrows(AssertionError.class, strict::close);
    }

    @Test
    void aFailedAssertionInAScriptFunctionFailsTheTest() throws IOException {
        FaultyUpstream strict = FaultyUpstream.start();
        strict.always(request -> {
            throw new AssertionError("not this one");
        });
        try (RawClient client = RawClient.connect(strict.port())) {
            assertTrue(client.post("/", "{}").isEnded());
        }
        assertThrows(AssertionError.class, strict::close);
    }

    /** A reset may come while the client still connects or just after. */
    private boolean isTurnedAway() throws IOException {
        try (RawClient client = RawClient.connect(upstream.port())) {
            return client.isEnded();
        } catch (SocketException e) {
            return true;
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
