package dev.relevo.upstream;

import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.time.Watchdog;
import dev.relevo.wire.Heap;
import io.helidon.common.tls.Tls;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one endpoint. The one used last is used next, so that those not needed grow old; idle ones are
 * closed after 30 s, before the provider would, and those that only a crowd needs after 2 s: until then another crowd would
 * have to connect anew, which costs more than its requests.
 */
public final class ConnectionPool implements AutoCloseable {
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(30);
    /** Of a crowd, idle beyond {@link #FEW}. */
    private static final Duration CROWD_IDLE_LIMIT = Duration.ofSeconds(2);

    private static final int FEW = 64;

    private final Connector connector;
    private final Duration connectTimeout;
    private final Clock clock;
    private final Watchdog watchdog;
    private final Heap heap;
    private final Watchdog.Stamp sweep;
    /** The youngest first. */
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();

    private boolean closed;

    /**
     * @param connectTimeout for name, TCP and TLS together
     * @param tls whom to trust; null: the machine's roots
     * @param heap from which connections are taken, and answers that are held back
     */
    public ConnectionPool(
            Endpoint endpoint, Duration connectTimeout, @Nullable Tls tls, Heap heap, Clock clock, Watchdog watchdog) {
        this.connector = new Connector(endpoint, connectTimeout, () -> tls == null ? MachineRoots.TLS : tls, heap);
        this.connectTimeout = connectTimeout;
        this.clock = clock;
        this.watchdog = watchdog;
        this.heap = heap;
        this.sweep = watchdog.stamp(this::sweep);
    }

    /** A new exchange, which connects when it sends. */
    public Exchange exchange() {
        return new Exchange(this, clock, watchdog);
    }

    /** Closes the idle connections, and those in use as soon as they are not. */
    @Override
    public void close() {
        sweep.close();
        synchronized (idle) {
            closed = true;
            idle.forEach(Connection::close);
            idle.clear();
        }
    }

    Heap heap() {
        return heap;
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Connecting connecting() {
        return new Connecting(connector);
    }

    /** An idle connection, now the caller's, or null. */
    @Nullable
    Connection take() {
        while (true) {
            Connection youngest;
            synchronized (idle) {
                evict();
                youngest = idle.pollFirst();
            }
            if (youngest == null || youngest.quiet()) {
                return youngest;
            }
            youngest.close();
        }
    }

    /** Takes over a connection on which nothing is under way. */
    void give(Connection connection) {
        connection.rest(clock.nanos());
        synchronized (idle) {
            if (closed) {
                connection.close();
                return;
            }
            idle.addFirst(connection);
            if (idle.size() == 1 || idle.size() == FEW + 1) {
                armSweep();
            }
        }
    }

    /** How many connections are idle. */
    int idle() {
        synchronized (idle) {
            return idle.size();
        }
    }

    private void sweep() {
        synchronized (idle) {
            evict();
            if (!idle.isEmpty()) {
                armSweep();
            }
        }
    }

    private void armSweep() {
        sweep.arm(expiry(idle.getLast()));
    }

    private void evict() {
        for (Connection oldest = idle.peekLast();
                oldest != null && expiry(oldest).passed(clock);
                oldest = idle.peekLast()) {
            idle.removeLast().close();
        }
    }

    /** Of the oldest. */
    private Deadline expiry(Connection connection) {
        return Deadline.after(connection.idleSince(), idle.size() > FEW ? CROWD_IDLE_LIMIT : IDLE_LIMIT);
    }

    /** Made when first needed, since the machine's roots take a while to read; shared, for its cache of sessions. */
    private static final class MachineRoots {
        static final Tls TLS = Tls.builder().build();
    }
}
