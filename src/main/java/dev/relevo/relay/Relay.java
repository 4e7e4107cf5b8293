package dev.relevo.relay;

import dev.relevo.config.Affinity;
import dev.relevo.dialect.BadRequest;
import dev.relevo.dialect.Operation;
import dev.relevo.dialect.Request;
import dev.relevo.quota.Scope;
import dev.relevo.routing.Ask;
import dev.relevo.routing.Plan;
import dev.relevo.routing.Pool;
import dev.relevo.routing.Router;
import dev.relevo.stats.AccessLog;
import dev.relevo.stats.Attempts;
import dev.relevo.stats.Metrics;
import dev.relevo.store.UsageTally;
import dev.relevo.time.Clock;
import dev.relevo.time.Watchdog;
import dev.relevo.upstream.Abandonment;
import dev.relevo.upstream.Line;
import dev.relevo.wire.ErrorBody;
import dev.relevo.wire.Headers;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Serves requests: finds each one's pool and sends it on its {@link Journey}. */
public final class Relay {
    private final Supplier<Snapshot> snapshot;
    final AccessLog log;
    final Attempts attempts;
    final UsageTally usage;
    final Traces traces;
    final Metrics metrics;
    final Clock clock;
    final Watchdog watchdog;
    private final Set<Live> open = ConcurrentHashMap.newKeySet();

    /**
     * What a configuration makes of the world; a request keeps the one that it began with.
     *
     * @param lines the way to the router's targets, by the scope of their key
     */
    public record Snapshot(Router router, Map<Scope, Line> lines) {
        public Snapshot {
            lines = Map.copyOf(lines);
        }
    }

    /**
     * @param snapshot the present one, asked for by each request
     * @param traces gets one of each request that ended in the search for an answer, or with one
     */
    public Relay(
            Supplier<Snapshot> snapshot,
            AccessLog log,
            Attempts attempts,
            UsageTally usage,
            Traces traces,
            Metrics metrics,
            Clock clock,
            Watchdog watchdog) {
        this.snapshot = snapshot;
        this.log = log;
        this.attempts = attempts;
        this.usage = usage;
        this.traces = traces;
        this.metrics = metrics;
        this.clock = clock;
        this.watchdog = watchdog;
    }

    /**
     * Serves one request to its end, on the calling thread.
     *
     * @param id unique; also the answer's {@code x-request-id}
     */
    public void relay(Operation operation, String id, byte[] body, Arrival arrival, Reply reply) throws ClientGone {
        try {
            relay(new Call(id, Request.read(operation, body), arrival), reply);
        } catch (BadRequest e) {
            answer(reply, 400, e.error());
        }
    }

    private void relay(Call call, Reply reply) throws ClientGone {
        Snapshot now = snapshot.get();
        Request request = call.request();
        Offer offer = new Offer(now.router(), call.arrival().client());
        Pool pool = offer.pool(request);
        if (pool == null) {
            refuse(reply, Unserved.unknown(request, offer));
            return;
        }
        Plan plan = pool.plan(ask(call, pool));
        Unserved incapable = Unserved.incapable(request, plan, offer);
        if (incapable != null) {
            refuse(reply, incapable);
        } else if (request.stream() && !reply.claimStream()) {
            metrics.requests().shed("max-streams");
            reply.answer(
                    503,
                    json().add("Retry-After", "1"),
                    Unserved.tooManyStreams().json());
        } else {
            run(call, now.lines(), plan, reply);
        }
    }

    private static Ask ask(Call call, Pool pool) {
        Request request = call.request();
        Arrival arrival = call.arrival();
        Client client = arrival.client();
        boolean implied = pool.alias().affinity() == Affinity.ON;
        return new Ask(
                request.needs(),
                request.stream(),
                request.size(),
                pool.sticks() ? request.affinity(arrival.session(), implied) : null,
                client == null ? null : client.name(),
                client == null || client.own() == null ? null : client.own().charge());
    }

    private void run(Call call, Map<Scope, Line> lines, Plan plan, Reply reply) throws ClientGone {
        Live live = new Live();
        open.add(live);
        reply.watch(() -> live.abort(Abandonment.CLIENT_GONE));
        try {
            new Journey(this, call, lines, plan, live, reply).run();
        } finally {
            open.remove(live);
            live.close();
            plan.close(clock.nanos());
        }
    }

    /** Ends every open request in a way that its client can tell. */
    public void abortAll() {
        open.forEach(live -> live.abort(Abandonment.DRAIN));
    }

    private static void refuse(Reply reply, Unserved unserved) throws ClientGone {
        answer(reply, unserved.status(), unserved.error());
    }

    private static void answer(Reply reply, int status, ErrorBody error) throws ClientGone {
        reply.answer(status, json(), error.json());
    }

    private static Headers json() {
        return new Headers().add("Content-Type", "application/json");
    }
}
