package dev.relevo.edge;

import dev.relevo.time.Clock;
import dev.relevo.time.Watchdog;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that a listener has accepted and not yet let go, by who is at their other end. The server library shows
 * them nowhere but here, where it asks for their options: the one place to turn a client away before anything is
 * allocated for it, and the one way to end a connection by RST.
 */
final class OpenSockets implements SocketOptions {
    /** What the system keeps of an answer for a client that does not take it; Linux takes it twice. */
    private static final int SEND_BUFFER = 64 * 1024;

    /** Beyond the connections that are served: those that are surplus, and as many whose place another has taken. */
    static final int MOST_ENDING = 2 * Surplus.MOST;

    private final SocketOptions options = SocketOptions.builder()
            .tcpNoDelay(true)
            .socketSendBufferSize(SEND_BUFFER)
            .build();
    private final LongSupplier most;
    private final Addresses addresses;
    private final Supplier<Duration> handshake;
    private final ConnectionRoom room;
    private final SpareFiles files;
    private final Clock clock;
    private final Watchdog watchdog;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    private final Map<SocketAddress, Accepted> open = new ConcurrentHashMap<>();

    /** A socket, and what ends it if no connection comes of it: of a TLS handshake that stalls. */
    private record Accepted(SocketChannel channel, ConnectionRoom.Place place, Alarm alarm) {}

    /**
     * @param most how many there may be; further ones are closed unanswered
     * @param addresses which say how many each client may have; further ones are closed unanswered
     * @param handshake how long it may take until a socket is a connection
     * @param room what each takes of the heap, from now until it is let go
     */
    OpenSockets(
            LongSupplier most,
            Addresses addresses,
            Supplier<Duration> handshake,
            ConnectionRoom room,
            Clock clock,
            Watchdog watchdog) {
        this.most = most;
        this.addresses = addresses;
        this.handshake = handshake;
        this.room = room;
        this.files = SpareFiles.ofThisProcess(clock);
        this.clock = clock;
        this.watchdog = watchdog;
    }

    /** How many the library has accepted so far, those turned away included. */
    long accepted() {
        return accepted.get();
    }

    /** How many of those were turned away. */
    long refused() {
        return refused.get();
    }

    /** Called by the library for each socket that it accepts. It closes those for which this throws. */
    @Override
    public void configureSocket(SocketChannel socket) {
        accepted.incrementAndGet();
        try {
            if (isFull()) {
                throw new IOException("more connections than server.max-connections or open files allow");
            }
            SocketAddress peer = socket.getRemoteAddress();
            options.configureSocket(socket);
            if (!addresses.hasRoom(peer)) {
                letGoEnded();
            }
            if (!addresses.take(peer)) {
                throw new IOException("more connections than server.max-connections-per-address");
            }
            ConnectionRoom.Place place = room.take();
            if (place == ConnectionRoom.Place.REFUSED) {
                addresses.giveBack(peer);
                throw new IOException("more connections than the heap has room for");
            }
            accept(peer, socket, place);
        } catch (IOException e) {
            refused.incrementAndGet();
            throw new UncheckedIOException(e);
        }
    }

    private void accept(SocketAddress peer, SocketChannel socket, ConnectionRoom.Place place) {
        Accepted accepted = new Accepted(socket, place, new Alarm(clock, watchdog, () -> at(peer).expired()));
        Accepted before = open.put(peer, accepted);
        if (before != null) {
            // Its end was not seen yet, but its address is in use again.
            ended(peer, before);
        }
        accepted.alarm().set(handshake.get());
    }

    /** The one whose other end that is. */
    One at(SocketAddress peer) {
        return new One(peer, open.get(peer));
    }

    /** A socket, if it is known. */
    final class One {
        private final SocketAddress peer;
        private final @Nullable Accepted socket;

        private One(SocketAddress peer, @Nullable Accepted socket) {
            this.peer = peer;
            this.socket = socket;
        }

        /** It is a connection from now on. */
        One connected() {
            if (socket != null) {
                socket.alarm().close();
            }
            return this;
        }

        /** Whether there was no room for it in the heap. */
        boolean isWithoutRoom() {
            return socket != null && socket.place() == ConnectionRoom.Place.WITHOUT;
        }

        /** Closes it so that the other side cannot take what it has for a whole answer: by RST. */
        void reset() {
            if (socket == null) {
                return;
            }
            try (SocketChannel channel = socket.channel()) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                // It was closed or broken already, which is what is wanted.
            }
        }

        /** Whoever reads it sees its end; an answer can still be written. Whether that could be done. */
        boolean stopReading() {
            if (socket == null) {
                return false;
            }
            try {
                socket.channel().shutdownInput();
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        /** Its connection has ended. */
        void letGo() {
            if (socket != null && open.remove(peer, socket)) {
                ended(peer, socket);
            }
        }

        private void expired() {
            if (socket != null && socket.alarm().isDue()) {
                reset();
                letGo();
            }
        }
    }

    private void ended(SocketAddress peer, Accepted socket) {
        socket.alarm().close();
        addresses.giveBack(peer);
        room.giveBack(socket.place());
    }

    private boolean isFull() {
        if (!isAtLimit()) {
            return false;
        }
        letGoEnded();
        return isAtLimit();
    }

    /** Those that ended before they became connections: of a failed TLS handshake. */
    private void letGoEnded() {
        open.forEach((peer, socket) -> {
            if (!socket.channel().isOpen()) {
                new One(peer, socket).letGo();
            }
        });
    }

    private boolean isAtLimit() {
        return open.size() >= most.getAsLong() || files.areScarce(open.size());
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
