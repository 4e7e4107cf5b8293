package dev.relevo.relay;

import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.upstream.Abandonment;
import dev.relevo.upstream.Answer;
import dev.relevo.upstream.CoveredBody;
import dev.relevo.upstream.EventStream;
import dev.relevo.upstream.Exchange;
import dev.relevo.upstream.ExchangeFailure;
import dev.relevo.upstream.Outcome.Failure;
import dev.relevo.upstream.Phase;
import dev.relevo.upstream.Refusal;
import dev.relevo.wire.ErrorBody;
import dev.relevo.wire.Headers;
import dev.relevo.wire.JsonEnd;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Copies committed answers to the client: one read, one write, until they end. */
final class Delivery {
    private final Waits waits;
    private final Live live;
    private final Reply reply;
    private final StreamReply stream;
    private final Clock clock;

    /** How long the upstream may be silent while it is read from. */
    private Duration idle = Duration.ZERO;

    private Deadline total = Deadline.NEVER;

    Delivery(Waits waits, Live live, Reply reply, StreamReply stream, Clock clock) {
        this.waits = waits;
        this.live = live;
        this.reply = reply;
        this.stream = stream;
        this.clock = clock;
    }

    /**
     * Of a stream that breaks off the client is not told yet: {@link #fail} does, if nobody continues it.
     *
     * @param whole runs when all of the answer has come, before the client can know
     */
    Ending deliver(Found found, Headers headers, Runnable whole) {
        total = waits.total(found.lease().target());
        idle = waits.timeouts(found.lease().target()).idle();
        try {
            return switch (found.answer()) {
                case Answer.Stream answer -> stream(found, answer, headers, whole);
                case Answer.Whole answer -> whole(answer, headers, whole);
                case Answer.Large answer -> large(answer, headers, whole);
            };
        } catch (ClientGone e) {
            reply.cut();
            return new Ending.Left();
        }
    }

    /** Ends an answer that was cut, so that no client takes it for whole. */
    void fail(Ending.Cut cut) {
        if (live.cause() == Abandonment.CLIENT_GONE || cut.error() == null) {
            reply.cut();
            return;
        }
        try {
            stream.fail(cut.error().json());
        } catch (ClientGone e) {
            reply.cut();
        }
    }

    private Ending whole(Answer.Whole answer, Headers headers, Runnable whole) throws ClientGone {
        whole.run();
        reply.answer(200, headers.add("Content-Type", "application/json"), answer.body());
        return new Ending.Whole(answer.usage(), 0);
    }

    private Ending large(Answer.Large answer, Headers headers, Runnable whole) throws ClientGone {
        Exchange exchange = answer.exchange();
        unlimit(exchange);
        reply.start(200, headers.add("Content-Type", "application/json"), answer.length());
        CoveredBody body = answer.covered();
        JsonEnd end = new JsonEnd();
        write(body.next(answer.held(), 0, answer.held().length), end);
        try {
            while (read(exchange)) {
                write(body.next(exchange.buffer(), exchange.from(), exchange.to()), end);
            }
            whole.run();
            write(body.rest(), end);
        } catch (ExchangeFailure e) {
            return cut(e.detail(), e, null, null);
        }
        if (!end.reached()) {
            return cut("the answer ended before its JSON did", null, null, null);
        }
        reply.end();
        return new Ending.Whole(null, 0);
    }

    private void write(byte[] piece, JsonEnd end) throws ClientGone {
        end.feed(piece, 0, piece.length);
        if (piece.length > 0) {
            reply.write(piece, 0, piece.length);
        }
    }

    private Ending stream(Found found, Answer.Stream answer, Headers headers, Runnable whole) throws ClientGone {
        EventStream events = answer.events();
        unlimit(answer.exchange());
        stream.open(headers);
        while (true) {
            switch (events.state()) {
                case OPEN -> {
                    stream.send(events.out());
                    pull(events, answer.exchange());
                }
                case WHOLE -> {
                    whole.run();
                    stream.end(events.out());
                    return new Ending.Whole(events.grammar().usage(), events.skipped());
                }
                case CUT -> {
                    stream.send(events.out());
                    return cut(events.cutReason(), events.failure(), events.refused(), error(found, events));
                }
            }
        }
    }

    private ErrorBody error(Found found, EventStream events) {
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

    private Ending cut(
            String reason, @Nullable ExchangeFailure failure, @Nullable Failure refused, @Nullable ErrorBody error) {
        if (live.cause() == Abandonment.CLIENT_GONE) {
            reply.cut();
            return new Ending.Left();
        }
        boolean outOfTime = failure != null && failure.phase() == Phase.TOTAL;
        return new Ending.Cut(reason, live.cause() == null && !outOfTime, refused, error);
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
}
