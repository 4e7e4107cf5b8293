package dev.relevo.relay;

import dev.relevo.dialect.Encoded;
import dev.relevo.dialect.Encoding;
import dev.relevo.quota.Scope;
import dev.relevo.quota.Scopes;
import dev.relevo.routing.Lease;
import dev.relevo.routing.Plan;
import dev.relevo.time.Clock;
import dev.relevo.upstream.Abandonment;
import dev.relevo.upstream.Answer;
import dev.relevo.upstream.Attempt;
import dev.relevo.upstream.Holding;
import dev.relevo.upstream.Line;
import dev.relevo.upstream.Outcome;
import dev.relevo.upstream.Outcome.Abandoned;
import dev.relevo.upstream.Outcome.Failed;
import dev.relevo.upstream.Outcome.Failure;
import dev.relevo.upstream.Outcome.Limited;
import dev.relevo.upstream.Refusal;
import dev.relevo.upstream.Wait;
import dev.relevo.wire.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way of one request, in two halves: {@link #seek} may fail over until there is an answer to commit to; what follows
 * only copies it.
 */
final class Journey {
    private final Relay relay;
    private final Call call;
    private final Map<Scope, Line> lines;
    private final Live live;
    private final Reply reply;
    private final Clock clock;
    private final Plan plan;
    private final Search search;
    private final Waits waits;
    private final Trail trail;

    private record Tried(Encoded encoded, Outcome outcome) {}

    Journey(Relay relay, Call call, Map<Scope, Line> lines, Plan plan, Live live, Reply reply) {
        this.relay = relay;
        this.call = call;
        this.lines = lines;
        this.live = live;
        this.reply = reply;
        this.clock = relay.clock;
        this.plan = plan;
        this.waits = new Waits(call, plan.alias());
        this.search = new Search(plan, waits, live, clock);
        this.trail = new Trail(call.id(), plan.attempts(), clock, relay.log, relay.attempts);
    }

    void run() throws ClientGone {
        Found found = seek();
        if (found == null) {
            refuse();
        } else {
            deliver(found);
        }
    }

    /** The first answer, or null if there is none to be had. */
    private @Nullable Found seek() {
        for (Lease lease = search.next(); lease != null; ) {
            long started = clock.nanos();
            Tried tried = learned(lease);
            switch (tried.outcome()) {
                case Answer answer -> {
                    trail.answered(lease);
                    return new Found(lease, tried.encoded(), answer, started);
                }
                case Failure failure -> {
                    trail.failed(lease, started, failure);
                    lease = failure.elsewhere() ? search.after(lease, failure) : null;
                }
            }
        }
        return null;
    }

    /** Makes the attempt and gives the lease back, should a bug end it too. */
    private Tried learned(Lease lease) {
        boolean learned = false;
        try {
            Encoded encoded = Encoding.encode(call.request(), lease.target());
            Outcome outcome = attempt(lease, encoded);
            Learning.learn(lease, outcome, clock.nanos());
            learned = true;
            return new Tried(encoded, outcome);
        } finally {
            if (!learned) {
                lease.released();
            }
        }
    }

    private Outcome attempt(Lease lease, Encoded encoded) {
        Line line = Objects.requireNonNull(lines.get(lease.scopes().key()));
        Holding holding = Holding.of(plan.alias());
        Attempt attempt = new Attempt(line, lease.target(), call.request(), holding, wait(lease), clock);
        live.track(attempt.exchange());
        Outcome outcome = attempt.run(encoded);
        Abandonment cause = live.cause();
        if (outcome instanceof Answer) {
            return outcome;
        }
        live.untrack();
        return cause == null ? outcome : new Abandoned(cause);
    }

    private Wait wait(Lease lease) {
        long now = clock.nanos();
        return waits.of(lease.target(), plan.left(now), now);
    }

    private void refuse() throws ClientGone {
        if (live.cause() == Abandonment.CLIENT_GONE) {
            reply.cut();
            return;
        }
        Verdict verdict = verdict();
        Headers headers = AnswerHeaders.routed(call.request().model(), trail).add("Content-Type", "application/json");
        Duration wait = verdict.retryAfter();
        if (wait != null) {
            headers.add("Retry-After", Long.toString(Verdict.seconds(wait)));
            headers.add("retry-after-ms", Long.toString(wait.toMillis()));
        }
        if (!verdict.retryHelps()) {
            headers.add("x-should-retry", "false");
        }
        reply.answer(verdict.status(), headers, verdict.body());
    }

    private Verdict verdict() {
        long now = clock.nanos();
        List<Reason> reasons = new ArrayList<>();
        trail.failures().forEach(failed -> reasons.add(Reason.of(failed)));
        Reason last = reasons.isEmpty() || trail.failures().getLast().failure().elsewhere() ? null : reasons.getLast();
        List<Plan.Resting> resting = plan.resting(now);
        resting.forEach(target -> reasons.add(Reason.of(target)));
        Duration earliest = Stream.concat(
                        trail.failures().stream().map(failed -> wait(failed, now)),
                        resting.stream().map(Plan.Resting::remaining))
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return Verdict.of(plan.alias().name(), last, reasons, earliest);
    }

    /** Longer than it rests where that is not as long as told: a failing server does not rest, an unlisted model briefly. */
    private static Duration wait(Trail.Failed failed, long nowNanos) {
        Scopes scopes = failed.lease().scopes();
        Duration told = switch (failed.failure()) {
            case Failed(Refusal refusal) -> refusal.retryAfter();
            case Limited limited when !scopes.listed() -> limited.refusal().retryAfter();
            default -> null;
        };
        Duration rests = scopes.remaining(nowNanos);
        return told == null || told.compareTo(rests) < 0 ? rests : told;
    }

    private void deliver(Found found) {
        Headers headers = AnswerHeaders.routed(call.request().model(), trail);
        AnswerHeaders.answered(headers, found);
        AnswerHeaders.timing(headers, ownNanos(found), found.answer());
        Delivery delivery = new Delivery(relay, found, waits, live, reply);
        Ending ending = new Ending.Left();
        try {
            ending = delivery.deliver(headers);
        } finally {
            live.untrack();
            found.answer().close();
            learn(found, ending);
        }
    }

    /** What the request took so far besides its attempts and the pauses between them. */
    private long ownNanos(Found found) {
        long sinceReceived = clock.nanos() - call.arrival().nanos();
        return sinceReceived
                - trail.attemptNanos()
                - search.pausedNanos()
                - found.answer().ttft().toNanos();
    }

    private void learn(Found found, Ending ending) {
        switch (ending) {
            case Ending.Whole _ -> found.lease().completed(clock.nanos());
            case Ending.Cut cut when cut.theirs() -> Learning.cut(found.lease(), cut.refused(), clock.nanos());
            case Ending.Cut _ -> {}
            case Ending.Left _ -> {}
        }
        trail.ended(
                found.lease(),
                ending,
                found.answer().ttft().toNanos(),
                found.startedNanos(),
                found.answer().usage());
    }
}
