package dev.relevo.edge;

import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.time.Watchdog;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection's incoming bytes: where they stand in a request, how long and how many may still come, and, while a
 * handler works, whether the client is still there. A watch starts as a mere deadline, so that a quick request never
 * pays for a second thread; only a handler that takes longer has a monitor reading ahead.
 */
final class Inbound implements Supplier<byte[]> {
    private static final Duration WATCH_AFTER = Duration.ofMillis(50);
    private static final Duration LINGER = Duration.ofSeconds(1);

    private enum Phase {
        /** Between requests. */
        IDLE,
        HEAD,
        /** The head was read; a handler reads the body, then answers. */
        HANDLED,
        /** What the client still sends is dropped. */
        LINGER,
        /** No further request is read. */
        OVER
    }

    private final HelidonSocket socket;
    private final Intake intake;
    private final Supplier<ConnectionLimits> limits;
    private final Clock clock;
    private final Watchdog.Stamp stamp;
    private final Http10 http10 = new Http10(this::next);
    private final Runnable reset;
    private final Runnable headTimedOut;

    private Phase phase = Phase.IDLE;
    private Deadline due = Deadline.NEVER;
    private long received;
    private @Nullable Runnable gone;
    private @Nullable IntConsumer meter;

    /**
     * @param limits asked for anew by each request
     * @param reset closes the socket by RST
     * @param headTimedOut answers a client whose head came too slowly; the connection is closed afterwards
     */
    Inbound(
            HelidonSocket socket,
            Supplier<ConnectionLimits> limits,
            Clock clock,
            Watchdog watchdog,
            Runnable reset,
            Runnable headTimedOut) {
        this.socket = socket;
        this.intake = new Intake(socket);
        this.limits = limits;
        this.clock = clock;
        this.reset = reset;
        this.headTimedOut = headTimedOut;
        this.stamp = watchdog.stamp(this::expired);
        arm(limits.get().idle());
    }

    /**
     * The next bytes, for the HTTP parser.
     *
     * @throws CloseConnectionException if the client left or its time was up
     * @throws RequestException if the request has had all the bytes it may have
     */
    @Override
    public byte[] get() {
        refuseEndless();
        boolean begins = isIdle();
        byte[] bytes = next();
        if (bytes == null) {
            throw new CloseConnectionException("the client left");
        }
        if (meter != null) {
            meter.accept(bytes.length);
        }
        return begins ? http10.translated(bytes, limits.get().headBytes()) : bytes;
    }

    /** From now on this is told how many bytes came, each time; null for nothing. By the parser's thread. */
    void meter(@Nullable IntConsumer meter) {
        this.meter = meter;
    }

    /** Whether the request is of HTTP/1.0; the parser was told otherwise. By the parser's thread. */
    boolean isHttp10() {
        return http10.isSpoken();
    }

    /** The parser has a whole head; from now on a handler has the request. */
    synchronized void headRead() {
        if (phase == Phase.OVER) {
            throw new CloseConnectionException("the head came too late");
        }
        phase = Phase.HANDLED;
        disarm();
    }

    /**
     * The request was read whole and answered, and the connection may serve another.
     *
     * @param left bytes of the next request that the parser holds already
     */
    synchronized void answered(int left) {
        if (phase == Phase.HANDLED) {
            received = left;
            phase = left > 0 ? Phase.HEAD : Phase.IDLE;
            arm(left > 0 ? limits.get().head() : limits.get().idle());
        }
    }

    /** The last request was read whole and answered; the connection is to be closed. */
    void answeredLast() {
        end();
    }

    /**
     * From now until {@link #unwatch}, {@code gone} runs once if the client leaves; then the socket is closed. A client
     * that meanwhile sends further requests of more than 64 KiB is no longer watched.
     */
    synchronized void watch(Runnable gone) {
        if (phase == Phase.HANDLED) {
            this.gone = gone;
            arm(WATCH_AFTER);
        }
    }

    /** The watch's runnable is not started any more; it may be running. */
    synchronized void unwatch() {
        if (gone != null) {
            gone = null;
            disarm();
        }
    }

    /**
     * Drops what the client still sends of a request that is not wanted, for a second at most. Closing with bytes unread
     * would reset the connection, and the client might lose the answer (RFC 9112, 9.6).
     */
    void linger() {
        if (!startLingering()) {
            return;
        }
        long left = limits.get().requestBytes();
        byte @Nullable [] dropped = next();
        while (dropped != null && left > 0) {
            left -= dropped.length;
            dropped = next();
        }
    }

    /** Closes the socket, whoever reads or writes it; a watch is told that the client left. */
    void abort() {
        Runnable leaving = end();
        try {
            if (leaving != null) {
                leaving.run();
            }
        } finally {
            closeSocket();
        }
    }

    /** Closes the socket; no watch is told. */
    void close() {
        end();
        closeSocket();
    }

    /** Closes the socket so that the client cannot take what it has for a whole answer; no watch is told. */
    void reset() {
        end();
        reset.run();
        closeSocket();
    }

    /** The connection's thread has left it; nothing is timed any more. */
    void done() {
        stamp.close();
    }

    private synchronized void refuseEndless() {
        if (phase == Phase.HEAD) {
            limits.get().expectHead(received);
        } else if (phase == Phase.HANDLED) {
            limits.get().expectRequest(received);
        }
    }

    private synchronized boolean isIdle() {
        return phase == Phase.IDLE;
    }

    private byte @Nullable [] next() {
        byte[] bytes = intake.next();
        return bytes == null ? null : counted(bytes);
    }

    private synchronized byte[] counted(byte[] bytes) {
        received += bytes.length;
        if (phase == Phase.IDLE) {
            phase = Phase.HEAD;
            arm(limits.get().head());
        }
        return bytes;
    }

    private void expired() {
        switch (late()) {
            case HANDLED -> monitor();
            case HEAD -> {
                headTimedOut.run();
                closeSocket();
            }
            case IDLE, LINGER -> closeSocket();
            case OVER -> {
                // The deadline was replaced after the watchdog saw it pass, or nothing is read any more.
            }
        }
    }

    /** The phase that took too long; over, if none did. */
    private synchronized Phase late() {
        if (!due.passed(clock)) {
            return Phase.OVER;
        }
        Phase late = phase;
        if (late != Phase.HANDLED) {
            phase = Phase.OVER;
        }
        return late;
    }

    private void monitor() {
        while (isWatched()) {
            switch (intake.readAhead()) {
                case ENDED -> abort();
                case KEPT -> {
                    // The next request; its sender may still leave before this one is answered.
                }
                case NOT_NOW -> {
                    return;
                }
            }
        }
    }

    private synchronized boolean isWatched() {
        return gone != null;
    }

    private synchronized boolean startLingering() {
        if (phase != Phase.HEAD && phase != Phase.HANDLED) {
            return false;
        }
        phase = Phase.LINGER;
        arm(LINGER);
        return true;
    }

    private synchronized @Nullable Runnable end() {
        Runnable leaving = gone;
        gone = null;
        phase = Phase.OVER;
        disarm();
        return leaving;
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (RuntimeException e) {
            // It was closed or broken already, which is what is wanted.
        }
    }

    private void arm(Duration wait) {
        due = Deadline.after(clock, wait);
        stamp.arm(due);
    }

    private void disarm() {
        due = Deadline.NEVER;
        stamp.disarm();
    }
}
