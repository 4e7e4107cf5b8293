package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.TestCertificate;
import dev.relevo.upstream.Client.Task;
import dev.relevo.upstream.ExchangeFailure.Kind;
import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsTest {
    private static final String EMPTY = "HTTP/1.1 204 No Content\r\n\r\n";
    private static final String LAST = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";

    private static TestCertificate certificate;
    private static Tls trusting;

    private Peer peer;

    @BeforeAll
    static void makeCertificate() throws IOException, GeneralSecurityException {
        certificate = TestCertificate.of("localhost");
        trusting = Tls.builder().addTrust(certificate.certificate()).build();
    }

    @BeforeEach
    void listen() throws IOException, GeneralSecurityException {
        peer = Peer.tls(certificate.server());
    }

    @AfterEach
    void leave() throws IOException {
        peer.close();
    }

    @Test
    void aTrustedUpstreamIsSpokenToAndItsConnectionReused() throws Exception {
        String body = "0123456789".repeat(10_000);
        try (Client client = new Client(peer.endpoint(), trusting)) {
            Peer.Remote remote;
            try (Exchange exchange = client.exchange()) {
                Task<String> answer = Client.async(() -> {
                    exchange.send(Client.head(100_000), new byte[100_000]);
                    return Client.rest(exchange);
                });
                remote = peer.accept();
                remote.request();
                remote.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                assertEquals(body, Client.get(answer));
            }
            try (Exchange exchange = client.exchange()) {
                Client.over(remote, exchange, EMPTY);
                assertTrue(exchange.reused());
            }
            assertEquals("http/1.1", ((SSLSocket) remote.socket).getApplicationProtocol());
        }
    }

    /** A resumed session keeps the time of the handshake that made it. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theNextConnectionResumesTheSession(String protocol) throws Exception {
        peer.limitTo(protocol);
        long made;
        try (Client client = new Client(peer.endpoint(), trusting)) {
            made = sessionOfNewConnection(client);
            assertEquals(made, sessionOfNewConnection(client));
            assertEquals(made, sessionOfNewConnection(client));
        }
        Tls forgetful = Tls.builder().addTrust(certificate.certificate()).build();
        try (Client other = new Client(peer.endpoint(), forgetful)) {
            assertNotEquals(made, sessionOfNewConnection(other));
        }
    }

    @Test
    void anUntrustedCertificateIsRefused() throws Exception {
        assertEquals(Kind.TLS, failure(peer.endpoint(), null).kind());
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        assertEquals(
                Kind.TLS, failure(peer.endpoint("https", "127.0.0.1"), trusting).kind());
        String host = TestNames.of(1).host;
        assertEquals(Kind.TLS, failure(peer.endpoint("https", host), trusting).kind());
    }

    @Test
    void aServerThatDoesNotSpeakTlsIsToldApart() throws Exception {
        try (Peer plain = Peer.plain()) {
            try (Client client = new Client(plain.endpoint("https", "localhost"));
                    Exchange exchange = client.exchange()) {
                Task<ResponseHead> sent = Client.send(exchange);
                plain.accept().send("HTTP/1.1 400 Bad Request\r\n\r\n").finish();
                assertEquals(Kind.TLS, Client.failure(sent).kind());
            }
            try (Client client = new Client(plain.endpoint("https", "localhost"));
                    Exchange exchange = client.exchange()) {
                Task<ResponseHead> sent = Client.send(exchange);
                plain.accept().reset();
                // The reset may come before the handshake has begun.
                assertTrue(EnumSet.of(Kind.TLS, Kind.CONNECT)
                        .contains(Client.failure(sent).kind()));
            }
        }
    }

    @Test
    void aConnectionThatTheUpstreamTookLeaveOfIsNotUsedAgain() throws Exception {
        try (Client client = new Client(peer.endpoint(), trusting)) {
            Peer.Remote first;
            try (Exchange exchange = client.exchange()) {
                Task<ResponseHead> sent = Client.send(exchange);
                first = peer.accept();
                first.request();
                first.send(EMPTY);
                Client.get(sent);
            }
            first.finish();
            try (Exchange exchange = client.exchange()) {
                Task<ResponseHead> sent = Client.send(exchange);
                Peer.Remote second = peer.accept();
                second.request();
                second.send(EMPTY);
                assertEquals(204, Client.get(sent).status());
                assertFalse(exchange.reused());
            }
        }
    }

    @Test
    void anAbortEndsAReadingThatTheUpstreamWouldSee() throws Exception {
        try (Client client = new Client(peer.endpoint(), trusting);
                Exchange exchange = client.exchange()) {
            Task<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            exchange.abort();
            assertEquals(Kind.ABORTED, Client.failure(sent).kind());
            remote.awaitEnd();
        }
    }

    @Test
    void anAbortEndsAWriteThatTheUpstreamDoesNotTake() throws Exception {
        try (Client client = new Client(peer.endpoint(), trusting);
                Exchange exchange = client.exchange()) {
            Task<ResponseHead> sent = Client.send(exchange, new byte[8 << 20]);
            Peer.Remote remote = peer.accept();
            remote.socket.getInputStream().readNBytes(1000);
            exchange.abort();
            assertEquals(Kind.ABORTED, Client.failure(sent).kind());
            remote.awaitEnd();
        }
    }

    /** Closing TLS says goodbye first, which an upstream that takes nothing more would hold up for ever. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void anAbortDoesNotWaitForAnUpstreamThatTakesNothingMore(String protocol) throws Exception {
        peer.limitTo(protocol);
        try (Client client = new Client(peer.endpoint(), trusting);
                Exchange exchange = client.exchange()) {
            Task<ResponseHead> sent = Client.send(exchange, new byte[64 << 20]);
            Peer.Remote remote = peer.accept();
            remote.begun();
            exchange.abort();
            assertEquals(Kind.ABORTED, Client.failure(sent).kind());
            remote.sendToTheEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aConnectionThatIsDoneWithDoesNotWaitForTheUpstreamsGoodbye(String protocol) throws Exception {
        peer.limitTo(protocol);
        try (Client client = new Client(peer.endpoint(), trusting)) {
            Exchange exchange = client.exchange();
            Task<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send(LAST);
            assertEquals(204, Client.get(sent).status());
            exchange.close();
            remote.awaitEnd();
            assertEquals(0, client.pool.idle());
        }
    }

    @Test
    void anAnswerCutByResetOrEndIsNeverWhole() throws Exception {
        for (boolean reset : new boolean[] {true, false}) {
            try (Client client = new Client(peer.endpoint(), trusting);
                    Exchange exchange = client.exchange()) {
                Task<ResponseHead> sent = Client.send(exchange);
                Peer.Remote remote = peer.accept();
                remote.request();
                remote.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1");
                Client.get(sent);
                assertTrue(exchange.read());
                Task<Boolean> read = Client.async(exchange::read);
                if (reset) {
                    remote.socket.setSoLinger(true, 0);
                }
                remote.socket.close();
                ExchangeFailure failure = Client.failure(read);
                assertTrue(
                        failure.kind() == Kind.TRUNCATED || (reset && failure.kind() == Kind.RESET), failure::detail);
            }
        }
    }

    /** When the session began that a new connection has, as the server knows it. */
    private long sessionOfNewConnection(Client client) throws Exception {
        try (Exchange exchange = client.exchange()) {
            Task<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send(LAST);
            Client.get(sent);
            assertFalse(exchange.reused());
            return ((SSLSocket) remote.socket).getSession().getCreationTime();
        }
    }

    private ExchangeFailure failure(Endpoint endpoint, Tls tls) throws Exception {
        try (Client client = new Client(endpoint, tls);
                Exchange exchange = client.exchange()) {
            Task<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.awaitEnd();
            return Client.failure(sent);
        }
    }
}
