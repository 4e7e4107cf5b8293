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

/**
 * What the server library lacks, put around its HTTP/1.1 connection: notice that a client left while its handler waits,
 * a deadline for a request's head, a budget for its bytes. It must be its listener's only protocol.
 */
final class Guard implements ServerConnectionSelector {
    /** The longest request line; beyond it 414. */
    private static final int MAX_REQUEST_LINE = 16 * 1024;

    private final Http1ConnectionSelector http1;
    private final Inbound.Limits limits;
    private final Clock clock;
    private final Watchdog watchdog;
    private final Set<GuardedConnection> open = ConcurrentHashMap.newKeySet();

    Guard(Inbound.Limits limits, Clock clock, Watchdog watchdog) {
        this.limits = limits;
        this.clock = clock;
        this.watchdog = watchdog;
        this.http1 = Http1ConnectionSelector.builder().config(http1(limits)).build();
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
        Inbound inbound = new Inbound(context.serverSocket(), limits, clock, watchdog, () -> answerLate(writer));
        return new GuardedConnection(http1.connection(new GuardedContext(context, inbound)), inbound, open);
    }

    /** Ends every connection, whatever it is doing. */
    void abortAll() {
        open.forEach(GuardedConnection::abort);
    }

    private static void answerLate(DataWriter writer) {
        try {
            writer.writeNow(BufferData.create(tooLate()));
        } catch (UncheckedIOException e) {
            // The client left before it could be told.
        }
    }

    private static byte[] tooLate() {
        Refusal refusal = Refusal.late();
        byte[] body = refusal.body();
        String framing = "Content-Length: " + body.length + "\r\nConnection: close\r\n";
        String requestId = RequestId.of(null, ThreadLocalRandom.current());
        byte[] head = Head.of(refusal.status(), AnswerHeaders.of(requestId, null), refusal.headers(), framing);
        return Chunks.joined(head, body, 0, body.length);
    }

    private static Http1Config http1(Inbound.Limits limits) {
        return Http1Config.builder()
                .maxPrologueLength(MAX_REQUEST_LINE)
                // Never reached: the guard's own limit is lower by more than one read of the socket.
                .maxHeadersSize(2 * limits.headBytes())
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
