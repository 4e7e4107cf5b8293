package dev.relevo.edge;

import dev.relevo.relay.ClientGone;
import dev.relevo.relay.Reply;
import dev.relevo.wire.Headers;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.SocketWriterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer written straight to the client's connection: what is handed over in one call leaves in one write, the head
 * together with the first bytes of the body.
 */
final class HttpReply implements Reply {
    private static final long CHUNKED = -1;

    private enum State {
        NEW,
        /** The head waits for the first bytes of the body. */
        HELD,
        OPEN,
        ENDED,
        /** The connection was ended, by us or by the client. */
        CUT
    }

    private final DataWriter writer;
    private final Inbound inbound;
    private final Headers common;
    private final boolean withoutBody;
    private final BooleanSupplier isLast;
    private final ReentrantLock writing = new ReentrantLock();

    private volatile State state = State.NEW;
    private volatile boolean started;
    private boolean last;
    private byte @Nullable [] head;
    private long length;
    private long written;

    /**
     * @param common headers of every answer to this request
     * @param withoutBody whether the request is a HEAD, whose answer ends with its head
     * @param isLast asked when the head is made: whether the connection ends with this answer
     */
    HttpReply(GuardedContext connection, Headers common, boolean withoutBody, BooleanSupplier isLast) {
        this.writer = connection.dataWriter();
        this.inbound = connection.inbound();
        this.common = common;
        this.withoutBody = withoutBody;
        this.isLast = isLast;
    }

    /** Whether a whole answer went out and the connection can serve the next request. */
    boolean reusable() {
        return state == State.ENDED && !last;
    }

    /**
     * To be called when whoever answers has returned.
     *
     * @throws IllegalStateException if the answer is neither whole nor cut
     */
    void expectDone() {
        if (state != State.ENDED && state != State.CUT) {
            throw new IllegalStateException("an answer was left open");
        }
    }

    /** Whether a whole answer went out. */
    boolean ended() {
        return state == State.ENDED;
    }

    @Override
    public void answer(int status, Headers headers, byte[] body) throws ClientGone {
        expect(state == State.NEW || state == State.HELD, "answered twice");
        boolean bodiless = status == 204;
        byte[] head = head(status, headers, bodiless ? "" : "Content-Length: " + body.length + "\r\n");
        byte[] sent = bodiless || withoutBody ? head : Chunks.joined(head, body, 0, body.length);
        inbound.unwatch();
        send(sent);
        become(State.ENDED);
    }

    @Override
    public void start(int status, Headers headers, long length) throws ClientGone {
        expect(state == State.NEW, "answered twice");
        this.length = length;
        head = head(
                status,
                headers,
                length == CHUNKED ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + length + "\r\n");
        become(State.HELD);
    }

    @Override
    public void write(byte[] bytes, int from, int to) throws ClientGone {
        if (from == to) {
            return;
        }
        writing.lock();
        try {
            expect(state == State.HELD || state == State.OPEN, "written without an open body");
            if (length == CHUNKED) {
                send(Chunks.chunk(takeHead(), bytes, from, to));
            } else {
                writeCounted(bytes, from, to);
            }
            become(State.OPEN);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void end() throws ClientGone {
        writing.lock();
        try {
            expect(state == State.HELD || state == State.OPEN, "ended without an open body");
            expect(length == CHUNKED || length == written, "ended before the promised length");
            inbound.unwatch();
            byte[] head = takeHead();
            if (length == CHUNKED) {
                send(Chunks.last(head));
            } else if (head.length > 0) {
                send(head);
            }
            become(State.ENDED);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void end(byte[] bytes, int from, int to) throws ClientGone {
        if (length != CHUNKED || from == to) {
            write(bytes, from, to);
            end();
            return;
        }
        writing.lock();
        try {
            expect(state == State.HELD || state == State.OPEN, "ended without an open body");
            inbound.unwatch();
            send(Chunks.lastChunk(takeHead(), bytes, from, to));
            become(State.ENDED);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void cut() {
        state = State.CUT;
        inbound.close();
    }

    @Override
    public void comment(byte[] bytes) {
        if (!writing.tryLock()) {
            return;
        }
        try {
            if (state == State.OPEN && length == CHUNKED) {
                send(Chunks.chunk(Chunks.NONE, bytes, 0, bytes.length));
            }
        } catch (ClientGone e) {
            // The thread that writes the answer meets it with its next write.
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void watch(Runnable gone) {
        if (state != State.ENDED) {
            inbound.watch(gone);
        }
    }

    @Override
    public boolean started() {
        return started;
    }

    private void writeCounted(byte[] bytes, int from, int to) throws ClientGone {
        written += to - from;
        expect(written <= length, "written beyond the promised length");
        if (written == length) {
            inbound.unwatch();
        }
        byte[] head = takeHead();
        if (head.length > 0) {
            send(Chunks.joined(head, bytes, from, to));
        } else {
            send(BufferData.createReadOnly(bytes, from, to - from));
        }
    }

    private byte[] head(int status, Headers headers, String framing) {
        last = isLast.getAsBoolean();
        return Head.of(status, common, headers, last ? framing + "Connection: close\r\n" : framing);
    }

    private byte[] takeHead() {
        byte[] taken = head;
        head = null;
        return taken == null ? Chunks.NONE : taken;
    }

    private void expect(boolean right, String wrong) throws ClientGone {
        if (state == State.CUT) {
            throw new ClientGone(new IOException("the connection was ended"));
        }
        if (!right) {
            throw new IllegalStateException("an answer was " + wrong);
        }
    }

    private void become(State next) {
        if (state != State.CUT) {
            state = next;
        }
    }

    private void send(byte[] bytes) throws ClientGone {
        send(BufferData.create(bytes));
    }

    private void send(BufferData bytes) throws ClientGone {
        try {
            writer.writeNow(bytes);
            started = true;
        } catch (UncheckedIOException | SocketWriterException e) {
            state = State.CUT;
            throw new ClientGone(e);
        }
    }
}
