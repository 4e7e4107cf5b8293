package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConnectionPoolTest {
    private static final String EMPTY = "HTTP/1.1 204 No Content\r\n\r\n";

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                EMPTY,
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n2\r\nhi\r\n0\r\nA: b\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 429 Slow Down\r\nContent-Length: 0\r\n\r\n",
            })
    void aConnectionWhoseAnswerWasReadWholeServesTheNext(String answer) throws Exception {
        Peer.Remote remote = idle(1, answer).getFirst();
        try (Exchange exchange = client.exchange()) {
            assertEquals("", Client.over(remote, exchange, EMPTY));
            assertTrue(exchange.reused());
            assertEquals(Duration.ZERO, exchange.connectTime());
        }
        assertFalse(peer.called());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
                "HTTP/1.1 204 No Content\r\nConnection: x, Close\r\n\r\n",
                "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi!",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n0",
                "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nhi",
            })
    void aConnectionThatEndsOrHoldsMoreIsNotPooled(String answer) throws Exception {
        idle(1, answer).getFirst().awaitEnd();
        assertEquals(0, client.pool.idle());
    }

    @Test
    void aConnectionIsPooledOnceTheEndOfAnAnswerThatSaidAllHasCome() throws Exception {
        Peer.Remote remote = closedBeforeItsEnd();
        assertEquals(0, client.pool.idle());
        remote.send("0\r\n\r\n");
        while (client.pool.idle() == 0) {
            Thread.yield();
        }
        assertFalse(peer.called());
    }

    @Test
    void theEndOfAnAnswerIsNotWaitedForLong() throws Exception {
        Peer.Remote remote = closedBeforeItsEnd();
        client.pass(Duration.ofMillis(500));
        remote.awaitEnd();
        assertEquals(0, client.pool.idle());
    }

    private Peer.Remote closedBeforeItsEnd() throws Exception {
        Exchange exchange = client.exchange();
        Future<ResponseHead> sent = Client.send(exchange);
        Peer.Remote remote = peer.accept();
        remote.request();
        remote.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n");
        Client.get(sent);
        assertTrue(exchange.read());
        exchange.closeAtEnd();
        return remote;
    }

    @Test
    void aConnectionWhoseAnswerWasNotReadWholeIsClosed() throws Exception {
        Peer.Remote remote;
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange);
            remote = peer.accept();
            remote.request();
            remote.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nh");
            Client.get(sent);
            assertTrue(exchange.read());
        }
        remote.awaitEnd();
        assertEquals(0, client.pool.idle());
    }

    @Test
    void whatArrivesOnAnIdleConnectionAnswersNobody() throws Exception {
        Peer.Remote remote = idle(1, EMPTY).getFirst();
        remote.send("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
        Future<String> next = Client.async(() -> {
            try (Exchange exchange = client.exchange()) {
                return exchange.send(Client.head(0), new byte[0]).status() + " " + exchange.reused();
            }
        });
        remote.awaitEnd();
        Peer.Remote fresh = peer.accept();
        fresh.request();
        fresh.send(EMPTY);
        assertEquals("204 false", Client.get(next));
    }

    @Test
    void theConnectionUsedLastIsUsedNext() throws Exception {
        List<Peer.Remote> remotes = idle(3, EMPTY);
        for (int i = 0; i < 2; i++) {
            try (Exchange exchange = client.exchange()) {
                Client.over(remotes.getLast(), exchange, EMPTY);
                assertTrue(exchange.reused());
            }
        }
    }

    @Test
    void aConnectionIdleForHalfAMinuteIsClosedAndNotUsed() throws Exception {
        List<Peer.Remote> remotes = idle(2, EMPTY);
        client.clock.advance(Duration.ofSeconds(20));
        try (Exchange exchange = client.exchange()) {
            Client.over(remotes.getLast(), exchange, EMPTY);
        }
        client.clock.advance(Duration.ofSeconds(10));
        try (Exchange exchange = client.exchange()) {
            Client.over(remotes.getLast(), exchange, EMPTY);
        }
        remotes.getFirst().awaitEnd();
        assertEquals(1, client.pool.idle());
    }

    @Test
    void aPoolThatNobodyUsesClosesItsConnectionsByItself() throws Exception {
        List<Peer.Remote> remotes = idle(2, EMPTY);
        client.clock.advance(Duration.ofSeconds(10));
        try (Exchange exchange = client.exchange()) {
            Client.over(remotes.getLast(), exchange, EMPTY);
        }
        client.pass(Duration.ofSeconds(20));
        remotes.getFirst().awaitEnd();
        assertEquals(1, client.pool.idle());
        client.pass(Duration.ofSeconds(10));
        remotes.getLast().awaitEnd();
        assertEquals(0, client.pool.idle());
    }

    @Test
    void whatOnlyACrowdNeedsStaysForTwoSecondsAndTheOldestGo() throws Exception {
        List<Peer.Remote> remotes = idle(66, EMPTY);
        assertEquals(66, client.pool.idle());
        client.pass(Duration.ofSeconds(2));
        remotes.get(0).awaitEnd();
        remotes.get(1).awaitEnd();
        assertEquals(64, client.pool.idle());
    }

    @Test
    void closingThePoolClosesTheIdleAtOnceAndTheBusyWhenTheyAreDone() throws Exception {
        List<Peer.Remote> remotes = idle(2, EMPTY);
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange);
            remotes.getLast().request();
            client.pool.close();
            remotes.getFirst().awaitEnd();
            remotes.getLast().send(EMPTY);
            assertEquals(204, Client.get(sent).status());
        }
        remotes.getLast().awaitEnd();
        assertEquals(0, client.pool.idle());
    }

    /** Has that many exchanges at once, each on a connection of its own, answered and closed in order. */
    private List<Peer.Remote> idle(int count, String answer) throws Exception {
        List<Peer.Remote> remotes = new ArrayList<>();
        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Exchange exchange = client.exchange();
            Future<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send(answer);
            Client.get(sent);
            Client.rest(exchange);
            exchanges.add(exchange);
            remotes.add(remote);
        }
        exchanges.forEach(Exchange::close);
        return remotes;
    }
}
