package dev.relevo.edge;

import dev.relevo.time.Clock;
import dev.relevo.time.Watchdog;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What the server library lacks, put around its HTTP/1.1 connection: notice that a client left while its handler waits,
 * strict framing, deadlines for what comes and for what is taken, a budget of bytes. It must be its listener's only protocol.
 */
final class Guard implements ServerConnectionSelector {
    /** The longest head that may be configured, and then one read of the socket. */
    private static final int NEVER_REACHED = 2 << 20;

    /** For the request of a connection that begins, or has answered, when the server already stops. */
    private static final Duration LAST_CHANCE = Duration.ofSeconds(1);

    private final Http1ConnectionSelector http1;
    private final Supplier<ConnectionLimits> limits;
    private final Capacity capacity;
    private final OpenSockets sockets;
    private final Clock clock;
    private final Watchdog watchdog;
    private final Set<GuardedConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    /**
     * @param limits the present ones
     * @param sockets those that the listener accepts
     */
    Guard(Supplier<ConnectionLimits> limits, Capacity capacity, OpenSockets sockets, Clock clock, Watchdog watchdog) {
        this.limits = () -> ending ? limits.get().withIdle(LAST_CHANCE) : limits.get();
        this.capacity = capacity;
        this.sockets = sockets;
        this.clock = clock;
        this.watchdog = watchdog;
        this.http1 = Http1ConnectionSelector.builder().config(http1()).build();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http1.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http1.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        OpenSockets.One socket = sockets.at(context.remotePeer().address()).connected();
        ClientSocket client = new ClientSocket(context.serverSocket(), socket);
        Inbound inbound = new Inbound(client, limits, capacity.heap(), clock, watchdog);
        GuardedWriter writer = new GuardedWriter(context.dataWriter(), limits, clock, watchdog, inbound::abortStalled);
        GuardedContext guarded = new GuardedContext(context, inbound, writer);
        return new GuardedConnection(http1.connection(guarded), guarded, socket, capacity, open);
    }

    /** Whether a connection waits for a request. */
    boolean hasIdle() {
        return open.stream().anyMatch(GuardedConnection::isIdle);
    }

    /** From now on no connection waits for a request for long; those that do now are ended. */
    void endIdle() {
        ending = true;
        open.forEach(GuardedConnection::endIdle);
    }

    /** Ends every connection, whatever it is doing. */
    void abortAll() {
        open.forEach(GuardedConnection::abort);
    }

    private static Http1Config http1() {
        return Http1Config.builder()
                .maxPrologueLength(NEVER_REACHED)
                .maxHeadersSize(NEVER_REACHED)
                .sendKeepAliveHeader(false)
                .build();
    }
}
