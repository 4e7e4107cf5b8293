package dev.relevo.relay;

import dev.relevo.config.Continuation;
import dev.relevo.config.OnCut;
import dev.relevo.dialect.SoFar;
import dev.relevo.quota.Demand;
import dev.relevo.quota.Scope;
import dev.relevo.routing.Plan;
import dev.relevo.stats.PoolMeters;
import dev.relevo.stats.Recent;
import dev.relevo.stats.RequestRecord;
import dev.relevo.time.Clock;
import dev.relevo.upstream.Abandonment;
import dev.relevo.upstream.Answer;
import dev.relevo.upstream.Line;
import dev.relevo.wire.Headers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way of one request, in two halves: the {@link Search} may fail over until there is an answer to commit to; what
 * follows only copies it. Where that breaks off, the search may go on for a target that continues it.
 */
final class Journey {
    private static final int OK = 200;

    private final Traces traces;
    private final Recent recent;
    private final Call call;
    private final Live live;
    private final Reply reply;
    private final Clock clock;
    private final Plan plan;
    private final PoolMeters meters;
    private final Trail trail;
    private final Search search;
    private final StreamReply stream;
    private final Delivery delivery;

    /** By the answer that is delivered; null until all of it has come. */
    private @Nullable Demand taken;

    Journey(Relay relay, Call call, Map<Scope, Line> lines, Plan plan, Live live, Reply reply) {
        this.traces = relay.traces;
        this.recent = relay.attempts.recent();
        this.call = call;
        this.live = live;
        this.reply = reply;
        this.clock = relay.clock;
        this.plan = plan;
        this.meters = relay.metrics.pools();
        this.trail = new Trail(relay, call, plan);
        this.stream = new StreamReply(plan.alias().streams(), live, reply, clock, relay.watchdog);
        Waits waits = new Waits(call, plan.alias(), reply::started);
        this.search = new Search(relay, call, lines, plan, live, waits, trail);
        this.delivery = new Delivery(waits, live, reply, stream, clock);
    }

    void run() throws ClientGone {
        try (stream) {
            if (call.request().stream()) {
                stream.bridge(
                        call.arrival().nanos(),
                        AnswerHeaders.asked(call.request().model()));
            }
            Found found = search.find(null);
            if (found == null) {
                unanswered();
            } else {
                answered(found);
            }
        }
    }

    private void unanswered() {
        int status = refuse();
        boolean left = status == RequestRecord.CLIENT_LEFT;
        trail.unanswered(left);
        meters.unanswered(plan.alias().knownName(), status);
        over(status, left ? RequestRecord.Ending.LEFT : RequestRecord.Ending.WHOLE);
    }

    private void answered(Found found) {
        if (!trail.failures().isEmpty()) {
            meters.failedOver(plan.alias().knownName());
        }
        RequestRecord.Ending how = serve(found);
        trail.served();
        over(how == RequestRecord.Ending.LEFT ? RequestRecord.CLIENT_LEFT : OK, how);
    }

    private void over(int status, RequestRecord.Ending how) {
        traces.add(trail.trace(plan, status, how));
        recent.requestEnded(clock.epochMillis());
    }

    private RequestRecord.Ending serve(Found first) {
        Found found = first;
        while (true) {
            Ending ending = deliver(found);
            Found next = ending instanceof Ending.Cut cut ? rescue(found, cut) : null;
            if (next == null) {
                return how(ending);
            }
            found = next;
        }
    }

    private RequestRecord.Ending how(Ending ending) {
        return switch (ending) {
            case Ending.Whole _ -> RequestRecord.Ending.WHOLE;
            case Ending.Cut _ ->
                live.cause() == Abandonment.CLIENT_GONE ? RequestRecord.Ending.LEFT : RequestRecord.Ending.CUT;
            case Ending.Left _ -> RequestRecord.Ending.LEFT;
        };
    }

    private Ending deliver(Found found) {
        Headers headers = AnswerHeaders.routed(call.request().model(), trail);
        AnswerHeaders.answered(headers, found);
        AnswerHeaders.timing(headers, ownNanos(), found.answer());
        Ending ending = new Ending.Left();
        taken = null;
        try {
            ending = delivery.deliver(found, headers, () -> settleWhole(found));
        } finally {
            live.untrack(found.answer().exchange());
            found.answer().close();
            learn(found, ending);
        }
        return ending;
    }

    /** What the request took so far besides the search. */
    private long ownNanos() {
        return clock.nanos() - call.arrival().nanos() - search.nanos();
    }

    /** An answer that goes on where this one broke off; null if there is none, and the client was told so. */
    private @Nullable Found rescue(Found broken, Ending.Cut cut) {
        SoFar sent = continuable(broken, cut);
        Found next = null;
        if (sent != null) {
            plan.only(target -> target.continues() != Continuation.NONE);
            next = search.find(sent);
        }
        if (next == null) {
            plan.over(clock.nanos());
            meters.cut(plan.alias().knownName());
            delivery.fail(cut);
        } else {
            meters.rescued(plan.alias().knownName());
        }
        return next;
    }

    private @Nullable SoFar continuable(Found broken, Ending.Cut cut) {
        boolean wanted = plan.alias().streams().onCut() == OnCut.CONTINUE
                && call.request().continuable();
        boolean helps = cut.theirs() && (cut.refused() == null || cut.refused().elsewhere());
        if (!wanted || !helps || !(broken.answer() instanceof Answer.Stream answer)) {
            return null;
        }
        SoFar sent = answer.events().grammar().soFar();
        return sent != null && sent.continuable() ? sent : null;
    }

    private void learn(Found found, Ending ending) {
        long now = clock.nanos();
        switch (ending) {
            case Ending.Whole _ -> found.lease().completed(now);
            case Ending.Cut cut when cut.theirs() -> Learning.cut(found.lease(), cut.refused(), now);
            case Ending.Cut _, Ending.Left _ -> {
                // How it would have ended is not known.
            }
        }
        trail.ended(found, ending, settle(found, now));
    }

    /** Before the client has its answer, since its next request may come at once, and needs the room. */
    private void settleWhole(Found found) {
        long now = clock.nanos();
        settle(found, now);
        plan.over(now);
    }

    private Demand settle(Found found, long nowNanos) {
        Demand settled = taken;
        if (settled == null) {
            Answer answer = found.answer();
            settled = found.lease().settled(answer.usage(), answer.textBytes(), nowNanos);
            taken = settled;
        }
        return settled;
    }

    /** The status that the client was told. */
    private int refuse() {
        try {
            return live.cause() == Abandonment.CLIENT_GONE ? left() : refused();
        } catch (ClientGone e) {
            return left();
        }
    }

    private int left() {
        reply.cut();
        return RequestRecord.CLIENT_LEFT;
    }

    private int refused() throws ClientGone {
        long now = clock.nanos();
        Verdict verdict = Judgement.of(plan, trail, live.cause(), search.outOfTime(), now);
        plan.over(now);
        Headers headers = AnswerHeaders.routed(call.request().model(), trail);
        Duration wait = verdict.retryAfter();
        if (wait != null) {
            headers.add("Retry-After", Long.toString(Verdict.seconds(wait)));
            headers.add("retry-after-ms", Long.toString(Verdict.millis(wait)));
        }
        if (!verdict.retryHelps()) {
            headers.add("x-should-retry", "false");
        }
        if (stream.settle() && reply.started()) {
            stream.refuse(headers, verdict);
        } else {
            reply.answer(verdict.status(), headers.add("Content-Type", "application/json"), verdict.body());
        }
        return verdict.status();
    }
}
