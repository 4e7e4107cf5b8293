package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.Script;
import dev.relevo.faulty.TestCertificate;
import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whom an upstream has to be before it is told a key. */
class UpstreamTlsTest {
    private static final String HELLO = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAM = HELLO.replaceFirst("\\{", "{\"stream\":true,");
    private static final String FAILED = "up1/" + StartedRelevo.MODEL + "=tls";
    private static final String OK = "up2/" + StartedRelevo.MODEL + "=ok";

    private static TestCertificate trusted;
    private static TestCertificate untrusted;
    private static TestCertificate elsewhere;

    @BeforeAll
    static void makeCertificates() throws IOException, GeneralSecurityException {
        trusted = TestCertificate.of("localhost");
        untrusted = TestCertificate.of("localhost");
        elsewhere = TestCertificate.of("elsewhere.test");
    }

    @Test
    void chatsAndStreamsGoOverTls() throws IOException, GeneralSecurityException {
        try (FaultyUpstream upstream = speaking(trusted);
                StartedRelevo relevo = over(trusted, upstream);
                RawClient client = RawClient.connect(relevo.port())) {
            upstream.next(Completions.chat("encrypted")).always(Completions.streamOf("en", "crypted"));

            assertEquals(Completions.chatBody("encrypted"), ask(client, HELLO).text());
            assertTrue(ask(client, STREAM).completed());

            List<Received> requests = upstream.requests();
            assertEquals("Bearer key-1", requests.getFirst().header("authorization"));
            assertEquals(1, requests.getLast().connection());
        }
    }

    @Test
    void anUntrustedCertificateFailsOver() throws IOException, GeneralSecurityException {
        assertFailsOver(untrusted, trusted);
    }

    @Test
    void aCertificateForAnotherHostFailsOver() throws IOException, GeneralSecurityException {
        assertFailsOver(elsewhere, elsewhere);
    }

    @Test
    void anExpiredCertificateFailsOver() throws IOException, GeneralSecurityException {
        TestCertificate expired = TestCertificate.expired("localhost");
        assertFailsOver(expired, expired);
    }

    @Test
    void anAnswerIsWholeThoughTheUpstreamNeverSaysGoodbye() throws Exception {
        Script last = Completions.chat("done").header("connection", "close").hang(Point.atEnd());
        try (FaultyUpstream upstream = speaking(trusted).always(last);
                StartedRelevo relevo = over(trusted, upstream);
                RawClient client = RawClient.connect(relevo.port())) {
            for (int i = 1; i <= 3; i++) {
                assertEquals(Completions.chatBody("done"), ask(client, HELLO).text());
                upstream.connection(i).awaitClosingByClient(Duration.ofSeconds(5));
            }
        }
    }

    @Test
    void theHealthOfATargetWithABadCertificateSaysWhy() throws Exception {
        try (FaultyUpstream upstream = speaking(untrusted);
                StartedRelevo relevo = over(trusted, upstream);
                RawClient client = RawClient.connect(relevo.port())) {
            for (int i = 0; i < 5; i++) {
                assertTrue(ask(client, HELLO).text().contains("TLS failed"));
            }
            String health = client.get("/health").answer().text();
            assertTrue(health.contains("\"state\":\"open\""), health);
            assertTrue(health.contains("TLS failed"), health);
        }
    }

    @Test
    void theOnlyTargetsBadCertificateIsToldAndNothingIsSentThere() throws IOException, GeneralSecurityException {
        try (FaultyUpstream upstream = speaking(untrusted);
                StartedRelevo relevo = over(trusted, upstream);
                RawClient client = RawClient.connect(relevo.port())) {
            RawAnswer answer = ask(client, HELLO);

            assertEquals(503, answer.status());
            assertEquals(FAILED, answer.header("x-relevo-trail"));
            assertTrue(answer.text().contains("TLS failed"), answer.text());
            assertEquals(List.of(), upstream.requests());
        }
    }

    /** Whatever the client trusts, the first upstream's certificate will not do. */
    private static void assertFailsOver(TestCertificate bad, TestCertificate trust)
            throws IOException, GeneralSecurityException {
        try (FaultyUpstream first = speaking(bad);
                FaultyUpstream second = FaultyUpstream.start(Completions.chat("from the second"));
                StartedRelevo relevo = over(trust, first, second);
                RawClient client = RawClient.connect(relevo.port())) {
            RawAnswer answer = ask(client, HELLO);

            assertEquals(Completions.chatBody("from the second"), answer.text());
            assertEquals(FAILED + "; " + OK, answer.header("x-relevo-trail"));
            assertEquals(List.of(), first.requests());
        }
    }

    private static RawAnswer ask(RawClient client, String request) throws IOException {
        return client.post("/v1/chat/completions", request).answer();
    }

    private static FaultyUpstream speaking(TestCertificate certificate) throws GeneralSecurityException {
        return FaultyUpstream.start(certificate.server());
    }

    private static StartedRelevo over(TestCertificate trust, FaultyUpstream... upstreams)
            throws IOException, GeneralSecurityException {
        Tls tls = Tls.builder().sslContext(trust.client()).build();
        return StartedRelevo.of(StartedRelevo.yaml(upstreams), tls);
    }
}
