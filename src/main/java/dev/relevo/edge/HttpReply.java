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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer written straight to the client's connection: what is handed over in one call leaves in one write, the head
 * together with the first bytes of the body.
 */
final class HttpReply implements Reply {
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
    private final Supplier<Headers> common;
    private final boolean withoutBody;
    private final BooleanSupplier isLast;
    private final Holding holding;
    private final Told told;
    private final ReentrantLock writing = new ReentrantLock();

    private volatile State state = State.NEW;
    private volatile boolean started;
    private volatile boolean clientLeft;
    private boolean last;
    private byte @Nullable [] head;
    private BodyFraming framing = BodyFraming.COUNTED;
    private long length;
    private long written;

    /**
     * @param common headers of every answer to this request; asked for when the head is made
     * @param withoutBody whether the request is a HEAD, whose answer ends with its head
     * @param isLast asked when the head is made: whether the connection ends with this answer
     * @param holding a stream is taken from it
     * @param told learns what is sent
     */
    HttpReply(
            GuardedContext connection,
            Supplier<Headers> common,
            boolean withoutBody,
            BooleanSupplier isLast,
            Holding holding,
            Told told) {
        this.writer = connection.dataWriter();
        this.inbound = connection.inbound();
        this.common = common;
        this.withoutBody = withoutBody;
        this.isLast = isLast;
        this.holding = holding;
        this.told = told;
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

    /** Whether the client was seen to leave. */
    boolean clientLeft() {
        return clientLeft;
    }

    /** The connection has ended: the client left, unless it was ended by us. */
    void clientGone() {
        clientLeft = !inbound.endedHere();
    }

    @Override
    public boolean claimStream() {
        return holding.takeStream();
    }

    @Override
    public void answer(int status, Headers headers, byte[] body) throws ClientGone {
        expect(state == State.NEW || state == State.HELD, "answered twice");
        boolean bodiless = status == 204 || status == 304;
        byte[] head = head(status, headers, bodiless ? "" : BodyFraming.COUNTED.line(body.length));
        byte[] sent = bodiless || withoutBody ? head : Chunks.joined(head, body, 0, body.length);
        inbound.unwatch();
        send(BufferData.create(sent));
        told.body(body, 0, withoutBody ? 0 : body.length);
        become(State.ENDED);
    }

    @Override
    public void start(int status, Headers headers, long length) throws ClientGone {
        expect(state == State.NEW, "answered twice");
        this.length = length;
        if (length < 0) {
            framing = inbound.isHttp10() ? BodyFraming.UNTIL_CLOSE : BodyFraming.CHUNKED;
        }
        head = head(status, headers, framing.line(length));
        become(State.HELD);
    }

    @Override
    public void later(Headers headers) {
        told.later(headers);
    }

    @Override
    public void write(byte[] bytes, int from, int to) throws ClientGone {
        write(bytes, from, to, true);
    }

    @Override
    public void remark(byte[] comment) throws ClientGone {
        write(comment, 0, comment.length, false);
    }

    private void write(byte[] bytes, int from, int to, boolean answer) throws ClientGone {
        if (from == to) {
            return;
        }
        holding.giveWay();
        writing.lock();
        try {
            expectOpen("written");
            count(to - from);
            send(framing.piece(takeHead(), bytes, from, to));
            if (answer) {
                told.body(bytes, from, to);
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
            expectOpen("ended");
            expect(framing != BodyFraming.COUNTED || length == written, "ended before the promised length");
            inbound.unwatch();
            byte[] end = framing.end(takeHead());
            if (end.length > 0) {
                send(BufferData.create(end));
            }
            become(State.ENDED);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void end(byte[] bytes, int from, int to) throws ClientGone {
        if (framing == BodyFraming.COUNTED || from == to) {
            write(bytes, from, to);
            end();
            return;
        }
        writing.lock();
        try {
            expectOpen("ended");
            inbound.unwatch();
            send(framing.lastPiece(takeHead(), bytes, from, to));
            told.body(bytes, from, to);
            become(State.ENDED);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void cut() {
        state = State.CUT;
        if (framing == BodyFraming.UNTIL_CLOSE) {
            inbound.reset();
        } else {
            inbound.close();
        }
    }

    @Override
    public void comment(byte[] bytes) {
        if (!writing.tryLock()) {
            return;
        }
        try {
            if (state == State.OPEN && framing != BodyFraming.COUNTED) {
                send(framing.piece(Chunks.NONE, bytes, 0, bytes.length));
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
            inbound.watch(() -> {
                clientGone();
                gone.run();
            });
        }
    }

    @Override
    public boolean started() {
        return started;
    }

    private void count(int bytes) throws ClientGone {
        written += bytes;
        if (framing == BodyFraming.COUNTED) {
            expect(written <= length, "written beyond the promised length");
            if (written == length) {
                inbound.unwatch();
            }
        }
    }

    private byte[] head(int status, Headers headers, String framing) {
        last = isLast.getAsBoolean();
        told.head(status, headers);
        return Head.of(status, common.get(), headers, last ? framing + "Connection: close\r\n" : framing);
    }

    private byte[] takeHead() {
        byte[] taken = head;
        head = null;
        return taken == null ? Chunks.NONE : taken;
    }

    private void expectOpen(String done) throws ClientGone {
        expect(state == State.HELD || state == State.OPEN, done + " without an open body");
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

    private void send(BufferData bytes) throws ClientGone {
        try {
            writer.writeNow(bytes);
            started = true;
        } catch (UncheckedIOException | SocketWriterException e) {
            if (state != State.CUT) {
                clientGone();
            }
            state = State.CUT;
            throw new ClientGone(e);
        }
    }
}
