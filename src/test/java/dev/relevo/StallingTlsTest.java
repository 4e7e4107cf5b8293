package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.Fault;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.TestCertificate;
import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An upstream that stalls TLS at its beginning or its end, while another one is well. */
@Timeout(60)
class StallingTlsTest {
    private static final String HELLO = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    /** More than the buffers of two sockets take. */
    private static final String LARGE = HELLO.replace("hi", "x".repeat(24 << 20));

    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(400);
    private static final Duration PROMPTLY = Duration.ofSeconds(3);

    private static TestCertificate certificate;

    @BeforeAll
    static void makeCertificate() throws IOException, GeneralSecurityException {
        certificate = TestCertificate.of("localhost");
    }

    @ParameterizedTest
    @EnumSource(names = {"FINISH", "CLOSE", "RESET"})
    void anEndBeforeTheHandshakeFailsOverAtOnce(Fault.Ending ending) throws Exception {
        try (FaultyUpstream first = FaultyUpstream.start(certificate.server()).alwaysAccept(ending)) {
            String label = askOver(first.baseUrl(), HELLO, PROMPTLY);
            assertTrue(label.matches("tls|unreachable"), label);
        }
    }

    @Test
    void aHandshakeThatNeverBeginsFailsOverAfterTheConnectTimeout() throws Exception {
        try (FaultyUpstream first = FaultyUpstream.start(certificate.server()).alwaysAccept(Fault.Ending.HANG)) {
            assertEquals("timeout", askOver(first.baseUrl(), HELLO, PROMPTLY));
            first.connection(1).awaitClosingByClient(PROMPTLY);
        }
    }

    @Test
    void aHandshakeThatStallsHalfwayFailsOverAfterTheConnectTimeout() throws Exception {
        byte[] halfARecord = {22, 3, 3, 0, 100, 2, 0, 0};
        try (Stalling first = Stalling.afterBytes(halfARecord)) {
            assertEquals("timeout", askOver(first.baseUrl(), HELLO, PROMPTLY));
            first.sendToTheEnd();
        }
    }

    @Test
    void anUpstreamThatTakesNeitherTheRequestNorTheGoodbyeIsLeftAfterTheAnswerTimeout() throws Exception {
        try (Stalling first = Stalling.afterHandshake(certificate.server())) {
            assertEquals("timeout", askOver(first.baseUrl(), LARGE, PROMPTLY.multipliedBy(3)));
            first.sendToTheEnd();
        }
    }

    @Test
    void aClientThatLeavesEndsTheSendingToAnUpstreamThatTakesNothing() throws Exception {
        try (Stalling first = Stalling.afterHandshake(certificate.server());
                StartedRelevo relevo = over(first.baseUrl(), first.baseUrl(), "answer: 30s")) {
            RawClient client = RawClient.connect(relevo.port());
            client.post("/v1/chat/completions", LARGE);
            first.connected();
            client.close();
            first.sendToTheEnd();
        }
    }

    /** What the trail says of the first upstream; the second one answers. */
    private static String askOver(URI first, String request, Duration within)
            throws IOException, GeneralSecurityException {
        try (FaultyUpstream second = FaultyUpstream.start(Completions.chat("from the second"));
                StartedRelevo relevo = over(first, second.baseUrl(), "answer: 500ms");
                RawClient client = RawClient.connect(relevo.port())) {
            long began = System.nanoTime();
            RawAnswer answer = client.post("/v1/chat/completions", request).answer();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            assertEquals(Completions.chatBody("from the second"), answer.text());
            assertFalse(took.compareTo(within) > 0, () -> "took " + took);
            String trail = answer.header("x-relevo-trail");
            assertTrue(trail.startsWith("up1/m=") && trail.endsWith("; up2/m=ok"), trail);
            return trail.substring("up1/m=".length(), trail.indexOf(';'));
        }
    }

    private static StartedRelevo over(URI first, URI second, String timeouts)
            throws IOException, GeneralSecurityException {
        String provider = "api-key: k, timeouts: {connect: " + CONNECT_TIMEOUT.toMillis() + "ms, " + timeouts + "}}\n";
        String yaml = "providers:\n  up1: {base-url: \"" + first + "\", " + provider + "  up2: {base-url: \"" + second
                + "\", " + provider + "models: {auto: {strategy: priority, targets: [up1/m, up2/m]}}\n";
        return StartedRelevo.of(
                yaml, Tls.builder().sslContext(certificate.client()).build());
    }

    /** Takes one connection and reads nothing from it any more at some point. */
    private static final class Stalling implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final CompletableFuture<Socket> stalled = new CompletableFuture<>();

        private interface Beginning {
            Socket begin(Socket accepted) throws IOException;
        }

        private Stalling(Beginning beginning) throws IOException {
            Thread.ofVirtual().start(() -> {
                try {
                    stalled.complete(beginning.begin(listener.accept()));
                } catch (IOException e) {
                    stalled.completeExceptionally(e);
                }
            });
        }

        static Stalling afterBytes(byte[] bytes) throws IOException {
            return new Stalling(accepted -> {
                accepted.getOutputStream().write(bytes);
                return accepted;
            });
        }

        static Stalling afterHandshake(SSLContext tls) throws IOException {
            return new Stalling(accepted -> {
                SSLSocket encrypted = (SSLSocket) tls.getSocketFactory().createSocket(accepted, null, 0, true);
                encrypted.setUseClientMode(false);
                encrypted.startHandshake();
                return encrypted;
            });
        }

        URI baseUrl() {
            return URI.create("https://localhost:" + listener.getLocalPort() + "/v1");
        }

        Socket connected() throws Exception {
            return stalled.get(15, TimeUnit.SECONDS);
        }

        /** Goes on sending until the other side, of which nothing is read, turns out to have closed the connection. */
        void sendToTheEnd() throws Exception {
            Socket socket = connected();
            assertThrows(SocketException.class, () -> {
                while (true) {
                    socket.getOutputStream().write(23);
                }
            });
        }

        @Override
        public void close() {
            try {
                listener.close();
                if (stalled.isDone() && !stalled.isCompletedExceptionally()) {
                    stalled.join().close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
