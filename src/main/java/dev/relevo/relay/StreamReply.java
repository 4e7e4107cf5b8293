package dev.relevo.relay;

import dev.relevo.config.Streams;
import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.time.Watchdog;
import dev.relevo.upstream.Abandonment;
import dev.relevo.wire.Headers;
import dev.relevo.wire.JsonText;
import dev.relevo.wire.SseWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of a streamed answer: a head, early if nobody answers for long, then events, and comments in between
 * where there are none. Used by the request's thread; the comments come from the watchdog's.
 */
final class StreamReply implements AutoCloseable {
    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

    /** How long a client has to read the error event before the connection ends. */
    static final Duration TO_READ = Duration.ofMillis(10);

    private final Streams streams;
    private final Live live;
    private final Reply reply;
    private final Clock clock;
    private final Watchdog watchdog;
    private Watchdog.@Nullable Stamp silence;
    private @Nullable Headers early;
    private boolean begun;
    /** No early head comes any more, and comments only between writes. */
    private boolean settled;

    StreamReply(Streams streams, Live live, Reply reply, Clock clock, Watchdog watchdog) {
        this.streams = streams;
        this.live = live;
        this.reply = reply;
        this.clock = clock;
        this.watchdog = watchdog;
    }

    /**
     * From now on, should it take too long to find an answer, the client gets a head and comments (an early head).
     *
     * @param arrivedNanos when the request came
     * @param headers of that head
     */
    void bridge(long arrivedNanos, Headers headers) {
        Duration after = streams.bridgeAfter();
        if (after != null) {
            early = headers;
            stamp().arm(Deadline.after(arrivedNanos, after));
        }
    }

    /** No early head any more; whether there was one. */
    synchronized boolean settle() {
        settled = true;
        return begun;
    }

    /** An answer begins: its head, or a comment that tells the same where one went out before. */
    void open(Headers headers) throws ClientGone {
        if (settle()) {
            comment(headers);
            return;
        }
        begun = true;
        reply.start(200, typed(headers), -1);
    }

    /** Events that are ready; none is all right. */
    void send(SseWriter out) throws ClientGone {
        if (out.length() > 0) {
            reply.write(out.buffer(), 0, out.length());
            out.clear();
            stamp().arm(Deadline.after(clock, streams.keepAliveAfter()));
        }
    }

    void end(SseWriter out) throws ClientGone {
        reply.end(out.buffer(), 0, out.length());
    }

    /** Tells the client twice: by an error event, and by ending the connection without the final chunk. */
    void fail(byte[] error) throws ClientGone {
        SseWriter event = new SseWriter();
        event.event(error, 0, error.length);
        reply.write(event.buffer(), 0, event.length());
        letRead();
        reply.cut();
    }

    /** Nobody answered after an early head. */
    void refuse(Headers headers, Verdict verdict) throws ClientGone {
        comment(headers);
        fail(inOneLine(verdict.body()));
    }

    /** Providers write their errors in several lines, an event has one; between JSON's tokens a blank is as good as a break. */
    private static byte[] inOneLine(byte[] json) {
        byte[] line = json.clone();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return line;
    }

    @Override
    public void close() {
        settle();
        if (silence != null) {
            silence.close();
        }
    }

    private Watchdog.Stamp stamp() {
        if (silence == null) {
            silence = watchdog.stamp(this::silent);
        }
        return silence;
    }

    /** Runs beside whatever waits; once more after the next silence. */
    private void silent() {
        if (!keepAlive()) {
            reply.comment(KEEP_ALIVE);
        }
        Watchdog.Stamp stamp = silence;
        if (stamp != null) {
            stamp.arm(Deadline.after(clock, streams.keepAliveAfter()));
        }
    }

    /** While nobody answers; false when somebody has. */
    private synchronized boolean keepAlive() {
        if (settled) {
            return false;
        }
        try {
            if (!begun) {
                begun = true;
                reply.start(200, typed(early == null ? new Headers() : early), -1);
            }
            reply.remark(KEEP_ALIVE);
        } catch (ClientGone e) {
            live.abort(Abandonment.CLIENT_GONE);
        }
        return true;
    }

    private void comment(Headers headers) throws ClientGone {
        reply.later(headers);
        StringBuilder json = new StringBuilder(": relevo {");
        headers.forEach((name, value) -> {
            json.append(json.charAt(json.length() - 1) == '{' ? "" : ",");
            JsonText.quote(json, name);
            json.append(':');
            JsonText.quote(json, value);
        });
        reply.remark(json.append("}\n\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Headers typed(Headers headers) {
        return headers.add("Content-Type", "text/event-stream")
                .add("Cache-Control", "no-cache")
                .add("X-Accel-Buffering", "no");
    }

    /** A client that meets the connection's end at once may drop what it has not read yet: Chromium does, half the time. */
    private static void letRead() {
        try {
            Thread.sleep(TO_READ);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
