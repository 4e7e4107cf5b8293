package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawClient;
import dev.relevo.config.ServerTls;
import dev.relevo.faulty.TestCertificate;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The listener's encryption as clients meet it. */
class ReloadableTlsTest {
    private static TestCertificate first;
    private static TestCertificate second;

    @BeforeAll
    static void certify() throws Exception {
        first = TestCertificate.of("localhost");
        second = TestCertificate.of("localhost");
    }

    @Test
    void anotherCertificateIsShownToTheNextConnectionWhileOpenOnesGoOn() throws Exception {
        try (Served served = Served.overTls(Served.ECHO, Served.tls(first));
                RawClient before = RawClient.connectTls(served.port(), first.client())) {
            before.get("/health/live").answer().body();

            served.configure(Served.anyPort().withTls(Served.tls(second)));

            assertServed(before);
            try (RawClient after = RawClient.connectTls(served.port(), second.client())) {
                assertServed(after);
            }
            assertThrows(SSLException.class, () -> RawClient.connectTls(served.port(), first.client()));
        }
    }

    @Test
    void aSessionOfTheOldDemandsIsNotResumedUnderTheNewOnes() throws Exception {
        SSLContext client = first.client();
        try (Served served = Served.overTls(Served.ECHO, Served.tls(first))) {
            try (RawClient anonymous = RawClient.connectTls(served.port(), client)) {
                assertServed(anonymous);
            }
            served.configure(Served.anyPort().withTls(asking(true)));
            assertRefused(served.port(), client);
        }
    }

    @Test
    void whoNeedsACertificateIsServedWithOneOfTheAuthorityOnly() throws Exception {
        try (Served served = Served.overTls(Served.ECHO, asking(true))) {
            try (RawClient known = RawClient.connectTls(served.port(), first.client(second))) {
                assertServed(known);
            }
            assertRefused(served.port(), first.client());
            assertRefused(served.port(), first.client(first));
        }
    }

    @Test
    void anOptionalCertificateMayBeLeftOut() throws Exception {
        try (Served served = Served.overTls(Served.ECHO, asking(false))) {
            try (RawClient known = RawClient.connectTls(served.port(), first.client(second));
                    RawClient anonymous = RawClient.connectTls(served.port(), first.client())) {
                assertServed(known);
                assertServed(anonymous);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3,TLS_AES_256_GCM_SHA384", "TLSv1.2,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"})
    void goodSuitesOfThePresentVersionsAreSpoken(String version, String suite) throws Exception {
        try (Served served = Served.overTls(Served.ECHO, Served.tls(first));
                SSLSocket client =
                        socket(served.port(), new SSLParameters(new String[] {suite}, new String[] {version}))) {
            client.startHandshake();
            assertEquals(version, client.getSession().getProtocol());
            assertEquals(suite, client.getSession().getCipherSuite());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"})
    void suitesWithoutAuthenticatedEncryptionAreRefused(String suite) throws Exception {
        SSLParameters old = new SSLParameters(new String[] {suite}, new String[] {"TLSv1.2"});
        try (Served served = Served.overTls(Served.ECHO, Served.tls(first));
                SSLSocket client = socket(served.port(), old)) {
            assertThrows(SSLException.class, client::startHandshake);
        }
    }

    @Test
    void ofTheProtocolsThatAClientOffersHttp11IsChosenAndNoOther() throws Exception {
        try (Served served = Served.overTls(Served.ECHO, Served.tls(first))) {
            try (SSLSocket both = socket(served.port(), offering("h2", "http/1.1"))) {
                both.startHandshake();
                assertEquals("http/1.1", both.getApplicationProtocol());
            }
            try (SSLSocket newer = socket(served.port(), offering("h2"))) {
                assertThrows(SSLException.class, newer::startHandshake);
            }
        }
    }

    @Test
    void theSocketUnderAnEndedConnectionIsClosed() throws Exception {
        try (Served served = Served.overTls(Served.ECHO, Served.tls(first));
                Socket plain = new Socket("127.0.0.1", served.port())) {
            SSLSocket client = (SSLSocket)
                    first.client().getSocketFactory().createSocket(plain, "localhost", served.port(), false);
            client.getOutputStream().write("GET /health/live HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertTrue(client.getInputStream().readAllBytes().length > 0);
            plain.setSoTimeout(10_000);
            assertEquals(-1, plain.getInputStream().read());
        }
    }

    private static void assertServed(RawClient client) throws IOException {
        assertEquals("{}", client.post("/v1/chat/completions", "{}").answer().text());
    }

    /** Of TLS 1.3 a client learns with its first read that the handshake was refused. */
    private static void assertRefused(int port, SSLContext tls) {
        assertThrows(IOException.class, () -> {
            try (RawClient client = RawClient.connectTls(port, tls)) {
                client.post("/v1/chat/completions", "{}").answer();
            }
        });
    }

    private static ServerTls asking(boolean needed) throws Exception {
        List<X509Certificate> authorities = List.of(second.certificate());
        return new ServerTls(List.of(first.certificate()), first.key(), authorities, needed, Map.of());
    }

    private static SSLParameters offering(String... protocols) {
        SSLParameters parameters = new SSLParameters();
        parameters.setApplicationProtocols(protocols);
        return parameters;
    }

    private static SSLSocket socket(int port, SSLParameters parameters) throws Exception {
        SSLSocket socket = (SSLSocket) first.client().getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSSLParameters(parameters);
        return socket;
    }
}
