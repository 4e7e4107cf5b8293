package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.FullBacklog;
import dev.relevo.time.Deadline;
import dev.relevo.upstream.Client.Task;
import dev.relevo.upstream.ExchangeFailure.Kind;
import dev.relevo.upstream.TestNames.TestName;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An abort releases whoever waits, and the upstream sees the end, whatever is under way. */
@Timeout(60)
class AbortTest {
    private static final String EMPTY = "HTTP/1.1 204 No Content\r\n\r\n";
    private static final byte[] LARGE = new byte[8 << 20];

    private Peer peer;
    private Client client;

    @BeforeEach
    void connect() throws IOException {
        peer = Peer.plain();
        client = new Client(peer.endpoint());
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        peer.close();
    }

    @Test
    void beforeItIsSent() throws Exception {
        try (Exchange first = client.exchange()) {
            Task<ResponseHead> sent = Client.send(first);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send(EMPTY);
            Client.get(sent);
        }
        try (Exchange exchange = client.exchange()) {
            exchange.abort();
            assertEquals(Kind.ABORTED, Client.failure(Client.send(exchange)).kind());
            assertFalse(peer.called());
            assertEquals(1, client.pool.idle());
        }
    }

    @Test
    void whileTheNameIsLookedUp() throws Exception {
        TestName name = TestNames.stalled();
        try (Client stalled = new Client(peer.endpoint("http", name.host));
                Exchange exchange = stalled.exchange()) {
            Task<ResponseHead> sent = Client.send(exchange);
            name.awaitAsked();
            exchange.abort();
            assertEquals(Kind.ABORTED, Client.failure(sent).kind());
            name.answer();
        }
    }

    @Test
    void whileConnecting() throws Exception {
        TestName name = TestNames.of(1);
        try (FullBacklog full = new FullBacklog();
                Client hanging = new Client(behind(full, name.host));
                Exchange exchange = hanging.exchange()) {
            Task<ResponseHead> sent = Client.send(exchange);
            name.awaitAsked();
            exchange.abort();
            assertEquals(Kind.ABORTED, Client.failure(sent).kind());
        }
    }

    @Test
    void whileShakingHands() throws Exception {
        try (Client secure = new Client(peer.endpoint("https", "localhost"));
                Exchange exchange = secure.exchange()) {
            Task<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            exchange.abort();
            assertEquals(Kind.ABORTED, Client.failure(sent).kind());
            remote.awaitEnd();
        }
    }

    @Test
    void whileTheRequestIsWritten() throws Exception {
        try (Exchange exchange = client.exchange()) {
            Task<ResponseHead> sent = Client.send(exchange, LARGE);
            Peer.Remote remote = peer.accept();
            remote.socket.getInputStream().readNBytes(1000);
            exchange.abort();
            assertEquals(Kind.ABORTED, Client.failure(sent).kind());
            remote.awaitEnd();
        }
    }

    @Test
    void whileTheHeadIsAwaited() throws Exception {
        try (Exchange exchange = client.exchange()) {
            Task<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            exchange.abort();
            assertEquals(Kind.ABORTED, Client.failure(sent).kind());
            remote.awaitEnd();
        }
    }

    @Test
    void whileTheBodyIsRead() throws Exception {
        for (String framing : new String[] {"Content-Length: 9\r\n", "Transfer-Encoding: chunked\r\n", ""}) {
            try (Exchange exchange = client.exchange()) {
                Task<ResponseHead> sent = Client.send(exchange);
                Peer.Remote remote = peer.accept();
                remote.request();
                remote.send("HTTP/1.1 200 OK\r\n" + framing + "\r\n1");
                Client.get(sent);
                Task<String> read = Client.async(() -> Client.rest(exchange));
                exchange.abort();
                assertEquals(Kind.ABORTED, Client.failure(read).kind());
                remote.awaitEnd();
            }
        }
    }

    @Test
    void betweenTwoReads() throws Exception {
        try (Exchange exchange = client.exchange()) {
            Task<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1");
            Client.get(sent);
            assertTrue(exchange.read());
            exchange.abort();
            remote.awaitEnd();
            assertEquals(
                    Kind.ABORTED, Client.failure(Client.async(exchange::read)).kind());
        }
    }

    @Test
    void afterTheEndItLeavesThePooledConnectionAlone() throws Exception {
        Exchange first = client.exchange();
        Task<ResponseHead> sent = Client.send(first);
        Peer.Remote remote = peer.accept();
        remote.request();
        remote.send(EMPTY);
        Client.get(sent);
        first.close();
        first.abort();
        first.close();
        assertEquals(1, client.pool.idle());
        try (Exchange second = client.exchange()) {
            Client.over(remote, second, EMPTY);
            assertTrue(second.reused());
        }
    }

    @Test
    void aWholeAnswerIsNotSpoiledButItsConnectionIsNotPooled() throws Exception {
        try (Exchange exchange = client.exchange()) {
            Task<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send(EMPTY);
            Client.get(sent);
            exchange.abort();
            assertFalse(exchange.read());
            remote.awaitEnd();
        }
        assertEquals(0, client.pool.idle());
    }

    @Test
    void theFirstCauseWins() throws Exception {
        try (Exchange exchange = client.exchange()) {
            Task<ResponseHead> sent = Client.send(exchange);
            peer.accept().request();
            exchange.abort();
            exchange.limit(Phase.TOTAL, new Deadline(0));
            client.watchdog.tick();
            exchange.close();
            assertEquals("the exchange was aborted", Client.failure(sent).detail());
        }
    }

    @Test
    void theThreadIsFitForTheNextExchange() throws Exception {
        Exchange aborted = client.exchange();
        Task<Boolean> task = Client.async(() -> {
            try (aborted) {
                aborted.send(Client.head(0), new byte[0]);
                return false;
            } catch (ExchangeFailure first) {
                try (Exchange next = client.exchange()) {
                    return next.send(Client.head(0), new byte[0]).status() == 204;
                }
            }
        });
        peer.accept().request();
        aborted.abort();
        Peer.Remote remote = peer.accept();
        remote.request();
        remote.send(EMPTY);
        assertTrue(Client.get(task));
    }

    @Test
    void anInterruptIsAnAbortAndDoesNotFollowTheThread() throws Exception {
        try (Exchange exchange = client.exchange()) {
            Task<Boolean> task = Client.async(() -> {
                try {
                    exchange.send(Client.head(0), new byte[0]);
                    return false;
                } catch (ExchangeFailure failure) {
                    return failure.kind() == Kind.ABORTED
                            && !Thread.currentThread().isInterrupted();
                }
            });
            Peer.Remote remote = peer.accept();
            remote.request();
            task.thread.interrupt();
            assertTrue(Client.get(task));
            remote.awaitEnd();
        }
    }

    private static Endpoint behind(FullBacklog full, String host) {
        return new Endpoint(URI.create("http://" + host + ":" + full.baseUrl().getPort()));
    }
}
