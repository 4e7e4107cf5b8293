package dev.relevo.edge;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * A connection as the HTTP parser sees it: the server's own, with its bytes coming through {@link Inbound} and going
 * through {@link GuardedWriter}.
 */
final class GuardedContext implements ConnectionContext {
    private final ConnectionContext connection;
    private final Inbound inbound;
    private final GuardedWriter writer;
    private final DataReader reader;
    private boolean surplus;

    GuardedContext(ConnectionContext connection, Inbound inbound, GuardedWriter writer) {
        this.connection = connection;
        this.inbound = inbound;
        this.writer = writer;
        this.reader = DataReader.create(inbound);
    }

    Inbound inbound() {
        return inbound;
    }

    /** Whether there are more connections than may be, so that this one is only to be told so. */
    boolean isSurplus() {
        return surplus;
    }

    /** The connection's thread has left it. */
    void done() {
        inbound.done();
        writer.done();
    }

    /** Called before the connection is handled. */
    void becomeSurplus() {
        surplus = true;
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public ListenerContext listenerContext() {
        return connection.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return connection.executor();
    }

    @Override
    public Router router() {
        return connection.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return connection.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return connection.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return connection.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return connection.localPeer();
    }

    @Override
    public boolean isSecure() {
        return connection.isSecure();
    }

    @Override
    public String socketId() {
        return connection.socketId();
    }

    @Override
    public String childSocketId() {
        return connection.childSocketId();
    }
}
