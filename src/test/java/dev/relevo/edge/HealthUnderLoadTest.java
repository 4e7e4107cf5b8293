package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Limits;
import dev.relevo.config.Server;
import dev.relevo.faulty.TestCertificate;
import dev.relevo.time.Clock;
import dev.relevo.time.Watchdog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a supervisor asks while clients have taken all there is. */
@Timeout(60)
class HealthUnderLoadTest {
    private static final String QUESTION =
            "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}";

    private static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(100);

    private final BlockingQueue<CountDownLatch> handled = new LinkedBlockingQueue<>();

    /** Answers each request when the test lets it. */
    private final ModelHandler held = (operation, id, body, at, reply) -> {
        CountDownLatch go = new CountDownLatch(1);
        handled.add(go);
        try {
            assertTrue(go.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        reply.answer(200, Served.json(), body);
    };

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void healthIsAnsweredAtOnceWhileEveryPlaceIsTakenAndThreeTimesAsManyClientsKnock(boolean tls) throws Exception {
        List<Socket> clients = new ArrayList<>();
        TestCertificate certificate = TestCertificate.of("localhost");
        UnaryOperator<Server> limits = s -> s.withLimits(few());
        try (Served served = tls
                ? Served.overTls(held, limits, Served.tls(certificate), Clock.system(), Watchdog.start(Clock.system()))
                : Served.by(held, limits)) {
            List<CountDownLatch> requests = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                clients.add(asking(served, tls ? certificate : null));
                requests.add(handled.poll(10, TimeUnit.SECONDS));
            }
            for (int i = 0; i < 30; i++) {
                Socket refused = asking(served, tls ? certificate : null);
                clients.add(refused);
                assertTrue(firstLine(refused).contains(" 503 "));
            }
            long quickest = Long.MAX_VALUE;
            for (int tries = 0; tries < 20 && quickest > AT_ONCE; tries++) {
                quickest = Math.min(quickest, healthNanos(served, tls ? certificate : null));
            }
            assertTrue(quickest <= AT_ONCE, quickest + " ns");
            requests.forEach(CountDownLatch::countDown);
            for (Socket client : clients.subList(0, 10)) {
                assertTrue(firstLine(client).contains(" 200 "));
            }
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    /** How long an answer takes on a connection that stands: another process may have the processor at one time or other. */
    private static long healthNanos(Served served, @Nullable TestCertificate certificate) throws Exception {
        try (Socket health = connected(served, certificate)) {
            long began = System.nanoTime();
            health.getOutputStream().write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            assertTrue(firstLine(health).contains(" 200 "));
            return System.nanoTime() - began;
        }
    }

    private static Socket connected(Served served, @Nullable TestCertificate certificate) throws Exception {
        Socket socket = certificate == null
                ? new Socket("127.0.0.1", served.port())
                : certificate.client().getSocketFactory().createSocket("127.0.0.1", served.port());
        socket.setSoTimeout(10_000);
        if (socket instanceof SSLSocket encrypted) {
            encrypted.startHandshake();
        }
        return socket;
    }

    private static Socket asking(Served served, @Nullable TestCertificate certificate) throws Exception {
        Socket client = connected(served, certificate);
        client.getOutputStream().write(QUESTION.getBytes(US_ASCII));
        return client;
    }

    private static String firstLine(Socket client) throws IOException {
        return String.valueOf(new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII)).readLine());
    }

    private static Limits few() {
        Limits usual = Limits.DEFAULT;
        return new Limits(
                usual.maxBody(),
                usual.maxHeader(),
                usual.headerTimeout(),
                usual.minBodyRate(),
                usual.writeStall(),
                20,
                null,
                10,
                usual.maxStreams(),
                usual.maxInFlight(),
                usual.maxQueue());
    }
}
