package dev.relevo.upstream;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webclient.api.TcpClientConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One connection and the bytes received on it that nobody has used yet. One thread at a time uses it; {@link #close} may
 * come from any.
 */
final class Connection implements Link.Held {
    private static final int SMALL_BUFFER = 8 * 1024;

    /** So much of a body is read at once. What a client takes slowly is held some four times over: read, parsed, framed. */
    private static final int BODY_BUFFER = 8 * 1024;

    /** What fits into no less, such as a long head. */
    private static final int LARGE_BUFFER = 64 * 1024;

    private static final int ONE_WRITE = 64 * 1024;

    private final TcpClientConnection tcp;
    private final HelidonSocket socket;
    private final InputStream arriving;
    private final Runnable ended;
    private final AtomicBoolean closed = new AtomicBoolean();
    private byte[] buffer = new byte[SMALL_BUFFER];
    private int from;
    private int to;
    private long idleSince;

    /**
     * @param raw the TCP socket, below TLS if there is TLS
     * @param ended runs once, when it is closed
     */
    Connection(TcpClientConnection tcp, Socket raw, Runnable ended) throws IOException {
        this.tcp = tcp;
        this.socket = tcp.helidonSocket();
        this.arriving = raw.getInputStream();
        this.ended = ended;
    }

    /** Where the received bytes are: {@code [from, to)} of it. */
    byte[] buffer() {
        return buffer;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** How many received bytes are not yet used. */
    int received() {
        return to - from;
    }

    void consumeTo(int offset) {
        from = offset;
    }

    /** Writes a whole request. */
    void write(byte[] head, byte[] body) throws IOException {
        if (body.length > ONE_WRITE) {
            write(head, head.length);
            write(body, body.length);
            return;
        }
        int length = head.length + body.length;
        byte[] request = length <= buffer.length ? buffer : new byte[length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        write(request, length);
    }

    private void write(byte[] bytes, int length) throws IOException {
        try {
            socket.write(BufferData.createReadOnly(bytes, 0, length));
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    /**
     * Reads once. The buffer grows with what comes, never with what was promised.
     *
     * @return false if the connection has ended
     */
    boolean fill() throws IOException {
        makeRoom();
        try {
            int count = socket.isSecure() ? decrypted() : arriving.read(buffer, to, buffer.length - to);
            to += Math.max(0, count);
            return count > 0;
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private void makeRoom() {
        boolean full = to == buffer.length;
        int most = received() == buffer.length ? LARGE_BUFFER : BODY_BUFFER;
        byte[] target = full && buffer.length < most ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, from, target, 0, received());
        to -= from;
        from = 0;
        buffer = target;
    }

    /** The library decrypts into an array of its own. */
    private int decrypted() {
        byte[] bytes = socket.get();
        if (bytes == null) {
            return -1;
        }
        if (bytes.length > buffer.length - to) {
            buffer = Arrays.copyOf(buffer, to + bytes.length);
        }
        System.arraycopy(bytes, 0, buffer, to, bytes.length);
        return bytes.length;
    }

    /** Made ready for the pool. */
    void rest(long nowNanos) {
        idleSince = nowNanos;
        from = 0;
        to = 0;
        if (buffer.length > BODY_BUFFER) {
            buffer = new byte[SMALL_BUFFER];
        }
    }

    long idleSince() {
        return idleSince;
    }

    /**
     * Whether nothing came while it was idle. What comes then is no answer to a request that is yet to be sent: a late
     * rest of the last one, a 408, a TLS alert.
     */
    boolean quiet() {
        try {
            return arriving.available() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it without waiting; whoever reads or writes it wakes. */
    void close() {
        if (closed.compareAndSet(false, true)) {
            ended.run();
            Thread.ofVirtual().name("close").start(tcp::closeResource);
        }
    }
}
