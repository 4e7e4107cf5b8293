package dev.relevo.upstream;

import dev.relevo.config.OnCut;
import dev.relevo.config.Repair;
import dev.relevo.config.Target;
import dev.relevo.dialect.Encoded;
import dev.relevo.dialect.Grammar;
import dev.relevo.dialect.PlainAnswer;
import dev.relevo.dialect.Request;
import dev.relevo.dialect.Told;
import dev.relevo.dialect.ToolCallRepair;
import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.upstream.Outcome.Abandoned;
import dev.relevo.upstream.Outcome.Failure;
import dev.relevo.upstream.Outcome.Malformed;
import dev.relevo.upstream.Outcome.Starved;
import dev.relevo.upstream.Outcome.TimedOut;
import dev.relevo.upstream.Outcome.Unreachable;
import dev.relevo.wire.Headers;
import dev.relevo.wire.TraceContext;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call on one target, up to the point where it can be committed to. The only place where failures of I/O become
 * outcomes.
 */
public final class Attempt {
    /** Events without content that are held back at most, in bytes. */
    private static final int HELD_EVENTS = 64 * 1024;

    private static final int USUAL_BODY = 1024;

    /** Bytes of an answer that are held back whatever others hold. */
    private static final int HELD_FREELY = 4 * 1024;

    private static final String RATE_LIMIT = "x-ratelimit-";

    private static final int ERROR_BODY = 64 * 1024;

    /** How long the words of an error may take: its status is known, and others may answer. */
    private static final Duration ERROR_WORDS = Duration.ofSeconds(5);

    private final Line line;
    private final Target target;
    private final Request request;
    private final Holding holding;
    private final Exchange exchange;
    private final Wait wait;
    private final Clock clock;
    private final long started;

    /**
     * @param target where the line leads
     * @param wait until there must be something to commit to
     */
    public Attempt(Line line, Target target, Request request, Holding holding, Wait wait, Clock clock) {
        this.line = line;
        this.target = target;
        this.request = request;
        this.holding = holding;
        this.exchange = line.exchange();
        this.wait = wait;
        this.clock = clock;
        this.started = clock.nanos();
    }

    /** What to abort; may be used from any thread, from the start. */
    public Exchange exchange() {
        return exchange;
    }

    /** Runs it. Every outcome but an {@link Answer} has closed the exchange. */
    public Outcome run(Encoded encoded) {
        return run(encoded, null);
    }

    /**
     * The same.
     *
     * @param trace that the provider is told of; null for none
     */
    public Outcome run(Encoded encoded, @Nullable TraceContext trace) {
        Outcome outcome = null;
        try {
            exchange.connectWithin(wait.connect());
            exchange.limit(wait.phase(), wait.until());
            ResponseHead head =
                    exchange.send(line.head(request.operation(), encoded.body().length, trace), encoded.body());
            outcome = answer(head, encoded);
        } catch (ExchangeFailure e) {
            outcome = failure(e);
        } finally {
            if (!(outcome instanceof Answer)) {
                exchange.close();
            }
        }
        return outcome;
    }

    private Outcome answer(ResponseHead head, Encoded encoded) throws ExchangeFailure {
        if (head.status() != 200) {
            return refused(head, holdError());
        }
        return request.stream() && !isJson(head) ? streamed(head, encoded) : plain(head, encoded);
    }

    private static boolean isJson(ResponseHead head) {
        String type = head.headers().first("content-type");
        return !head.isEventStream()
                && type != null
                && type.toLowerCase(Locale.ROOT).contains("json");
    }

    /** As far as can be told from its head and first byte. */
    private static boolean mayBeJson(ResponseHead head, byte[] body) {
        int at = 0;
        while (at < body.length && body[at] <= ' ' && body[at] >= 0) {
            at++;
        }
        return !head.isEventStream() && at < body.length && body[at] == '{';
    }

    private Outcome streamed(ResponseHead head, Encoded encoded) {
        boolean keepText = holding.onCut() == OnCut.CONTINUE;
        Grammar grammar = request.operation().grammar(request.choices(), encoded, keepText);
        EventStream events = new EventStream(
                exchange, grammar, line.cover(), error -> refused(asOf(grammar, head), error), holding.skipMalformed());
        while (events.state() == EventStream.State.OPEN && !events.grammar().content()) {
            events.pull();
            if (!events.grammar().content() && events.out().length() > HELD_EVENTS) {
                return new Malformed("empty", "it sent " + HELD_EVENTS + " bytes of events without content");
            }
        }
        Duration ttft = sinceStart();
        if (holding.onCut() == OnCut.BUFFER) {
            holdToEnd(events);
        }
        return events.state() == EventStream.State.CUT
                ? brokenStream(events)
                : new Answer.Stream(events, exchange, passed(head), told(head), ttft, encoded.repairs());
    }

    /** What a head told is old by the time that content came. */
    private static ResponseHead asOf(Grammar grammar, ResponseHead head) {
        return grammar.content() ? new ResponseHead(head.status(), new Headers()) : head;
    }

    /** Reads until the stream is whole or broken, or too much is held. */
    private void holdToEnd(EventStream events) {
        int held = 0;
        while (mayGoOn(events, held)) {
            held = events.out().length();
            Deadline silent = Deadline.after(clock, wait.idle());
            boolean last = wait.end().nanos() <= silent.nanos();
            exchange.limit(last ? wait.endPhase() : Phase.IDLE, silent.earlier(wait.end()));
            events.pull();
        }
    }

