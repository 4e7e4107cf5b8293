package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.relevo.time.ManualClock;
import dev.relevo.time.Watchdog;
import dev.relevo.wire.Heap;
import io.helidon.common.tls.Tls;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Our side: a pool on a clock that the test moves, and what tests do with its exchanges. */
final class Client implements AutoCloseable {
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    final ManualClock clock = new ManualClock();
    final Watchdog watchdog = new Watchdog(clock);
    final ConnectionPool pool;

    Client(Endpoint endpoint) {
        this(endpoint, null);
    }

    Client(Endpoint endpoint, Tls tls) {
        pool = new ConnectionPool(endpoint, CONNECT_TIMEOUT, tls, Heap.ofThisProcess(), clock, watchdog);
    }

    Exchange exchange() {
        return pool.exchange();
    }

    /** Sends a small request on another thread. */
    static Task<ResponseHead> send(Exchange exchange) {
        return send(exchange, "{}".getBytes(StandardCharsets.ISO_8859_1));
    }

    static Task<ResponseHead> send(Exchange exchange, byte[] body) {
        return async(() -> exchange.send(head(body.length), body));
    }

    static byte[] head(int length) {
        return ("POST /v1/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Lets the clock pass and the watchdog look. */
    void pass(Duration time) {
        clock.advance(time);
        watchdog.tick();
    }

    /** Sends, has the answer given on a new connection, then ends that; returns the whole body. */
    String answered(Peer peer, String answer) throws Exception {
        return answered(peer, answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    String answered(Peer peer, byte[] answer) throws Exception {
        try (Exchange exchange = exchange()) {
            Future<String> body = async(() -> {
                exchange.send(head(0), new byte[0]);
                return rest(exchange);
            });
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send(answer).finish();
            return get(body);
        }
    }

    /** As {@link #answered}, where the answer must fail in that way; returns the words for it. */
    String refused(Peer peer, ExchangeFailure.Kind kind, byte[] answer) {
        ExchangeFailure failure = assertThrows(ExchangeFailure.class, () -> answered(peer, answer));
        assertEquals(kind, failure.kind(), failure.detail());
        return failure.detail();
    }

    String refused(Peer peer, ExchangeFailure.Kind kind, String answer) {
        return refused(peer, kind, answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A whole exchange on a connection that exists, or on the one that the peer accepts if there is none. */
    static String over(Peer.Remote remote, Exchange exchange, String answer) throws Exception {
        Future<ResponseHead> head = send(exchange);
        remote.request();
        remote.send(answer);
        get(head);
        return rest(exchange);
    }

    /** Whatever is left of the body. */
    static String rest(Exchange exchange) throws ExchangeFailure {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (exchange.read()) {
            body.write(exchange.buffer(), exchange.from(), exchange.to() - exchange.from());
        }
        return body.toString(StandardCharsets.ISO_8859_1);
    }

    static <T> Task<T> async(Callable<T> callable) {
        Task<T> task = new Task<>(callable);
        task.thread.start();
        return task;
    }

    /** A call on a thread of its own. */
    static final class Task<T> extends FutureTask<T> {
        final Thread thread = Thread.ofVirtual().unstarted(this);

        private Task(Callable<T> callable) {
            super(callable);
        }
    }

    /** What another thread comes to; its failure is thrown here. Fails after fifteen seconds. */
    static <T> T get(Future<T> future) throws Exception {
        try {
            return future.get(15, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        } catch (TimeoutException e) {
            throw new AssertionError("still waiting after fifteen seconds", e);
        }
    }

    static ExchangeFailure failure(Future<?> future) {
        return assertThrows(ExchangeFailure.class, () -> get(future));
    }

    @Override
    public void close() {
        pool.close();
    }
}
