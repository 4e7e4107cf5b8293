package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.FullBacklog;
import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.time.Watchdog;
import dev.relevo.upstream.Client.Task;
import dev.relevo.upstream.ExchangeFailure.Kind;
import dev.relevo.upstream.TestNames.TestName;
import dev.relevo.wire.Heap;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectTest {
    private static final String EMPTY = "HTTP/1.1 204 No Content\r\n\r\n";

    private Peer peer;

    @BeforeEach
    void listen() throws IOException {
        peer = Peer.plain();
    }

    @AfterEach
    void leave() throws IOException {
        peer.close();
    }

    @Test
    void aNameWithoutAnAddressIsToldApart() {
        ExchangeFailure failure = failure(new Endpoint(URI.create("http://nonexistent.invalid/v1")));
        assertEquals(Kind.DNS, failure.kind());
        assertTrue(failure.detail().contains("nonexistent.invalid:80"), failure.detail());
    }

    @Test
    void aPortWithoutAListenerIsToldApart() throws IOException {
        Endpoint endpoint = peer.endpoint();
        peer.close();
        ExchangeFailure failure = failure(endpoint);
        assertEquals(Kind.REFUSED, failure.kind());
        assertTrue(failure.detail().contains("localhost:" + endpoint.port()), failure.detail());
    }

    @Test
    void everyAddressOfANameIsTried() throws Exception {
        TestName name = TestNames.of(2, 3, 1);
        try (Client client = new Client(peer.endpoint("http", name.host));
                Exchange exchange = client.exchange()) {
            Task<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send(EMPTY);
            assertEquals(204, Client.get(sent).status());
        }
        assertEquals(
                Kind.REFUSED,
                failure(peer.endpoint("http", TestNames.of(2, 3).host)).kind());
    }

    @Test
    void lookingUpANameHasAnEnd() throws Exception {
        TestName name = TestNames.stalled();
        assertConnectingEnds(peer.endpoint("http", name.host), name::awaitAsked);
        name.answer();
    }

    @Test
    void connectingHasAnEnd() throws Exception {
        TestName name = TestNames.of(1);
        try (FullBacklog full = new FullBacklog()) {
            assertConnectingEnds(behind(full, name.host), name::awaitAsked);
        }
    }

    @Test
    void shakingHandsHasAnEnd() throws Exception {
        AtomicReference<Peer.Remote> remote = new AtomicReference<>();
        assertConnectingEnds(peer.endpoint("https", "localhost"), () -> remote.set(peer.accept()));
        remote.get().awaitEnd();
    }

    @Test
    void theSocketItselfGivesUpToo() throws Exception {
        Watchdog asleep = new Watchdog(Clock.system());
        try (FullBacklog full = new FullBacklog();
                ConnectionPool pool = new ConnectionPool(
                        behind(full, "localhost"),
                        Duration.ofMillis(50),
                        null,
                        Heap.ofThisProcess(),
                        Clock.system(),
                        asleep);
                Exchange exchange = pool.exchange()) {
            ExchangeFailure failure = Client.failure(Client.send(exchange));
            assertEquals(Kind.TIMED_OUT, failure.kind());
            assertEquals(Phase.CONNECT, failure.phase());
        }
    }

    @Test
    void anEarlierLimitHoldsWhileConnecting() throws Exception {
        TestName name = TestNames.stalled();
        try (Client client = new Client(peer.endpoint("http", name.host));
                Exchange exchange = client.exchange()) {
            exchange.limit(Phase.TOTAL, Deadline.after(client.clock, Duration.ofSeconds(1)));
            Task<ResponseHead> sent = Client.send(exchange);
            name.awaitAsked();
            client.pass(Duration.ofSeconds(1));
            assertEquals(Phase.TOTAL, Client.failure(sent).phase());
        }
        name.answer();
    }

    @Test
    void theLimitOfConnectingEndsWithIt() throws Exception {
        TestName name = TestNames.stalled();
        try (Client client = new Client(peer.endpoint("http", name.host));
                Exchange exchange = client.exchange()) {
            exchange.limit(Phase.TTFT, Deadline.after(client.clock, Duration.ofSeconds(60)));
            Task<ResponseHead> sent = Client.send(exchange);
            name.awaitAsked();
            client.pass(Duration.ofSeconds(2));
            name.answer();
            Peer.Remote remote = peer.accept();
            remote.request();
            client.pass(Duration.ofSeconds(57));
            remote.send(EMPTY);
            assertEquals(204, Client.get(sent).status());
            assertEquals(Duration.ofSeconds(2), exchange.connectTime());
        }
    }

    private interface Reached {
        void await() throws Exception;
    }

    private static void assertConnectingEnds(Endpoint endpoint, Reached reached) throws Exception {
        try (Client client = new Client(endpoint);
                Exchange exchange = client.exchange()) {
            Task<ResponseHead> sent = Client.send(exchange);
            reached.await();
            client.pass(Client.CONNECT_TIMEOUT.minusNanos(1));
            assertFalse(sent.isDone());
            client.pass(Duration.ofNanos(1));
            ExchangeFailure failure = Client.failure(sent);
            assertEquals(Kind.TIMED_OUT, failure.kind());
            assertEquals(Phase.CONNECT, failure.phase());
        }
    }

    private static ExchangeFailure failure(Endpoint endpoint) {
        try (Client client = new Client(endpoint);
                Exchange exchange = client.exchange()) {
            return Client.failure(Client.send(exchange));
        }
    }

    private static Endpoint behind(FullBacklog full, String host) {
        return new Endpoint(URI.create("http://" + host + ":" + full.baseUrl().getPort()));
    }
}
