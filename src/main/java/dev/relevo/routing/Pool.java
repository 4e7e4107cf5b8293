package dev.relevo.routing;

import dev.relevo.config.Alias;
import dev.relevo.quota.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An alias's targets in their tiers, lower ones first. */
public final class Pool {
    private final Alias alias;
    private final List<Tier> tiers;
    private final List<Candidate> candidates;

    Pool(Alias alias, List<Tier> tiers) {
        this.alias = alias;
        this.tiers = List.copyOf(tiers);
        Map<Scope, Candidate> distinct = new LinkedHashMap<>();
        tiers.stream()
                .flatMap(Tier::candidates)
                .forEach(candidate -> distinct.putIfAbsent(candidate.scopes().target(), candidate));
        this.candidates = List.copyOf(distinct.values());
    }

    public Alias alias() {
        return alias;
    }

    /** A plan for one request. */
    public Plan plan() {
        return new Plan(this);
    }

    /** Each target once, also where several entries mean it. */
    List<Candidate> candidates() {
        return candidates;
    }

    @Nullable
    Lease lease(Predicate<Candidate> open, long nowNanos) {
        for (Tier tier : tiers) {
            Lease lease = tier.lease(open, nowNanos);
            if (lease != null) {
                return lease;
            }
        }
        return null;
    }
}
