package dev.relevo.edge;

import dev.relevo.time.Clock;
import dev.relevo.time.Watchdog;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.http.Headers;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What the server library lacks, put around its HTTP/1.1 connection: notice that a client left while its handler waits,
 * a deadline for a request's head, a budget for its bytes. It must be its listener's only protocol.
 */
final class Guard implements ServerConnectionSelector {
    /** The longest head that may be configured, and then one read of the socket. */
    private static final int NEVER_REACHED = 2 << 20;

    private final Http1ConnectionSelector http1;
    private final Supplier<ConnectionLimits> limits;
    private final Capacity capacity;
    private final OpenSockets sockets;
    private final Clock clock;
    private final Watchdog watchdog;
    private final BiConsumer<String, Refusal> refused;
    private final Set<GuardedConnection> open = ConcurrentHashMap.newKeySet();

    /**
     * @param limits the present ones
     * @param sockets those that the listener accepts
     * @param refused told of each request that is answered here, by id
     */
    Guard(
            Supplier<ConnectionLimits> limits,
            Capacity capacity,
            OpenSockets sockets,
            Clock clock,
            Watchdog watchdog,
            BiConsumer<String, Refusal> refused) {
        this.limits = limits;
        this.capacity = capacity;
        this.sockets = sockets;
        this.clock = clock;
        this.watchdog = watchdog;
        this.refused = refused;
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
        DataWriter writer = context.dataWriter();
        OpenSockets.One socket = sockets.at(context.remotePeer().address());
        Inbound inbound =
                new Inbound(context.serverSocket(), limits, clock, watchdog, socket::reset, () -> answerLate(writer));
        GuardedContext guarded = new GuardedContext(context, inbound);
        return new GuardedConnection(http1.connection(guarded), guarded, socket, capacity, open);
    }

    /** Ends every connection, whatever it is doing. */
    void abortAll() {
        open.forEach(GuardedConnection::abort);
    }

    private void answerLate(DataWriter writer) {
        String requestId = RequestId.of(null, ThreadLocalRandom.current());
        Refusal refusal = Refusal.late();
        refused.accept(requestId, refusal);
        try {
            writer.writeNow(BufferData.create(whole(requestId, refusal)));
        } catch (UncheckedIOException e) {
            // The client left before it could be told.
        }
    }

    private static byte[] whole(String requestId, Refusal refusal) {
        byte[] body = refusal.body();
        String framing = BodyFraming.COUNTED.line(body.length) + "Connection: close\r\n";
        byte[] head = Head.of(refusal.status(), AnswerHeaders.of(requestId, null), refusal.headers(), framing);
        return Chunks.joined(head, body, 0, body.length);
    }

    private static Http1Config http1() {
        return Http1Config.builder()
                .maxPrologueLength(Http10.LONGEST_LINE)
                .maxHeadersSize(NEVER_REACHED)
                .addReceiveListener(new HeadListener())
                .sendKeepAliveHeader(false)
                .build();
    }

    private static final class HeadListener implements Http1ConnectionListener {
        @Override
        public void headers(ConnectionContext context, Headers headers) {
            if (context instanceof GuardedContext guarded) {
                guarded.inbound().headRead();
            }
        }
    }
}
