package dev.relevo.relay;

import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.time.Watchdog;
import dev.relevo.upstream.Abandonment;
import dev.relevo.upstream.Answer;
import dev.relevo.upstream.EventStream;
import dev.relevo.upstream.Exchange;
import dev.relevo.upstream.ExchangeFailure;
import dev.relevo.upstream.Outcome.Failure;
import dev.relevo.upstream.Phase;
import dev.relevo.upstream.Refusal;
import dev.relevo.wire.ErrorBody;
import dev.relevo.wire.Headers;
import dev.relevo.wire.JsonEnd;
import dev.relevo.wire.SseWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Copies a committed answer to the client: one read, one write, until it ends. */
final class Delivery {
    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

    /** How long a client has to read the error event before the connection ends. */
    static final Duration TO_READ = Duration.ofMillis(10);

    private final Relay relay;
    private final Clock clock;
    private final Found found;
    private final Deadline total;
    private final Duration keepAliveAfter;
    private final Live live;
    private final Reply reply;
    private final Duration idle;
    private volatile Watchdog.@Nullable Stamp silence;

    Delivery(Relay relay, Found found, Waits waits, Live live, Reply reply) {
        this.relay = relay;
        this.clock = relay.clock;
        this.found = found;
        this.total = waits.total(found.lease().target());
        this.keepAliveAfter = waits.alias().streams().keepAliveAfter();
        this.live = live;
        this.reply = reply;
        this.idle = waits.timeouts(found.lease().target()).idle();
    }

    Ending deliver(Headers headers) {
        try {
            return switch (found.answer()) {
                case Answer.Stream stream -> stream(stream, headers);
                case Answer.Whole whole -> whole(whole, headers);
                case Answer.Large large -> large(large, headers);
            };
        } catch (ClientGone e) {
            reply.cut();
            return new Ending.Left();
        }
    }

    private Ending whole(Answer.Whole answer, Headers headers) throws ClientGone {
        reply.answer(200, headers.add("Content-Type", "application/json"), answer.body());
        return new Ending.Whole(answer.usage());
    }

    private Ending large(Answer.Large answer, Headers headers) throws ClientGone {
        Exchange exchange = answer.exchange();
        unlimit(exchange);
        reply.start(200, headers.add("Content-Type", "application/json"), answer.length());
        reply.write(answer.held(), 0, answer.held().length);
        JsonEnd end = new JsonEnd();
        end.feed(answer.held(), 0, answer.held().length);
        try {
            while (read(exchange)) {
                end.feed(exchange.buffer(), exchange.from(), exchange.to());
                reply.write(exchange.buffer(), exchange.from(), exchange.to());
            }
        } catch (ExchangeFailure e) {
            reply.cut();
            return ended(e.detail(), e, null);
        }
        if (!end.reached()) {
            reply.cut();
            return ended("the answer ended before its JSON did", null, null);
        }
        reply.end();
        return new Ending.Whole(null);
    }

    private Ending stream(Answer.Stream answer, Headers headers) throws ClientGone {
        headers.add("Content-Type", "text/event-stream")
                .add("Cache-Control", "no-cache")
                .add("X-Accel-Buffering", "no");
        reply.start(200, headers, -1);
        try (Watchdog.Stamp stamp = relay.watchdog.stamp(this::keepAlive)) {
            silence = stamp;
            return copy(answer, stamp);
        }
    }

    private Ending copy(Answer.Stream answer, Watchdog.Stamp stamp) throws ClientGone {
        EventStream events = answer.events();
        unlimit(answer.exchange());
        while (true) {
            SseWriter out = events.out();
            switch (events.state()) {
                case OPEN -> {
                    if (out.length() > 0) {
                        send(out);
                        stamp.arm(Deadline.after(clock, keepAliveAfter));
                    }
                    pull(events, answer.exchange());
                }
                case WHOLE -> {
                    reply.end(out.buffer(), 0, out.length());
                    return new Ending.Whole(events.grammar().usage());
                }
                case CUT -> {
                    send(out);
                    return cut(events);
                }
            }
        }
    }

    private void send(SseWriter out) throws ClientGone {
        reply.write(out.buffer(), 0, out.length());
        out.clear();
    }

    /** Tells the client twice: by an error event, and by ending the connection without the final chunk. */
    private Ending cut(EventStream events) throws ClientGone {
        if (live.cause() == Abandonment.CLIENT_GONE) {
            reply.cut();
            return new Ending.Left();
        }
        send(errorEvent(events));
        letRead();
        reply.cut();
        return ended(events.cutReason(), events.failure(), events.refused());
    }

    /** A client that meets the connection's end at once may drop what it has not read yet: Chromium does, half the time. */
    private static void letRead() {
        try {
            Thread.sleep(TO_READ);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private SseWriter errorEvent(EventStream events) {
        byte[] json = error(events).json();
        SseWriter event = new SseWriter();
        event.event(json, 0, json.length);
        return event;
    }

    private ErrorBody error(EventStream events) {
        Refusal said = events.refused() == null ? null : events.refused().refusal();
        if (said != null) {
            return said.error();
        }
        ExchangeFailure failure = events.failure();
        boolean late = failure != null && failure.kind() == ExchangeFailure.Kind.TIMED_OUT;
        String reason = live.cause() == Abandonment.DRAIN ? "the server is stopping" : events.cutReason();
        String message = "The answer from " + found.lease().target().name() + " was cut: " + reason
                + ". What came before this is incomplete; send the request again.";
        return new ErrorBody(message, "server_error", null, late ? "upstream_timeout" : "upstream_error");
    }

    private Ending ended(String reason, @Nullable ExchangeFailure failure, @Nullable Failure refused) {
        if (live.cause() == Abandonment.CLIENT_GONE) {
            return new Ending.Left();
        }
        boolean outOfTime = failure != null && failure.phase() == Phase.TOTAL;
        return new Ending.Cut(reason, live.cause() == null && !outOfTime, refused);
    }

    private void pull(EventStream events, Exchange exchange) {
        limit(exchange);
        events.pull();
        unlimit(exchange);
    }

    private boolean read(Exchange exchange) throws ExchangeFailure {
        limit(exchange);
        boolean more = exchange.read();
        unlimit(exchange);
        return more;
    }

    private void limit(Exchange exchange) {
        Deadline silent = Deadline.after(clock, idle);
        exchange.limit(total.nanos() < silent.nanos() ? Phase.TOTAL : Phase.IDLE, silent.earlier(total));
    }

    /** While the client is written to, only the request's own time counts. */
    private void unlimit(Exchange exchange) {
        exchange.limit(Phase.TOTAL, total);
    }

    /** Runs beside whatever waits; once more after the next silence. */
    private void keepAlive() {
        reply.comment(KEEP_ALIVE);
        Watchdog.Stamp stamp = silence;
        if (stamp != null) {
            stamp.arm(Deadline.after(clock, keepAliveAfter));
        }
    }
}
