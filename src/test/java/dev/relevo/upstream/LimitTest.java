package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.time.Deadline;
import dev.relevo.upstream.Client.Task;
import dev.relevo.upstream.ExchangeFailure.Kind;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the watchdog ends, on a clock that only the test moves. */
@Timeout(60)
class LimitTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
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
    @EnumSource(Phase.class)
    void silenceBeforeTheHeadEndsWithThePhaseThatWasLimited(Phase phase) throws Exception {
        try (Exchange exchange = client.exchange()) {
            limit(exchange, phase);
            Task<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            client.pass(LIMIT.minusNanos(1));
            assertFalse(sent.isDone());
            client.pass(Duration.ofNanos(1));
            assertTimedOut(phase, Client.failure(sent));
            remote.awaitEnd();
        }
    }

    @Test
    void anUnfinishedHeadIsSilenceToo() throws Exception {
        try (Exchange exchange = client.exchange()) {
            limit(exchange, Phase.TTFT);
            Task<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send("HTTP/1.1 200 OK\r\nA:");
            client.pass(LIMIT);
            assertTimedOut(Phase.TTFT, Client.failure(sent));
        }
    }

    @Test
    void aRequestThatIsNotTakenEndsToo() throws Exception {
        try (Exchange exchange = client.exchange()) {
            limit(exchange, Phase.ANSWER);
            Task<ResponseHead> sent = Client.send(exchange, new byte[8 << 20]);
            peer.accept().begun();
            client.pass(LIMIT);
            assertTimedOut(Phase.ANSWER, Client.failure(sent));
        }
    }

    @Test
    void eachLimitReplacesTheOneBefore() throws Exception {
        try (Exchange exchange = client.exchange()) {
            limit(exchange, Phase.TTFT);
            Task<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send(HEAD + "abc");
            Client.get(sent);
            client.pass(LIMIT.minusNanos(1));
            limit(exchange, Phase.IDLE);
            client.pass(LIMIT.minusNanos(1));
            assertTrue(exchange.read());
            Task<Boolean> read = Client.async(exchange::read);
            client.pass(Duration.ofNanos(1));
            assertTimedOut(Phase.IDLE, Client.failure(read));
            remote.awaitEnd();
        }
    }

    @Test
    void anExpiryThatComesLateFindsTheNewLimit() throws Exception {
        try (Exchange exchange = client.exchange()) {
            limit(exchange, Phase.TTFT);
            Task<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send(HEAD);
            Client.get(sent);
            client.clock.advance(LIMIT);
            limit(exchange, Phase.IDLE);
            exchange.expire();
            remote.send("123456789");
            assertEquals("123456789", Client.rest(exchange));
        }
    }

    @Test
    void aCutByALimitIsNoEndOfABodyUntilClose() throws Exception {
        try (Exchange exchange = client.exchange()) {
            Task<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send("HTTP/1.1 200 OK\r\n\r\nabc");
            Client.get(sent);
            assertTrue(exchange.read());
            limit(exchange, Phase.IDLE);
            Task<Boolean> read = Client.async(exchange::read);
            client.pass(LIMIT);
            assertTimedOut(Phase.IDLE, Client.failure(read));
        }
    }

    @Test
    void anExpiryAfterTheEndLeavesThePooledConnectionAlone() throws Exception {
        Exchange first = client.exchange();
        first.limit(Phase.TTFT, Deadline.after(client.clock, Duration.ofSeconds(10)));
        Task<ResponseHead> sent = Client.send(first);
        Peer.Remote remote = peer.accept();
        remote.request();
        remote.send(EMPTY);
        Client.get(sent);
        first.close();
        client.pass(Duration.ofSeconds(10));
        first.expire();
        try (Exchange second = client.exchange()) {
            Client.over(remote, second, EMPTY);
            assertTrue(second.reused());
        }
    }

    private void limit(Exchange exchange, Phase phase) {
        exchange.limit(phase, Deadline.after(client.clock, LIMIT));
    }

    private static void assertTimedOut(Phase phase, ExchangeFailure failure) {
        assertEquals(Kind.TIMED_OUT, failure.kind());
        assertEquals(phase, failure.phase());
    }
}
