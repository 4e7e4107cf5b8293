package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.upstream.ExchangeFailure.Kind;
import java.io.IOException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request may be sent twice only where the first cannot have been answered. */
@Timeout(60)
class StaleConnectionTest {
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
    @ValueSource(booleans = {true, false})
    void aReusedConnectionThatHadEndedIsReplacedOnce(boolean reset) throws Exception {
        end(pooled(), reset);
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange);
            Peer.Remote fresh = peer.accept();
            assertTrue(fresh.request().endsWith("{}"));
            fresh.send(EMPTY);
            assertEquals(204, Client.get(sent).status());
            assertFalse(exchange.reused());
        }
        assertEquals(1, client.pool.idle());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReusedConnectionThatEndsInsteadOfAnsweringIsReplacedOnce(boolean reset) throws Exception {
        Peer.Remote stale = pooled();
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange);
            stale.request();
            end(stale, reset);
            Peer.Remote fresh = peer.accept();
            fresh.request();
            end(fresh, reset);
            assertEquals(Kind.RESET, Client.failure(sent).kind());
            assertFalse(peer.called());
        }
    }

    @Test
    void theReplacementIsANewConnectionThoughOthersAreIdle() throws Exception {
        try (Exchange first = client.exchange()) {
            Future<ResponseHead> sent = Client.send(first);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send(EMPTY);
            Client.get(sent);
            end(pooled(), false);
            end(remote, false);
        }
        assertEquals(2, client.pool.idle());
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange);
            Peer.Remote fresh = peer.accept();
            fresh.request();
            fresh.send(EMPTY);
            assertEquals(204, Client.get(sent).status());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNewConnectionThatEndsInsteadOfAnsweringIsNotReplaced(boolean reset) throws Exception {
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            end(remote, reset);
            assertEquals(Kind.RESET, Client.failure(sent).kind());
            assertFalse(peer.called());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"H", "HTTP/1.1 100 Continue\r\n\r\n"})
    void aReusedConnectionThatBeganToAnswerIsNotReplaced(String beginning) throws Exception {
        Peer.Remote remote = pooled();
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange);
            remote.request();
            remote.send(beginning).finish();
            assertEquals(Kind.TRUNCATED, Client.failure(sent).kind());
            assertFalse(peer.called());
        }
    }

    @Test
    void anAbortedRequestIsNotSentAgain() throws Exception {
        Peer.Remote remote = pooled();
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange);
            remote.request();
            exchange.abort();
            assertEquals(Kind.ABORTED, Client.failure(sent).kind());
            remote.awaitEnd();
            assertFalse(peer.called());
        }
    }

    private Peer.Remote pooled() throws Exception {
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send(EMPTY);
            Client.get(sent);
            return remote;
        }
    }

    private static void end(Peer.Remote remote, boolean reset) throws IOException {
        if (reset) {
            remote.reset();
        } else {
            remote.finish();
        }
    }
}
