package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.time.Deadline;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An end that comes while the connection returns to the pool either finds it or does not: it never closes a pooled one. */
@Timeout(60)
class RaceTest {
    private static final int ROUNDS = 1_000;
    private static final String EMPTY = "HTTP/1.1 204 No Content\r\n\r\n";

    private final List<Peer.Remote> accepted = new CopyOnWriteArrayList<>();
    private Peer peer;
    private Client client;

    @BeforeEach
    void connect() throws IOException {
        peer = Peer.plain();
        client = new Client(peer.endpoint());
        Thread.ofVirtual().start(this::answerAll);
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        peer.close();
    }

    @Test
    void anAbortThatMeetsTheReturnToThePool() throws Exception {
        assertPooledConnectionsLive(Exchange::abort);
    }

    @Test
    void aLimitThatMeetsTheReturnToThePool() throws Exception {
        assertPooledConnectionsLive(exchange -> {
            exchange.limit(Phase.TOTAL, new Deadline(0));
            client.watchdog.tick();
            exchange.expire();
        });
    }

    @Test
    void aSecondCloseThatMeetsTheReturnToThePool() throws Exception {
        assertPooledConnectionsLive(Exchange::close);
        assertEquals(1, accepted.size());
    }

    /** At any moment of it, however far it came: every connection is either pooled or closed. */
    @Test
    void anAbortThatMeetsTheConnecting() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS / 4; round++) {
            try (Client fresh = new Client(peer.endpoint());
                    Exchange exchange = fresh.exchange()) {
                Client.Task<ResponseHead> sent = Client.send(exchange);
                spin(random.nextInt(400_000));
                exchange.abort();
                sent.thread.join();
            }
        }
        for (Peer.Remote remote : accepted) {
            remote.awaitEnd();
        }
    }

    private void assertPooledConnectionsLive(Consumer<Exchange> end) throws Exception {
        Random random = new Random(42);
        for (int round = 0; round < ROUNDS; round++) {
            boolean pooled = client.pool.idle() == 1;
            Exchange exchange = client.exchange();
            assertEquals(204, Client.get(Client.send(exchange)).status());
            assertEquals(pooled, exchange.reused());
            CountDownLatch start = new CountDownLatch(1);
            int delay = random.nextInt(3_000);
            Client.Task<Boolean> ending = Client.async(() -> {
                start.await();
                spin(delay);
                end.accept(exchange);
                return true;
            });
            start.countDown();
            spin(random.nextInt(3_000));
            exchange.close();
            assertTrue(Client.get(ending));
        }
    }

    private static void spin(int nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    private void answerAll() {
        try {
            while (true) {
                Peer.Remote remote = peer.accept();
                accepted.add(remote);
                Thread.ofVirtual().start(() -> answer(remote));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void answer(Peer.Remote remote) {
        try {
            while (true) {
                remote.request();
                remote.send(EMPTY);
            }
        } catch (IOException closed) {
            // The other side is gone.
        }
    }
}
