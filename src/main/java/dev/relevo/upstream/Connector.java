package dev.relevo.upstream;

import dev.relevo.upstream.ExchangeFailure.Kind;
import dev.relevo.wire.Heap;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.ConnectedSocketChannelInfo;
import io.helidon.webclient.api.ConnectedSocketInfo;
import io.helidon.webclient.api.ConnectionKey;
import io.helidon.webclient.api.ConnectionListener;
import io.helidon.webclient.api.DnsAddressLookup;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.TcpClientConnection;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.spi.DnsResolver;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes connections to one endpoint: name, TCP, TLS. */
final class Connector {
    private static final List<String> ALPN = List.of("http/1.1");
    private static final Tls NONE = Tls.builder().enabled(false).build();

    /** The TCP socket that the connecting thread has opened; the library hands it to the listener only. */
    private static final ThreadLocal<@Nullable Socket> OPENED = new ThreadLocal<>();

    private final Endpoint endpoint;
    private final Supplier<Tls> tls;
    private final WebClient client;
    private final Heap heap;

    /** @param tls asked for by each connection to an endpoint with TLS */
    Connector(Endpoint endpoint, Duration connectTimeout, Supplier<Tls> tls, Heap heap) {
        this.endpoint = endpoint;
        this.tls = tls;
        this.heap = heap;
        this.client = WebClient.builder()
                .shareConnectionCache(false)
                .proxy(Proxy.noProxy())
                // Each connection brings its own; the library's default would read the machine's roots at each start.
                .tls(NONE)
                .writeBufferSize(0)
                .connectionListener(new Opened())
                .socketOptions(SocketOptions.builder()
                        .tcpNoDelay(true)
                        .connectTimeout(connectTimeout.isPositive() ? connectTimeout : Duration.ofMillis(1))
                        .readTimeout(Duration.ZERO)
                        .build())
                .build();
    }

    /** Tries the name's addresses in turn, until one accepts. */
    Connection connect() throws ExchangeFailure {
        ExchangeFailure last = null;
        for (InetAddress address : addresses()) {
            try {
                return connect(address);
            } catch (ExchangeFailure e) {
                if (e.kind() == Kind.TLS
                        || e.kind() == Kind.STARVED
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                last = e;
            }
        }
        throw last == null ? failure(Kind.DNS, "has no address") : last;
    }

    private InetAddress[] addresses() throws ExchangeFailure {
        try {
            return InetAddress.getAllByName(endpoint.host());
        } catch (UnknownHostException e) {
            throw Starvation.isTold(e)
                    ? failure(Kind.STARVED, "this process lacks what looking up a name takes")
                    : failure(Kind.DNS, "has no address that is known here");
        }
    }

    private Connection connect(InetAddress address) throws ExchangeFailure {
        ConnectionKey key = key(address);
        long room = Heap.provider(endpoint.tls());
        if (!heap.take(room)) {
            throw failure(Kind.STARVED, "this process's heap has no room for a connection");
        }
        OPENED.remove();
        TcpClientConnection tcp = TcpClientConnection.create(client, key, ALPN, c -> false, c -> {});
        try {
            tcp.connect();
            Socket socket = OPENED.get();
            if (socket == null) {
                throw new IllegalStateException("the library did not tell of the socket that it opened");
            }
            return new Connection(tcp, socket, () -> heap.giveBack(room));
        } catch (IOException | RuntimeException e) {
            heap.giveBack(room);
            Socket socket = OPENED.get();
            if (socket != null) {
                tcp.closeResource();
            }
            throw failure(e, socket != null);
        }
    }

    private ConnectionKey key(InetAddress address) throws ExchangeFailure {
        DnsResolver resolved = (host, lookup) -> named(host, address);
        String scheme = endpoint.tls() ? "https" : "http";
        return ConnectionKey.create(
                scheme,
                endpoint.host(),
                endpoint.port(),
                endpoint.tls() ? trusted() : NONE,
                resolved,
                DnsAddressLookup.defaultLookup(),
                Proxy.noProxy());
    }

    /** Those that the machine trusts are read with the first connection. */
    private Tls trusted() throws ExchangeFailure {
        try {
            return tls.get();
        } catch (RuntimeException | LinkageError e) {
            throw failure(Kind.TLS, "the certificates to trust cannot be read: " + e);
        }
    }

    /** The address under the name of the URL, which the certificate is for; a bare one would be looked up in reverse. */
    private static InetAddress named(String host, InetAddress address) {
        try {
            return InetAddress.getByAddress(host, address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private ExchangeFailure failure(Exception e, boolean opened) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof SSLException)) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case IOException io
            when Starvation.isTold(io) ->
                failure(Kind.STARVED, "this process lacks what a connection takes: " + io.getMessage());
            case SSLException tls -> failure(Kind.TLS, "TLS failed: " + tls.getMessage());
            case SocketTimeoutException timeout -> ExchangeFailure.timedOut(Phase.CONNECT);
            case IOException io
            when opened && endpoint.tls() -> failure(Kind.TLS, "the TLS handshake broke: " + io.getMessage());
            case ConnectException refused
            when !String.valueOf(refused.getMessage()).contains("timed out") ->
                failure(Kind.REFUSED, "nobody listens there");
            default -> failure(Kind.CONNECT, "no connection: " + cause.getMessage());
        };
    }

    private ExchangeFailure failure(Kind kind, String detail) {
        return ExchangeFailure.of(kind, endpoint.host() + ":" + endpoint.port() + ": " + detail);
    }

    private static final class Opened implements ConnectionListener {
        @Override
        public void socketConnected(ConnectedSocketInfo info) {
            OPENED.set(info.socket());
        }

        @Override
        public void socketChannelConnected(ConnectedSocketChannelInfo info) {
            throw new IllegalStateException("this client opens sockets only");
        }
    }
}
