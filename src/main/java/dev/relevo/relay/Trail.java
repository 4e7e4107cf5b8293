package dev.relevo.relay;

import dev.relevo.config.Alias;
import dev.relevo.config.Target;
import dev.relevo.dialect.Usage;
import dev.relevo.quota.Demand;
import dev.relevo.routing.Lease;
import dev.relevo.routing.Plan;
import dev.relevo.stats.AccessLog;
import dev.relevo.stats.AttemptMeters;
import dev.relevo.stats.AttemptRecord;
import dev.relevo.stats.AttemptSpan;
import dev.relevo.stats.Attempts;
import dev.relevo.stats.RequestRecord;
import dev.relevo.stats.RequestSpan;
import dev.relevo.stats.UpstreamModel;
import dev.relevo.time.Clock;
import dev.relevo.upstream.Endpoint;
import dev.relevo.upstream.Outcome.Abandoned;
import dev.relevo.upstream.Outcome.Failure;
import dev.relevo.upstream.Outcome.Rejected;
import dev.relevo.upstream.Outcome.Starved;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attempts of one request, in order: for its headers, its verdict and the access log. Used by one thread. */
final class Trail {
    private static final String OK = "ok";

    private final Call call;
    private final Alias alias;
    private final int mostAttempts;
    private final Clock clock;
    private final AccessLog log;
    private final Attempts counts;
    private final AttemptMeters meters;
    private final Bill bill;
    private final List<Failed> failures = new ArrayList<>(2);
    private final StringBuilder text = new StringBuilder(64);
    private Trace.@Nullable Step last;
    private int attempts;

    /** A failed attempt. */
    record Failed(Lease lease, Failure failure) {}

    Trail(Relay relay, Call call, Plan plan) {
        this.call = call;
        this.alias = plan.alias();
        this.mostAttempts = plan.attempts();
        this.clock = relay.clock;
        this.log = relay.log;
        this.counts = relay.attempts;
        this.meters = relay.metrics.attempts();
        this.bill = new Bill(call, alias, relay.usage, clock);
    }

    void failed(Run run, Failure failure) {
        Lease lease = run.lease();
        failures.removeIf(
                earlier -> earlier.lease().scopes().target() == lease.scopes().target());
        failures.add(new Failed(lease, failure));
        add(lease, failure.label());
        boolean theirs = !(failure instanceof Abandoned || failure instanceof Starved);
        count(lease, theirs);
        if (theirs) {
            bill.failed(lease.target());
        }
        record(run, failure.label(), failure.reason(), mayQuote(failure) ? "" : failure.reason());
    }

    /** Whoever refuses a request for what is in it may say what that is. */
    private static boolean mayQuote(Failure failure) {
        return failure instanceof Rejected rejected && rejected.fault().isOfRequest();
    }

    /** Another attempt, made beside it, answered first. */
    void lost(Run run) {
        add(run.lease(), "lost");
        count(run.lease(), false);
        String reason = "another target answered first";
        record(run, "lost", reason, reason);
    }

    void answered(Lease lease) {
        add(lease, OK);
    }

    /** The answer of the last attempt has ended. */
    void ended(Found found, Ending ending, Demand taken) {
        Lease lease = found.lease();
        long ttftNanos = found.answer().ttft().toNanos();
        Usage usage = found.answer().usage();
        boolean theirs = ending instanceof Ending.Cut cut && cut.theirs();
        count(lease, theirs);
        bill.ended(lease.target(), theirs, ttftNanos, usage, taken);
        if (ending instanceof Ending.Cut) {
            text.setLength(text.length() - OK.length());
            text.append("cut");
        }
        long nanoUsd = taken.knownNanoUsd();
        switch (ending) {
            case Ending.Whole whole -> record(found, OK, whole.remark(), usage, nanoUsd);
            case Ending.Cut cut -> record(found, "cut", cut.reason(), usage, nanoUsd);
            case Ending.Left left -> record(found, "499", "the client left", usage, nanoUsd);
        }
    }

