package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.config.Server;
import dev.relevo.config.ServerTls;
import dev.relevo.faulty.TestCertificate;
import dev.relevo.time.ManualClock;
import dev.relevo.time.Watchdog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard is the same where the connection is encrypted. */
class GuardOverTlsTest {
    private static final String POST = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n";

    private static TestCertificate certificate;

    private final ManualClock clock = new ManualClock();
    private final Watchdog watchdog = new Watchdog(clock);

    @BeforeAll
    static void certify() throws Exception {
        certificate = TestCertificate.of("localhost");
    }

    @ParameterizedTest
    @ValueSource(strings = {POST, POST + "Content-Length: 9\r\n\r\n{"})
    void aRequestThatComesTooSlowlyIsAnswered408(String part) throws Exception {
        try (Served served = served(Served.ECHO, GuardOverTlsTest::patient);
                RawClient client = RawClient.connectTls(served.port(), certificate.client())) {
            // Together, so that the server has it before time runs.
            client.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" + part);
            client.answer().body();
            try (FastTime time = new FastTime(clock, watchdog)) {
                RawAnswer answer = client.answer();
                assertEquals(408, answer.status());
                assertEquals("close", answer.header("connection"));
                assertTrue(answer.text().contains("server."));
                assertTrue(client.isEnded());
            }
        }
    }

    @Test
    void aClientThatTakesNothingIsCut() throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        ModelHandler endless = (operation, id, body, at, reply) -> {
            reply.watch(() -> told.complete("gone"));
            reply.start(200, Served.json(), -1);
            byte[] much = new byte[1 << 20];
            while (!told.isDone()) {
                reply.write(much, 0, much.length);
            }
        };
        try (Served served = served(endless, settings -> settings);
                RawClient client = RawClient.connectTls(served.port(), certificate.client())) {
            client.post("/v1/chat/completions", "{}");
            assertEquals(200, client.answer().status());
            try (FastTime time = new FastTime(clock, watchdog)) {
                assertEquals("gone", told.get(10, TimeUnit.SECONDS));
            }
            String line = served.logLine();
            assertTrue(line.contains(" request 200 POST ") && line.endsWith(" cut"), line);
        }
    }

    @Test
    void whoeverNeverBeginsToEncryptIsClosed() throws Exception {
        try (Served served = served(Served.ECHO, settings -> settings);
                RawClient client = served.client()) {
            try (FastTime time = new FastTime(clock, watchdog)) {
                assertTrue(client.isEnded());
            }
            try (RawClient other = RawClient.connectTls(served.port(), certificate.client())) {
                assertEquals(200, other.get("/health").answer().status());
            }
        }
    }

    @Test
    void brokenFramingIsRefusedAndTheConnectionEnds() throws Exception {
        try (Served served = served(Served.ECHO, settings -> settings);
                RawClient client = RawClient.connectTls(served.port(), certificate.client())) {
            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}xx");
            RawAnswer answer = client.answer();
            assertEquals(400, answer.status());
            assertTrue(answer.text().contains("not well-formed"));
            try (FastTime time = new FastTime(clock, watchdog)) {
                assertTrue(client.isEnded());
            }
        }
    }

    private Served served(ModelHandler handler, UnaryOperator<Server> change) throws Exception {
        ServerTls tls = Served.tls(certificate);
        return Served.overTls(handler, change, tls, clock, watchdog);
    }

    /** Time runs faster here than bytes do. */
    private static Server patient(Server s) {
        return s.withLimits(s.limits().withWriteStall(Duration.ofDays(1)));
    }
}
