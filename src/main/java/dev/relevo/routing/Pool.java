package dev.relevo.routing;

import dev.relevo.config.Affinity;
import dev.relevo.config.Alias;
import dev.relevo.config.Feature;
import dev.relevo.config.Strategy;
import dev.relevo.config.Target;
import dev.relevo.quota.Scope;
import dev.relevo.routing.Deliberation.Seat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An alias's targets in their tiers, lower ones first. */
public final class Pool {
    private final Alias alias;
    private final List<Tier> tiers;
    private final List<Seat> seats;
    private final List<Candidate> candidates;
    private final Map<Set<Feature>, List<Candidate>> capable = new ConcurrentHashMap<>();
    private final PoolHealth health;
    private final RandomGenerator random;

    Pool(Alias alias, List<Tier> tiers, PoolHealth health, RandomGenerator random) {
        this.alias = alias;
        this.tiers = List.copyOf(tiers);
        this.seats = seats(tiers);
        this.candidates = distinct(tiers.stream().flatMap(Tier::candidates));
        this.health = health;
        this.random = random;
    }

    public Alias alias() {
        return alias;
    }

    /** A plan for one request, to be closed when that has ended. */
    public Plan plan(Ask ask) {
        return new Plan(this, ask, new Patience(alias.retries(), candidates.size(), health.budget(), random));
    }

    /** Whether it makes a difference what requests have in common. */
    public boolean sticks() {
        return alias.affinity() != Affinity.OFF && alias.strategy() != Strategy.PRIORITY && candidates.size() > 1;
    }

    /** What would become of a request if it came now, after those that wait. */
    public Explanation explain(Ask ask, long nowNanos) {
        health.queue().look(nowNanos);
        return new DryRun(this, ask, nowNanos).explain();
    }

    /** Its targets, lower tiers first, in the file's order. */
    List<Seat> seats() {
        return seats;
    }

    /** Lower ones first. */
    List<Tier> tiers() {
        return tiers;
    }

    /** Where its requests go: each target once, lower tiers first. */
    public List<Target> targets() {
        return candidates.stream().map(Candidate::target).toList();
    }

    /** Whether some target has all these features. */
    boolean isCapable(Set<Feature> needs) {
        return candidates.stream().anyMatch(candidate -> candidate.supports(needs));
    }

    /** Each target once, also where several entries mean it. */
    List<Candidate> candidates() {
        return candidates;
    }

    /** Those that have all these features, remembered: there are few sets of them. */
    List<Candidate> candidates(Set<Feature> needs) {
        return capable.computeIfAbsent(
                needs,
                _ -> candidates.stream()
                        .filter(candidate -> candidate.supports(needs))
                        .toList());
    }

    PoolHealth health() {
        return health;
    }

    @Nullable
    Lease lease(Draw draw) {
        for (Tier tier : tiers) {
            Lease lease = tier.lease(draw);
            if (lease != null) {
                return lease;
            }
        }
        return null;
    }

    private static List<Seat> seats(List<Tier> tiers) {
        List<Seat> seats = new ArrayList<>();
        for (Tier tier : tiers) {
            int number = 1 + tiers.indexOf(tier);
            tier.turns()
                    .forEach(turn ->
                            turn.candidates().forEach(candidate -> seats.add(candidate.seat(number, turn.weight()))));
        }
        return List.copyOf(seats);
    }

    private static List<Candidate> distinct(Stream<Candidate> candidates) {
        Map<Scope, Candidate> distinct = new LinkedHashMap<>();
        candidates.forEach(candidate -> distinct.putIfAbsent(candidate.scopes().target(), candidate));
        return List.copyOf(distinct.values());
    }
}
