package dev.relevo.relay;

import dev.relevo.dialect.Encoded;
import dev.relevo.dialect.Encoding;
import dev.relevo.dialect.SoFar;
import dev.relevo.quota.Scope;
import dev.relevo.routing.Lease;
import dev.relevo.routing.Plan;
import dev.relevo.time.Clock;
import dev.relevo.upstream.Answer;
import dev.relevo.upstream.Attempt;
import dev.relevo.upstream.Holding;
import dev.relevo.upstream.Line;
import dev.relevo.upstream.Outcome.Abandoned;
import dev.relevo.upstream.Outcome.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The revocable half: attempt after attempt, until there is an answer to commit to. */
final class Search {
    private final Relay relay;
    private final Call call;
    private final Map<Scope, Line> lines;
    private final Plan plan;
    private final Live live;
    private final Waits waits;
    private final Trail trail;
    private final Steps steps;
    private final Clock clock;
    private long nanos;

    Search(Relay relay, Call call, Map<Scope, Line> lines, Plan plan, Live live, Waits waits, Trail trail) {
        this.relay = relay;
        this.call = call;
        this.lines = lines;
        this.plan = plan;
        this.live = live;
        this.waits = waits;
        this.trail = trail;
        this.clock = relay.clock;
        this.steps = new Steps(plan, waits, live, relay.metrics.pools(), clock);
    }

    /**
     * The first answer, or null if there is none to be had.
     *
     * @param sent what the client already has of an answer that is to be continued; null for a new one
     */
    @Nullable
    Found find(@Nullable SoFar sent) {
        long began = clock.nanos();
        try {
            return seek(sent);
        } finally {
            nanos += clock.nanos() - began;
        }
    }

    /** How long it took so far, in all. */
    long nanos() {
        return nanos;
    }

    /** Whether the request's time was over before a target could be asked. */
    boolean outOfTime() {
        return steps.outOfTime();
    }

    private @Nullable Found seek(@Nullable SoFar sent) {
        for (Lease lease = steps.next(); lease != null; ) {
            Race.Result result = run(lease, sent);
            Run run = result.run();
            switch (result.outcome()) {
                case Answer answer -> {
                    Learning.learn(run.lease(), answer, clock.nanos());
                    trail.answered(run.lease());
                    return run.found(answer);
                }
                case Failure failure -> {
                    Learning.learn(run.lease(), failure, clock.nanos());
                    trail.failed(run, failure);
                    lease = elsewhere(failure, sent) ? steps.after(run.lease(), failure) : null;
                }
            }
        }
        return null;
    }

    /** Whoever refuses to continue another's text says nothing of the client's request. */
    private static boolean elsewhere(Failure failure, @Nullable SoFar sent) {
        return failure.elsewhere() || (sent != null && !(failure instanceof Abandoned));
    }

    /** Makes the attempt and gives the lease back, should a bug end it. */
    private Race.Result run(Lease lease, @Nullable SoFar sent) {
        boolean ended = false;
        try {
            Race.Result result = race(begin(lease, sent), sent == null ? plan.hedgeAfter() : null);
            ended = true;
            return result;
        } finally {
            if (!ended) {
                lease.released(clock.nanos());
            }
        }
    }

    private Race.Result race(Run run, @Nullable Duration late) {
        return late == null
                ? new Race.Result(run, run.outcome())
                : new Race(run, this::rival, trail, clock).run(relay.watchdog, late);
    }

    private @Nullable Run rival() {
        Lease lease = plan.hedge(clock.nanos());
        if (lease == null) {
            return null;
        }
        try {
            return begin(lease, null);
        } catch (RuntimeException | Error e) {
            lease.released(clock.nanos());
            throw e;
        }
    }

    private Run begin(Lease lease, @Nullable SoFar sent) {
        long now = clock.nanos();
        Encoded encoded = sent == null
                ? Encoding.encode(call.request(), lease.target())
                : Encoding.continuing(call.request(), lease.target(), sent);
        Line line = Objects.requireNonNull(lines.get(lease.scopes().key()));
        Attempt attempt = new Attempt(
                line,
                lease.target(),
                call.request(),
                Holding.of(plan.alias()),
                waits.of(lease.target(), plan.left(now), now),
                clock);
        lease.sentWhen(attempt.exchange()::sent);
        return new Run(
                lease, encoded, attempt, live, trail.span(lease), call.arrival().trace(), now);
    }
}
