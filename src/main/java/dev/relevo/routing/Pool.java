package dev.relevo.routing;

import dev.relevo.config.Alias;
import java.util.List;
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
        this.candidates = tiers.stream().flatMap(Tier::candidates).toList();
    }

    public Alias alias() {
        return alias;
    }

    /** A plan for one request. */
    public Plan plan() {
        return new Plan(this);
    }

    List<Candidate> candidates() {
        return candidates;
    }

    @Nullable Lease lease(Predicate<Candidate> open, long nowNanos) {
        for (Tier tier : tiers) {
            Lease lease = tier.lease(open, nowNanos);
            if (lease != null) {
                return lease;
            }
        }
        return null;
    }
}