    /** Counts what came since so much was held. */
    private boolean mayGoOn(EventStream events, int held) {
        int length = events.out().length();
        boolean room = exchange.hold(length - held);
        return room && length <= holding.limit() && events.state() == EventStream.State.OPEN;
    }

    private static Outcome brokenStream(EventStream events) {
        ExchangeFailure failure = events.failure();
        if (events.refused() != null) {
            return events.refused();
        }
        return failure == null ? new Malformed(events.cutLabel(), events.cutReason()) : failure(failure);
    }

    private Outcome plain(ResponseHead head, Encoded encoded) throws ExchangeFailure {
        HeldBytes body = new HeldBytes(
                head.contentLength() < 0 ? USUAL_BODY : (int) Math.min(head.contentLength(), HELD_FREELY));
        boolean whole = hold(body);
        byte[] held = body.toByteArray();
        if (!whole) {
            if (request.stream() || !mayBeJson(head, held)) {
                return new Malformed(
                        "malformed", "what came is no " + request.operation().answer());
            }
            return new Answer.Large(
                    held, exchange, passed(head), told(head), sinceStart(), head.contentLength(), line.cover());
        }
        PlainAnswer answer = request.operation().read(held, 0, held.length);
        if (!answer.sound() || request.stream()) {
            return refused(head, held);
        }
        line.cover().cover(held, 0, held.length);
        return whole(head, held, answer, encoded.repairs());
    }

    private Answer.Whole whole(ResponseHead head, byte[] body, PlainAnswer answer, Set<Repair> repairs) {
        byte[] mended = repairs.contains(Repair.TOOL_CALL_FINISH) ? ToolCallRepair.withFinishes(body) : null;
        return new Answer.Whole(
                mended == null ? body : mended,
                exchange,
                passed(head),
                told(head),
                sinceStart(),
                answer.usage(),
                answer.textBytes(),
                mended == null ? Set.of() : Set.of(Repair.TOOL_CALL_FINISH));
    }

    private Failure refused(ResponseHead head, byte[] body) {
        byte[] clean = line.redaction().clean(body);
        return Classification.of(
                target, request.operation(), head.status(), head.headers(), clean, clock.epochMillis());
    }

    /** Reads until the body is complete, or too much is held; whether it is complete. */
    private boolean hold(ByteArrayOutputStream held) throws ExchangeFailure {
        while (exchange.read()) {
            int read = exchange.to() - exchange.from();
            held.write(exchange.buffer(), exchange.from(), read);
            boolean mayGoOn = held.size() <= HELD_FREELY || exchange.hold(read);
            if (held.size() > holding.limit() || !mayGoOn) {
                return false;
            }
        }
        return true;
    }

    /** The body of an error; one that is broken or never ends still has its status. */
    private byte[] holdError() throws ExchangeFailure {
        ByteArrayOutputStream held = new ByteArrayOutputStream(1024);
        Deadline words = Deadline.after(clock, ERROR_WORDS);
        if (words.nanos() < wait.until().nanos()) {
            exchange.limit(Phase.IDLE, words);
        }
        try {
            readInto(held, ERROR_BODY);
        } catch (ExchangeFailure e) {
            if (e.kind() == ExchangeFailure.Kind.ABORTED || e.phase() == Phase.TOTAL) {
                throw e;
            }
        }
        return held.toByteArray();
    }

    private void readInto(ByteArrayOutputStream held, int limit) throws ExchangeFailure {
        while (held.size() <= limit && exchange.read()) {
            held.write(exchange.buffer(), exchange.from(), exchange.to() - exchange.from());
        }
    }

    private Duration sinceStart() {
        return Duration.ofNanos(clock.nanos() - started);
    }

    private static Outcome failure(ExchangeFailure e) {
        return switch (e.kind()) {
            case DNS -> new Unreachable("dns", e.detail());
            case REFUSED -> new Unreachable("refused", e.detail());
            case TLS -> new Unreachable("tls", e.detail());
            case CONNECT -> new Unreachable("unreachable", e.detail());
            case STARVED -> new Starved(e.detail());
            case RESET -> new Malformed(Malformed.RESET, e.detail());
            case TRUNCATED -> new Malformed("truncated", e.detail());
            case BAD_RESPONSE -> new Malformed("malformed", e.detail());
            case TIMED_OUT -> timedOut(e.phase());
            case ABORTED -> new Abandoned(Abandonment.CLIENT_GONE);
        };
    }

    private static Outcome timedOut(@Nullable Phase phase) {
        return phase == null || phase == Phase.TOTAL ? new Abandoned(Abandonment.DEADLINE) : new TimedOut(phase);
    }

    private List<Told> told(ResponseHead head) {
        return Told.of(head.headers(), target.provider().quotas(), clock.epochMillis());
    }

    /** What of the head may reach the client, our secrets taken out. */
    private Headers passed(ResponseHead head) {
        Headers passed = new Headers();
        head.headers().forEach((name, value) -> {
            if (name.equalsIgnoreCase("x-request-id")
                    || name.regionMatches(true, 0, RATE_LIMIT, 0, RATE_LIMIT.length())) {
                passed.add(name, line.redaction().clean(value));
            }
        });
        return passed;
    }
}
