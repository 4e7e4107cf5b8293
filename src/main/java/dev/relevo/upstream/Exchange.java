package dev.relevo.upstream;

import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.time.Watchdog;
import dev.relevo.upstream.ExchangeFailure.Kind;
import dev.relevo.upstream.ExchangeState.Over;
import dev.relevo.upstream.ExchangeState.Unconnected;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer over HTTP/1.1: {@link #send}, then {@link #read} until it says false, then {@link #close}.
 * One thread does this; {@link #abort} may come from any thread at any time.
 */
public final class Exchange implements AutoCloseable {
    private static final Over CLOSED = new Over(ExchangeFailure.of(Kind.ABORTED, "the exchange was closed"));
    private static final Over ABORTED = new Over(ExchangeFailure.of(Kind.ABORTED, "the exchange was aborted"));
    private static final Limit NO_LIMIT = new Limit(Phase.TOTAL, Deadline.NEVER);
    private static final byte[] NOTHING = {};

    private record Limit(Phase phase, Deadline at) {}

    private final ConnectionPool pool;
    private final Clock clock;
    private final Watchdog.Stamp stamp;
    private final AtomicReference<ExchangeState> state = new AtomicReference<>(Unconnected.UNCONNECTED);
    private volatile Limit limit = NO_LIMIT;
    private Duration connectTime = Duration.ZERO;
    private boolean reused;
    private @Nullable Head head;
    private byte[] buffer = NOTHING;
    private int from;
    private int to;

    Exchange(ConnectionPool pool, Clock clock, Watchdog watchdog) {
        this.pool = pool;
        this.clock = clock;
        this.stamp = watchdog.stamp(this::expire);
    }

    /**
     * From now on the exchange fails with {@link Kind#TIMED_OUT} of that phase once {@code at} has passed. Replaces the
     * limit before; connecting has, besides, one of its own. Called by the thread that sends and reads.
     */
    public void limit(Phase phase, Deadline at) {
        limit = new Limit(phase, at);
        stamp.arm(at);
    }

    /**
     * Sends a request and waits for the head of its answer. If an idle connection was reused and ends before the first
     * byte of the answer, the request is sent once more, on a new one (RFC 9112, 9.3.1).
     *
     * @param head from the request line to the empty line
     * @param body what the head announces
     */
    public ResponseHead send(byte[] head, byte[] body) throws ExchangeFailure {
        Connection idle = pool.take();
        Head answer = null;
        if (idle != null) {
            reused = true;
            hold(Unconnected.UNCONNECTED, idle);
            answer = ask(idle, head, body);
            if (answer == null) {
                letGo(idle);
            }
        }
        if (answer == null) {
            reused = false;
            answer = ask(connect(), head, body);
        }
        if (answer == null) {
            throw ExchangeFailure.of(Kind.RESET, "the connection ended before it answered");
        }
        if (answer.coding() != null) {
            throw ExchangeFailure.badResponse("a content coding, though none was asked for");
        }
        this.head = answer;
        return answer.answer();
    }

    /**
     * The next bytes of the body, as many as are there: {@link #from()} to {@link #to()} of {@link #buffer()}, until the
     * next call.
     *
     * @return false if the body is complete
     */
    public boolean read() throws ExchangeFailure {
        Head head = this.head;
        if (head == null) {
            throw new IllegalStateException("read before send");
        }
        Framing framing = head.framing();
        while (!framing.complete()) {
            Connection connection = connection();
            if (connection.received() == 0 && !fill(connection)) {
                if (framing.completedByEnd()) {
                    return false;
                }
                throw ExchangeFailure.of(Kind.TRUNCATED, "the connection ended inside the body");
            }
            buffer = connection.buffer();
            connection.consumeTo(framing.decode(buffer, connection.from(), connection.to()));
            from = framing.from();
            to = framing.to();
            if (from < to) {
                return true;
            }
        }
        return false;
    }

    public byte[] buffer() {
        return buffer;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    /** How long name, TCP and TLS took; zero on a reused connection. */
    public Duration connectTime() {
        return connectTime;
    }

    /** Whether an idle connection served the request. */
    public boolean reused() {
        return reused;
    }

    /** Ends the exchange without waiting, from any thread; whoever waits in it gets {@link Kind#ABORTED}. */
    public void abort() {
        end(ABORTED);
    }

    /** Pools the connection if the answer was read whole and nothing came after it; closes it otherwise. */
    @Override
    public void close() {
        stamp.close();
        ExchangeState held = state.get();
        boolean whole = held instanceof Connection connection && isReusable(connection);
        if (whole && state.compareAndSet(held, CLOSED)) {
            pool.give((Connection) held);
        } else {
            end(CLOSED);
        }
    }

    private boolean isReusable(Connection connection) {
        return head != null && head.keepAlive() && head.framing().complete() && connection.received() == 0;
    }

    private void expire() {
        Limit passed = limit;
        if (passed.at().passed(clock)) {
            end(new Over(ExchangeFailure.timedOut(passed.phase())));
        }
    }

    /** The one way to an end; the first cause wins. */
    private void end(Over over) {
        ExchangeState held = state.getAndUpdate(now -> now instanceof Over ? now : over);
        switch (held) {
            case Connection connection -> connection.close();
            case Connecting connecting -> connecting.cancel(over.why());
            case Unconnected none -> {}
            case Over before -> {}
        }
    }

    private void hold(ExchangeState before, Connection connection) throws ExchangeFailure {
        if (!state.compareAndSet(before, connection)) {
            connection.close();
            throw why();
        }
    }

    private void letGo(Connection connection) throws ExchangeFailure {
        connection.close();
        if (!state.compareAndSet(connection, Unconnected.UNCONNECTED)) {
            throw why();
        }
    }

    private Connection connect() throws ExchangeFailure {
        Connecting connecting = pool.connecting();
        if (!state.compareAndSet(Unconnected.UNCONNECTED, connecting)) {
            throw why();
        }
        Limit outer = limit;
        long began = clock.nanos();
        Deadline connected = Deadline.after(began, pool.connectTimeout());
        if (connected.nanos() < outer.at().nanos()) {
            limit(Phase.CONNECT, connected);
        }
        Connection connection = connecting.await();
        limit(outer.phase(), outer.at());
        connectTime = Duration.ofNanos(clock.nanos() - began);
        hold(connecting, connection);
        return connection;
    }

    /** Null if the connection ended before the first byte of an answer. */
    private @Nullable Head ask(Connection connection, byte[] request, byte[] body) throws ExchangeFailure {
        boolean written = write(connection, request, body);
        try {
            Head answer = HeadReader.read(connection);
            if (answer == null) {
                connection();
            }
            return answer == null || written ? answer : answer.withoutKeepAlive();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** False if that failed: an answer may be there all the same, sent before the request was read whole. */
    private static boolean write(Connection connection, byte[] request, byte[] body) {
        try {
            connection.write(request, body);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean fill(Connection connection) throws ExchangeFailure {
        try {
            return connection.fill();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private Connection connection() throws ExchangeFailure {
        if (state.get() instanceof Connection connection) {
            return connection;
        }
        throw why();
    }

    private ExchangeFailure broken(IOException e) {
        if (state.get() instanceof Over over) {
            return over.why();
        }
        if (Thread.interrupted()) {
            return ABORTED.why();
        }
        return e instanceof SSLException
                ? ExchangeFailure.of(Kind.TLS, "TLS broke: " + e.getMessage())
                : ExchangeFailure.of(Kind.RESET, "the connection broke: " + e.getMessage());
    }

    private ExchangeFailure why() {
        return state.get() instanceof Over over ? over.why() : CLOSED.why();
    }
}
