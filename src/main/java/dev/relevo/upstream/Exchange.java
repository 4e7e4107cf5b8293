package dev.relevo.upstream;

import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.time.Watchdog;
import dev.relevo.upstream.ExchangeFailure.Kind;
import dev.relevo.upstream.Link.Over;
import dev.relevo.wire.Heap;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer over HTTP/1.1: {@link #send}, then {@link #read} until it says false, then {@link #close}.
 * One thread does this; {@link #abort} may come from any thread at any time. Whatever is wrong with the answer's framing
 * fails it: a proxy that guesses hands one client's answer to another.
 */
public final class Exchange implements AutoCloseable {
    private static final Over CLOSED = new Over(() -> ExchangeFailure.of(Kind.ABORTED, "the exchange was closed"));
    private static final Over ABORTED = new Over(() -> ExchangeFailure.of(Kind.ABORTED, "the exchange was aborted"));
    /** How long a connection may take to end an answer of which all that counts has come. */
    private static final Duration REST = Duration.ofMillis(500);

    private static final Limit NO_LIMIT = new Limit(Phase.TOTAL, Deadline.NEVER);

    private record Limit(Phase phase, Deadline at) {}

    private final ConnectionPool pool;
    private final Clock clock;
    private final Watchdog.Stamp stamp;
    private final Link link = new Link();
    private volatile Limit limit = NO_LIMIT;
    private volatile boolean sent;
    private Duration connectTimeout;
    private Duration connectTime = Duration.ZERO;
    private boolean reused;
    private long held;
    private boolean poolable;
    private @Nullable FramedBody framed;
    private @Nullable Body body;

    Exchange(ConnectionPool pool, Clock clock, Watchdog watchdog) {
        this.pool = pool;
        this.clock = clock;
        this.stamp = watchdog.stamp(this::expire);
        this.connectTimeout = pool.connectTimeout();
    }

    /** Connecting may take no longer than that either. Before {@link #send}. */
    void connectWithin(Duration other) {
        if (other.compareTo(connectTimeout) < 0) {
            connectTimeout = other;
        }
    }

    /**
     * From now on the exchange fails with {@link Kind#TIMED_OUT} of that phase once {@code at} has passed. Replaces the
     * limit before; connecting has one of its own besides. Called by the thread that sends and reads.
     */
    public void limit(Phase phase, Deadline at) {
        limit = new Limit(phase, at);
        stamp.arm(at);
    }

    /**
     * Sends a request and waits for the head of its answer. A request that was sent on a reused connection which then
     * ended before the first byte of an answer is sent once more, on a new connection (RFC 9112, 9.3.1).
     *
     * @param head from the request line to the empty line
     * @param body what the head announces
     */
    public ResponseHead send(byte[] head, byte[] body) throws ExchangeFailure {
        link.begin();
        Connection idle = pool.take();
        if (idle != null) {
            link.hold(idle);
            reused = true;
            boolean written = write(idle, head, body);
            if (silence(idle) == null) {
                return answer(idle, written);
            }
            link.discard(idle);
            reused = false;
        }
        Connection fresh = connect();
        boolean written = write(fresh, head, body);
        ExchangeFailure silence = silence(fresh);
        if (silence != null) {
            throw silence;
        }
        return answer(fresh, written);
    }

    /**
     * The next bytes of the body, as many as are there: {@link #from()} to {@link #to()} of {@link #buffer()}, until the
     * next call.
     *
     * @return false if the body is complete
     */
    public boolean read() throws ExchangeFailure {
        return body().read();
    }

    public byte[] buffer() {
        return body().buffer();
    }

    public int from() {
        return body().from();
    }

    public int to() {
        return body().to();
    }

    /** How long name, TCP and TLS took; zero on a reused connection. */
    public Duration connectTime() {
        return connectTime;
    }

    /** Whether the other side may have got some of the request; may be asked by any thread. */
    public boolean sent() {
        return sent;
    }

    /** Whether an idle connection served the request. */
    public boolean reused() {
        return reused;
    }

    /** Notes that so much more of the answer is held back, until {@link #close}; false if there is no room in the heap. */
    boolean hold(long bytes) {
        long room = Heap.answer(held + bytes) - Heap.answer(held);
        boolean taken = pool.heap().hold(room);
        held += taken ? bytes : 0;
        return taken;
    }

    /** Ends the exchange without waiting, from any thread; whoever waits in it gets {@link Kind#ABORTED}. */
    public void abort() {
        end(ABORTED);
    }

    /** Pools the connection if the answer was read whole and nothing came after it; closes it otherwise. */
    @Override
    public void close() {
        stamp.close();
        pool.heap().giveBack(Heap.answer(held));
        held = 0;
        Connection connection = link.release(CLOSED);
        if (connection != null) {
            if (poolable && framed != null && framed.complete() && connection.received() == 0) {
                pool.give(connection);
            } else {
                connection.close();
            }
        }
        if (body != null) {
            body.close();
        }
    }

    /**
     * As {@link #close}, of an answer of which all that counts was read: waits for its end first, on a thread of its own and
     * not for long, since a connection that was read to its end can serve again.
     */
    void closeAtEnd() {
        if (framed == null || framed.complete()) {
            close();
        } else {
            limit(Phase.IDLE, Deadline.after(clock, REST));
            Thread.ofVirtual().name("rest").start(this::readRest);
        }
    }

    private void readRest() {
        try {
            boolean more = true;
            while (more) {
                more = read();
            }
        } catch (ExchangeFailure e) {
            // The connection is closed instead of pooled.
        } finally {
            close();
        }
    }

    /** The stamp expired; the limit may have been replaced since. */
    void expire() {
        Limit passed = limit;
        if (passed.at().passed(clock)) {
            end(new Over(() -> ExchangeFailure.timedOut(passed.phase())));
        }
    }

    private void end(Over over) {
        Connection connection = link.release(over);
        if (connection != null) {
            connection.close();
        }
    }

    private Connection connect() throws ExchangeFailure {
        Limit outer = limit;
        long began = clock.nanos();
        Deadline connected = Deadline.after(began, connectTimeout);
        if (connected.nanos() < outer.at().nanos()) {
            limit(Phase.CONNECT, connected);
        }
        Connection connection = link.connect(pool.connecting());
        limit(outer.phase(), outer.at());
        connectTime = Duration.ofNanos(clock.nanos() - began);
        return connection;
    }

    /** False if that failed: an answer may be there all the same, sent before the request was read whole. */
    private boolean write(Connection connection, byte[] head, byte[] body) {
        sent = true;
        try {
            connection.write(head, body);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Why no byte of an answer will come; null once there is one. */
    private @Nullable ExchangeFailure silence(Connection connection) throws ExchangeFailure {
        try {
            return link.fill(connection)
                    ? null
                    : ExchangeFailure.of(Kind.RESET, "the connection ended before it answered");
        } catch (ExchangeFailure e) {
            if (e.kind() == Kind.ABORTED) {
                throw e;
            }
            return e;
        }
    }

    private ResponseHead answer(Connection connection, boolean written) throws ExchangeFailure {
        Head head = HeadReader.read(link, connection);
        poolable = written && head.keepAlive();
        framed = new FramedBody(link, head.framing());
        body = head.coding() == null ? framed : DecodedBody.of(head.coding(), framed);
        return head.answer();
    }

    private Body body() {
        if (body == null) {
            throw new IllegalStateException("read before send");
        }
        return body;
    }
}
