package dev.relevo.edge;

import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.time.Watchdog;
import dev.relevo.wire.Heap;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import java.time.Duration;
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
    private static final long NOT_BEGUN = -1;

    private final ClientSocket socket;
    private final Intake intake;
    private final Supplier<ConnectionLimits> limits;
    private final Clock clock;
    private final Alarm alarm;
    private final Requests requests;

    private RequestPhase phase = RequestPhase.IDLE;
    private long bodyNanos = NOT_BEGUN;
    private @Nullable Runnable gone;
    private volatile boolean endedHere;

    /**
     * @param limits asked for anew by each request
     * @param heap from which long heads are taken, and what is read ahead
     */
    Inbound(ClientSocket socket, Supplier<ConnectionLimits> limits, Heap heap, Clock clock, Watchdog watchdog) {
        this.socket = socket;
        this.intake = new Intake(socket.socket(), heap);
        this.requests = new Requests(heap);
        this.limits = limits;
        this.clock = clock;
        this.alarm = new Alarm(clock, watchdog, this::expired);
        alarm.set(limits.get().idle());
    }

    /**
     * The next bytes, for the HTTP parser.
     *
     * @throws CloseConnectionException if the client left or its time was up
     * @throws RequestException if the request is malformed, too slow, or has had all the bytes it may have
     */
    @Override
    public byte[] get() {
        ConnectionLimits now = limits.get();
        if (requests.isParserToLetGo()) {
            return Chunks.NONE;
        }
        try {
            byte[] next = requests.next(now.headBytes());
            while (next == null) {
                requests.add(read(now));
                next = requests.next(now.headBytes());
            }
            handedOver();
            return next;
        } catch (MalformedRequest malformed) {
            throw ConnectionLimits.refusal(malformed.status());
        }
    }

    /** Whether the request is of HTTP/1.0; the parser was told otherwise. By the parser's thread. */
    boolean isHttp10() {
        return requests.isHttp10();
    }

    /** The request was read whole and answered, and the connection may serve another. */
    synchronized void answered() {
        if (phase == RequestPhase.HANDLED) {
            requests.begin();
            bodyNanos = NOT_BEGUN;
            boolean next = requests.hasBegun();
            phase = next ? RequestPhase.HEAD : RequestPhase.IDLE;
            alarm.set(next ? limits.get().head() : limits.get().idle());
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
        if (phase == RequestPhase.HANDLED) {
            this.gone = gone;
            alarm.set(WATCH_AFTER);
        }
    }

    /** The watch's runnable is not started any more; it may be running. */
    synchronized void unwatch() {
        if (gone != null) {
            gone = null;
            alarm.unset();
        }
    }

    /**
     * Drops what the client still sends of a request that is not wanted, for a second at most. Closing with bytes unread
     * would reset the connection, and the client might lose the answer (RFC 9112, 9.6).
     */
    void linger() {
        if (startLingering()) {
            intake.drop(limits.get().requestBytes());
        }
    }

    /** Closes the socket, whoever reads or writes it; a watch is told as if the client had left. */
    void abort() {
        endedHere = true;
        leave(socket::close);
    }

    /** The same for a client that takes nothing: a socket can only be closed in order when its bytes are taken. */
    void abortStalled() {
        endedHere = true;
        leave(socket::reset);
    }

    /** Closes the socket; no watch is told. */
    void close() {
        end();
        socket.close();
    }

    /** Closes the socket so that the client cannot take what it has for a whole answer; no watch is told. */
    void reset() {
        end();
        socket.reset();
    }

    /** Whether the next request has not begun. */
    synchronized boolean isIdle() {
        return phase == RequestPhase.IDLE;
    }

    /** Closes the socket if no request has begun. */
    synchronized void endIdle() {
        if (phase == RequestPhase.IDLE) {
            alarm.set(Duration.ZERO);
        }
    }

    /** Whether it was aborted here, so that it was not the client who left. */
    boolean endedHere() {
        return endedHere;
    }

    /** The connection's thread has left it; nothing is timed any more. */
    void done() {
        alarm.close();
        requests.done();
        intake.done();
    }

    private byte[] read(ConnectionLimits now) {
        await(now);
        byte[] bytes = intake.next();
        if (bytes == null) {
            throw ended();
        }
        arrived(bytes, now);
        return bytes;
    }

    private synchronized void await(ConnectionLimits now) {
        switch (phase) {
            case IDLE, HEAD -> now.expectHead(requests.received());
            case BODY -> {
                now.expectRequest(requests.received());
                awaitBody(now);
            }
            case HANDLED -> throw new IllegalStateException("more was read than a request has");
            default -> {
                // Between requests the time was set; when it is up, reading ends.
            }
        }
    }

    private void awaitBody(ConnectionLimits now) {
        if (bodyNanos == NOT_BEGUN) {
            bodyNanos = clock.nanos();
        }
        alarm.set(Deadline.after(bodyNanos, now.bodyTime(requests.received())));
    }

    /** Empty lines are no request yet (RFC 9112, 2.2): whoever has sent no more may stay as long as without them. */
    private synchronized void arrived(byte[] bytes, ConnectionLimits now) {
        if (phase == RequestPhase.IDLE && !Requests.isBlank(bytes, 0, bytes.length)) {
            phase = RequestPhase.HEAD;
            alarm.set(now.head());
        }
    }

    private synchronized void handedOver() {
        if (phase == RequestPhase.LATE || phase == RequestPhase.OVER) {
            throw ended();
        }
        phase = requests.isWhole() ? RequestPhase.HANDLED : RequestPhase.BODY;
        alarm.unset();
    }

    private synchronized RuntimeException ended() {
        return phase == RequestPhase.LATE
                ? ConnectionLimits.refusal(408)
                : new CloseConnectionException("the client left, or its time was up");
    }

    private void expired() {
        switch (late()) {
            case HANDLED -> monitor();
            case HEAD, BODY -> socket.stopReading();
            case IDLE, LINGER -> socket.close();
            case LATE, OVER -> {
                // The deadline was replaced after the watchdog saw it pass, or nothing is read any more.
            }
        }
    }

    /** The phase that took too long; over, if none did. */
    private synchronized RequestPhase late() {
        if (!alarm.isDue()) {
            return RequestPhase.OVER;
        }
        RequestPhase late = phase;
        if (late == RequestPhase.HEAD || late == RequestPhase.BODY) {
            phase = RequestPhase.LATE;
        } else if (late != RequestPhase.HANDLED) {
            phase = RequestPhase.OVER;
        }
        return late;
    }

    private void monitor() {
        while (isWatched()) {
            switch (intake.readAhead()) {
                case ENDED, NO_ROOM -> leave(socket::closeGone);
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
        if (phase == RequestPhase.IDLE || phase == RequestPhase.OVER) {
            return false;
        }
        phase = RequestPhase.LINGER;
        alarm.set(LINGER);
        return true;
    }

    private void leave(Runnable closing) {
        Runnable leaving = end();
        try {
            if (leaving != null) {
                leaving.run();
            }
        } finally {
            closing.run();
        }
    }

    private synchronized @Nullable Runnable end() {
        Runnable leaving = gone;
        gone = null;
        phase = RequestPhase.OVER;
        alarm.unset();
        return leaving;
    }
}
