package dev.relevo.relay;

import dev.relevo.dialect.BadRequest;
import dev.relevo.dialect.Operation;
import dev.relevo.dialect.Request;
import dev.relevo.quota.Charge;
import dev.relevo.routing.Ask;
import dev.relevo.routing.Explanation;
import dev.relevo.routing.Pool;
import dev.relevo.routing.PoolStatus;
import dev.relevo.routing.Router;
import dev.relevo.routing.TargetStatus;
import dev.relevo.store.UsageSum;
import dev.relevo.store.UsageTally;
import dev.relevo.time.Clock;
import dev.relevo.wire.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the targets and pools are that requests go to, what would become of the next request, and what became of the last ones. */
public final class Insight {
    private final Supplier<Router> router;
    private final Traces traces;
    private final UsageTally usage;
    private final Clock clock;

    /**
     * @param router the present one
     * @param traces of requests that have ended
     * @param usage what they took
     */
    public Insight(Supplier<Router> router, Traces traces, UsageTally usage, Clock clock) {
        this.router = router;
        this.traces = traces;
        this.usage = usage;
        this.clock = clock;
    }

    /**
     * How everything is, in the file's order.
     *
     * @param pools the one of each alias
     * @param targets those of the aliases
     */
    public record State(List<PoolStatus> pools, List<TargetStatus> targets) {}

    /** What would become of a request to the pool of that alias. */
    public record Outlook(String alias, Explanation explanation) {}

    /** All that is known, at one moment and of one configuration. */
    public State state() {
        Router now = router.get();
        long nanos = clock.nanos();
        return new State(now.pools(nanos), now.targets(nanos));
    }

    /**
     * What would become of a short question of that client if it came now; null if there is no such model for it.
     *
     * @param client null for whoever has no key
     * @param session what its client calls the conversation that it belongs to; null for none that anything is known of
     */
    public @Nullable Outlook explain(@Nullable Client client, String model, boolean stream, @Nullable String session) {
        Request question = question(model, stream);
        Pool pool = question == null ? null : new Offer(router.get(), client).pool(question);
        if (question == null || pool == null) {
            return null;
        }
        Long affinity = pool.sticks() && session != null ? question.affinity(session, false) : null;
        String name = client == null ? null : client.name();
        Charge own =
                client == null || client.own() == null ? null : client.own().charge();
        Ask ask = new Ask(question.needs(), stream, question.size(), affinity, name, own);
        return new Outlook(pool.alias().name(), pool.explain(ask, clock.nanos()));
    }

    /** The pool that a model's name leads to, {@code provider/*} for a name that a client made up; null if there is none. */
    public @Nullable String poolOf(String model) {
        Pool pool = router.get().pool(model);
        return pool == null ? null : pool.alias().knownName();
    }

    /** The names of the pools, in the file's order. */
    public List<String> aliases() {
        return router.get().aliases();
    }

    /** What became of the latest request of that id, if that was one of the last {@value Traces#KEPT}; else null. */
    public @Nullable Trace past(String id) {
        return traces.find(id);
    }

    /** What became of the latest requests: so many at most, the newest first. */
    public List<Trace> latest(int most) {
        return traces.latest(most);
    }

    /**
     * What was used that day, by target; empty where nobody was asked.
     *
     * @param day today, since the Unix epoch, UTC
     */
    public Map<String, UsageSum> usage(long day) {
        return usage.of(day);
    }

    /** Null if no model can be called so. */
    private static @Nullable Request question(String model, boolean stream) {
        StringBuilder json = new StringBuilder("{\"model\":");
        JsonText.quote(json, model);
        json.append(",\"stream\":").append(stream).append(",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        try {
            return Request.read(Operation.CHAT, json.toString().getBytes(StandardCharsets.UTF_8));
        } catch (BadRequest e) {
            return null;
        }
    }
}