    /** The request is over: the last answer was all that it got. */
    void served() {
        bill.served();
    }

    /** The request is over, and nobody answered. */
    void unanswered(boolean clientLeft) {
        bill.unanswered(clientLeft);
    }

    /**
     * What became of the request, which is over.
     *
     * @param status as its client was told
     * @param ending what its client got
     */
    Trace trace(Plan plan, int status, RequestRecord.Ending ending) {
        long took = clock.nanos() - call.arrival().nanos();
        return new Trace(call, alias, plan.deliberation(), last, status, ending, took, clock.epochMillis());
    }

    /** The last one of each target. */
    List<Failed> failures() {
        return failures;
    }

    int attempts() {
        return attempts;
    }

    /** As in {@code groq/llama-3.3-70b-versatile=429; cerebras/gpt-oss-120b=ok}. */
    String text() {
        return text.toString();
    }

    private void add(Lease lease, String label) {
        text.append(attempts == 0 ? "" : "; ")
                .append(lease.target().name())
                .append('=')
                .append(label);
        attempts++;
    }

    private void count(Lease lease, boolean failed) {
        counts.ended(lease.target().provider().displayName(), failed);
    }

    private void record(Found found, String outcome, String reason, @Nullable Usage usage, long nanoUsd) {
        long connectNanos = found.answer().exchange().connectTime().toNanos();
        AttemptRecord attempt =
                record(found.lease(), outcome, reason, found.answer().ttft().toNanos(), found.startedNanos(), usage);
        meters.ended(model(found.lease()), call.request().stream(), attempt, nanoUsd);
        if (found.span() != null) {
            found.span().end(attempt);
        }
        step(attempt, reason, found.startedNanos(), connectNanos, found.lease());
    }

    private void record(Run run, String outcome, String reason, String unquoting) {
        long connectNanos = run.attempt().exchange().connectTime().toNanos();
        AttemptRecord attempt = record(run.lease(), outcome, reason, -1, run.startedNanos(), null);
        meters.ended(model(run.lease()), call.request().stream(), attempt, 0);
        if (run.span() != null) {
            run.span().end(attempt);
        }
        step(attempt, unquoting, run.startedNanos(), connectNanos, run.lease());
    }

    /** Begins the span of an attempt; null where nobody traces. */
    @Nullable
    AttemptSpan span(Lease lease) {
        RequestSpan request = call.arrival().span();
        if (request == null) {
            return null;
        }
        Endpoint server = new Endpoint(lease.target().provider().baseUrl());
        return request.attempt(model(lease), server.host(), server.port());
    }

    private UpstreamModel model(Lease lease) {
        String operation = call.request().operation().telemetryName();
        Target target = lease.target();
        String provider = target.provider().name();
        return alias.isMadeUp()
                ? new UpstreamModel(operation, provider, "*", alias.knownName())
                : new UpstreamModel(operation, provider, target.model(), target.name());
    }

    private void step(AttemptRecord attempt, String reason, long startedNanos, long connectNanos, Lease lease) {
        long began = startedNanos - call.arrival().nanos();
        last = new Trace.Step(attempt, reason, began, connectNanos, lease.reservation(), last);
    }

    private AttemptRecord record(
            Lease lease, String outcome, String reason, long ttftNanos, long startedNanos, @Nullable Usage usage) {
        AttemptRecord attempt = new AttemptRecord(
                clock.epochMillis(),
                call.id(),
                attempts,
                mostAttempts,
                lease.target().name(),
                outcome,
                reason,
                ttftNanos,
                clock.nanos() - startedNanos,
                usage == null ? -1 : usage.prompt(),
                usage == null ? -1 : usage.completion());
        log.record(attempt);
        counts.recent().ended(alias.knownName(), model(lease).target(), attempt);
        return attempt;
    }
}
