package dev.relevo.routing;

import dev.relevo.config.Target;
import dev.relevo.quota.Ledger;
import dev.relevo.quota.Scope;
import dev.relevo.quota.Scopes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What is known of the targets: who rests, whose breaker is open, who is quick. It outlives the routers made of it, so
 * that a new configuration keeps what it still names. Used by one thread at a time; what it hands out is safe for many.
 */
public final class Health {
    private final RandomGenerator random;
    private final Ledger ledger = new Ledger();
    private final Map<Scope, Breaker> breakers = new HashMap<>();
    private final Map<Scope, Latencies> latencies = new HashMap<>();

    /** @param random safe for use by many threads */
    public Health(RandomGenerator random) {
        this.random = random;
    }

    /** The same target again shares what was known of it. */
    Candidate of(Target target) {
        return candidate(target, ledger.of(target));
    }

    /** As {@link #of}, for a target whose model no configuration names; all of those share what is known. */
    Candidate ofUnlisted(Target target) {
        return candidate(target, ledger.ofUnlisted(target));
    }

    /** Forgets whatever that router does not use. */
    public void retain(Router router) {
        Set<Scope> used = new HashSet<>();
        router.candidates().forEach(candidate -> used.addAll(candidate.scopes().all()));
        ledger.retain(used);
        breakers.keySet().retainAll(used);
        latencies.keySet().retainAll(used);
    }

    /** How many things it holds. */
    int size() {
        return ledger.size() + breakers.size() + latencies.size();
    }

    private Candidate candidate(Target target, Scopes scopes) {
        return new Candidate(
                target,
                scopes,
                breaker(scopes.endpoint()),
                breaker(scopes.model()),
                latencies.computeIfAbsent(scopes.model(), _ -> new Latencies()));
    }

    private Breaker breaker(Scope scope) {
        return breakers.computeIfAbsent(scope, _ -> new Breaker(random));
    }
}
