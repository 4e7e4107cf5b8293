package dev.relevo.simulation;

import dev.relevo.config.Feature;
import dev.relevo.dialect.RetryAfter;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.dialect.Told;
import dev.relevo.relay.Learning;
import dev.relevo.routing.Ask;
import dev.relevo.routing.Lease;
import dev.relevo.routing.Plan;
import dev.relevo.routing.Pool;
import dev.relevo.upstream.Outcome.Limited;
import dev.relevo.upstream.Refusal;
import dev.relevo.wire.ErrorBody;
import dev.relevo.wire.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** One request, from its coming to its end: what the relay does with the plan, without its sockets. */
final class Trip {
    private static final ErrorBody LIMIT = new ErrorBody("rate limit reached", "rate_limit_exceeded", null, null);

    private final Simulation simulation;
    private final Agenda agenda;
    private final Work work;
    private final Plan plan;
    private final long began;
    /** How often it waited. */
    private long wakes;

    Trip(Simulation simulation, Pool pool, Work work) {
        this.simulation = simulation;
        this.agenda = simulation.agenda();
        this.work = work;
        this.began = agenda.nanos();
        this.plan = pool.plan(new Ask(Set.of(Feature.CHAT), true, work.size(), null, work.client(), null));
    }

    void next() {
        wakes++;
        switch (plan.next(agenda.nanos())) {
            case Lease lease -> send(lease);
            case Plan.Later(var _, Duration pause) -> await(pause);
            case Plan.Spent _ -> refused();
        }
    }

    /** Until that time is over, or room comes early. */
    private void await(Duration pause) {
        long waiting = ++wakes;
        Runnable wake = () -> {
            if (waiting == wakes) {
                next();
            }
        };
        plan.whenDecided(() -> agenda.in(Duration.ZERO, wake));
        agenda.in(pause, wake);
    }

    private void send(Lease lease) {
        long left = agenda.nanos();
        TrueProvider provider = simulation.world().of(lease.target());
        lease.sentWhen(() -> true);
        provider.sent(work);
        agenda.in(simulation.way(), () -> arrived(lease, provider, left));
    }

    private void arrived(Lease lease, TrueProvider provider, long left) {
        TrueProvider.Reply reply = provider.ask(work, agenda.nanos());
        if (reply.admitted()) {
            Duration waited = Duration.ofNanos(left - began);
            agenda.in(simulation.firstToken(), () -> begun(lease, reply.headers()));
            Work answered = work.capped(lease.target().maxTokens());
            agenda.in(simulation.speaking(answered), () -> ended(lease, provider, answered, waited));
        } else {
            provider.over(work);
            agenda.in(simulation.way().dividedBy(4), () -> limited(lease, reply.headers()));
        }
    }

    private void begun(Lease lease, Headers headers) {
        lease.told(told(lease, headers), agenda.nanos());
        lease.answered(agenda.nanos());
    }

    private void ended(Lease lease, TrueProvider provider, Work answered, Duration waited) {
        provider.over(work);
        provider.answered(answered.answered(lease.target().terms().price()), agenda.nanos());
        lease.completed(agenda.nanos());
        lease.settled(answered.usage(), answered.bytes(), agenda.nanos());
        simulation.tallies().answered(work, lease.target().name(), waited);
        end();
    }

    private void limited(Lease lease, Headers headers) {
        simulation.tallies().upstreamRefused();
        Duration retryAfter = RetryAfter.read(headers, "", agenda.epochMillis());
        Refusal refusal = new Refusal(429, LIMIT, null, retryAfter, told(lease, headers));
        Learning.learn(lease, new Limited(ScopeKind.TARGET, refusal), agenda.nanos());
        plan.limited(lease, agenda.nanos());
        next();
    }

    private List<Told> told(Lease lease, Headers headers) {
        return Told.of(headers, lease.target().provider().quotas(), agenda.epochMillis());
    }

    private void refused() {
        simulation.refused(work);
        end();
    }

    private void end() {
        plan.close(agenda.nanos());
    }
}
