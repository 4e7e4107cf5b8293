package dev.relevo.routing;

import dev.relevo.config.Alias;
import dev.relevo.config.Entry;
import dev.relevo.config.Feature;
import dev.relevo.config.Settings;
import dev.relevo.config.Strategy;
import dev.relevo.config.Target;
import dev.relevo.quota.Scope;
import dev.relevo.stats.TargetState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From a model name to the pool behind it. Immutable but for the health of its targets. */
public final class Router {
    private final RandomGenerator random;
    private final Map<String, Pool> pools = new LinkedHashMap<>();
    private final @Nullable DirectModels direct;
    private final @Nullable String defaultAlias;

    /**
     * @param health what is known already; what this configuration names anew is added
     * @param random safe for use by many threads
     */
    public Router(Settings settings, Health health, RandomGenerator random) {
        this.random = random;
        this.defaultAlias = settings.server().defaultAlias();
        health.queues().limit(settings.server().limits().maxQueue());
        Targets targets = new Targets(settings, health);
        for (Alias alias : settings.aliases()) {
            pools.put(alias.name(), pool(alias, targets, health));
        }
        this.direct = settings.server().directModels() ? new DirectModels(settings, health, random) : null;
    }

    /** The pool of that alias, else of that {@code provider/model}, else of the default alias; null if there is none. */
    public @Nullable Pool pool(String model) {
        Pool named = named(model);
        return named != null || defaultAlias == null ? named : pools.get(defaultAlias);
    }

    /** As {@link #pool}, without the default alias. */
    public @Nullable Pool named(String model) {
        Pool alias = pools.get(model);
        return alias != null || direct == null ? alias : direct.pool(model);
    }

    /** What would become of a request for that model if it came now; null if there is no such model. */
    public @Nullable Explanation explain(String model, Ask ask, long nowNanos) {
        Pool pool = pool(model);
        return pool == null ? null : pool.explain(ask, nowNanos);
    }

    /** Whether clients may ask for {@code provider/model}. */
    public boolean directModels() {
        return direct != null;
    }

    /** Whether names that nobody has are served. */
    public boolean hasDefaultAlias() {
        return defaultAlias != null;
    }

    /** The aliases, in the file's order. */
    public List<String> aliases() {
        return List.copyOf(pools.keySet());
    }

    /** The aliases of which some target supports all that, in the file's order. */
    public List<String> aliases(Set<Feature> needs) {
        return pools.values().stream()
                .filter(pool -> pool.isCapable(needs))
                .map(pool -> pool.alias().name())
                .toList();
    }

    /** What clients may ask for: the aliases, then the targets as {@code provider/model}. */
    public List<String> models() {
        Set<String> models = new LinkedHashSet<>(pools.keySet());
        if (direct != null) {
            models.addAll(direct.listed());
        }
        return List.copyOf(models);
    }

    /** Where a lease may lead: some target of each key, by the key's scope. */
    public Map<Scope, Target> keys() {
        Map<Scope, Target> keys = new LinkedHashMap<>();
        candidates().forEach(candidate -> keys.putIfAbsent(candidate.scopes().key(), candidate.target()));
        return keys;
    }

    /** How each target of the aliases is, in the file's order. */
    public List<TargetState> states(long nowNanos) {
        Map<Scope, TargetState> states = new LinkedHashMap<>();
        pooled().forEach(candidate ->
                states.computeIfAbsent(candidate.scopes().target(), _ -> candidate.state(nowNanos)));
        return List.copyOf(states.values());
    }

    /** All that is known of each target of the aliases, in the file's order. */
    public List<TargetStatus> targets(long nowNanos) {
        Map<Scope, TargetStatus> statuses = new LinkedHashMap<>();
        Survey survey = new Survey(nowNanos);
        pooled().forEach(
                        candidate -> statuses.computeIfAbsent(candidate.scopes().target(), _ -> survey.of(candidate)));
        return List.copyOf(statuses.values());
    }

    /** How the pool of each alias is, in the file's order. */
    public List<PoolStatus> pools(long nowNanos) {
        return pools.values().stream().map(new Survey(nowNanos)::of).toList();
    }

    /** Every target; one that is in several pools comes as often. */
    Stream<Candidate> candidates() {
        return direct == null ? pooled() : Stream.concat(pooled(), direct.candidates());
    }

    /** What is known of its pools. */
    Stream<PoolHealth> healths() {
        Stream<PoolHealth> named = pools.values().stream().map(Pool::health);
        return direct == null ? named : Stream.concat(named, direct.healths());
    }

    private Stream<Candidate> pooled() {
        return pools.values().stream().flatMap(pool -> pool.candidates().stream());
    }

    private Pool pool(Alias alias, Targets targets, Health health) {
        Map<Integer, List<Turn>> tiers = new TreeMap<>();
        for (Entry entry : alias.entries()) {
            Turn turn = targets.of(entry);
            if (turn != null) {
                tiers.computeIfAbsent(entry.tier(), _ -> new ArrayList<>()).add(turn);
            }
        }
        return new Pool(
                alias,
                tiers.values().stream()
                        .map(turns -> alias.strategy() == Strategy.QUOTA ? byKey(turns) : turns)
                        .map(turns -> new Tier(alias.strategy(), turns, random))
                        .toList(),
                health.pool(alias.name()),
                random);
    }

    /** Each key has a quota of its own. */
    private static List<Turn> byKey(List<Turn> turns) {
        return turns.stream().flatMap(Turn::byKey).toList();
    }
}
