package dev.relevo.routing;

import dev.relevo.config.Target;
import dev.relevo.quota.Ledger;
import dev.relevo.quota.Scope;
import dev.relevo.quota.Scopes;
import dev.relevo.time.Clock;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What is known of targets and pools: who rests, whose breaker is open, who is quick, what is spent. It outlives the routers made of it, so
 * that a new configuration keeps what it still names. Used by one thread at a time; what it hands out is safe for many.
 */
public final class Health {
    private final RandomGenerator random;
    private final Consumer<BreakerTurn> watch;
    private final Ledger ledger;
    private final Map<Scope, Breaker> endpoints = new HashMap<>();
    private final Map<Scope, Performance> models = new HashMap<>();
    private final Map<Scope, Tempo> tempos = new HashMap<>();
    private final Queues queues = new Queues();
    private final Map<String, PoolHealth> pools = new HashMap<>();
    private final Map<String, PoolHealth> direct = new HashMap<>();

    /** One that tells nobody of its breakers. */
    public Health(RandomGenerator random, Clock clock) {
        this(random, clock, _ -> {});
    }

    /**
     * @param random safe for use by many threads
     * @param watch is told when a breaker opens and when it closes again, by many threads; must not block
     */
    public Health(RandomGenerator random, Clock clock, Consumer<BreakerTurn> watch) {
        this.random = random;
        this.watch = watch;
        this.ledger = new Ledger(clock);
    }

    /** What is left of limits, and who rests. */
    public Ledger ledger() {
        return ledger;
    }

    /** The same target again shares what was known of it. */
    Candidate of(Target target) {
        return candidate(target, ledger.of(target));
    }

    /** As {@link #of}, for a target whose model no configuration names; all of those share what is known. */
    Candidate ofUnlisted(Target target) {
        return candidate(target, ledger.ofUnlisted(target));
    }

    /** What is known of the pool of an alias: the same again for the same name. */
    PoolHealth pool(String alias) {
        return pools.computeIfAbsent(alias, _ -> new PoolHealth(queues));
    }

    /** As {@link #pool}, for all models of a provider that clients ask for by its name. */
    PoolHealth direct(String provider) {
        return direct.computeIfAbsent(provider, _ -> new PoolHealth(queues));
    }

    /** Those who wait for room. */
    Queues queues() {
        return queues;
    }

    /** Forgets whatever that router does not use. */
    public void retain(Router router) {
        List<Scopes> usedScopes = router.candidates().map(Candidate::scopes).toList();
        ledger.retain(usedScopes);
        Set<Scope> used = new HashSet<>();
        usedScopes.forEach(scopes -> used.addAll(scopes.all()));
        endpoints.keySet().retainAll(used);
        models.keySet().retainAll(used);
        tempos.keySet().retainAll(used);
        List<PoolHealth> usedPools = router.healths().toList();
        pools.values().retainAll(usedPools);
        direct.values().retainAll(usedPools);
    }

    /** How many things it holds. */
    int size() {
        return ledger.size() + endpoints.size() + models.size() + tempos.size() + pools.size() + direct.size();
    }

    private Candidate candidate(Target target, Scopes scopes) {
        return new Candidate(
                target,
                scopes,
                ledger,
                endpoints.computeIfAbsent(
                        scopes.endpoint(),
                        _ -> new Breaker(random, place(target.provider().baseUrl()), watch)),
                models.computeIfAbsent(scopes.model(), _ -> new Performance(random, model(target), watch)),
                tempos.computeIfAbsent(scopes.target(), _ -> new Tempo()));
    }

    private static String place(URI baseUrl) {
        return baseUrl.getPort() < 0 ? baseUrl.getHost() : baseUrl.getHost() + ":" + baseUrl.getPort();
    }

    /** All models that are not listed share one. */
    private static String model(Target target) {
        return target.provider().name() + "/" + (target.model().isEmpty() ? "*" : target.model());
    }
}
