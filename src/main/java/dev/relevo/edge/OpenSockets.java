package dev.relevo.edge;

import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that a listener has accepted and not yet let go, by who is at their other end. The server library shows
 * them nowhere but here, where it asks for their options: the one place to turn a client away before anything is
 * allocated for it, and the one way to end a connection by RST.
 */
final class OpenSockets implements SocketOptions {
    private final SocketOptions options =
            SocketOptions.builder().tcpNoDelay(true).build();
    private final LongSupplier most;
    private final Map<SocketAddress, SocketChannel> open = new ConcurrentHashMap<>();

    /** @param most how many there may be; further ones are closed unanswered */
    OpenSockets(LongSupplier most) {
        this.most = most;
    }

    /** Called by the library for each socket that it accepts. It closes those for which this throws. */
    @Override
    public void configureSocket(SocketChannel socket) {
        if (isFull()) {
            throw new UncheckedIOException(new IOException("more connections than server.max-connections"));
        }
        options.configureSocket(socket);
        try {
            open.put(socket.getRemoteAddress(), socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one whose other end that is. */
    One at(SocketAddress peer) {
        return new One(peer, open.get(peer));
    }

    /** A socket, if it is known. */
    final class One {
        private final SocketAddress peer;
        private final @Nullable SocketChannel socket;

        private One(SocketAddress peer, @Nullable SocketChannel socket) {
            this.peer = peer;
            this.socket = socket;
        }

        /** Closes it so that the other side cannot take what it has for a whole answer: by RST. */
        void reset() {
            if (socket == null) {
                return;
            }
            try (socket) {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                // It was closed or broken already, which is what is wanted.
            }
        }

        /** Its connection has ended. */
        void letGo() {
            if (socket != null) {
                open.remove(peer, socket);
            }
        }
    }

    private boolean isFull() {
        if (open.size() < most.getAsLong()) {
            return false;
        }
        // Those that ended before they became connections: of a failed TLS handshake.
        open.values().removeIf(socket -> !socket.isOpen());
        return open.size() >= most.getAsLong();
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return options.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return options.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return options.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return options.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return options.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return options.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return options.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return options.tcpNoDelay();
    }
}
