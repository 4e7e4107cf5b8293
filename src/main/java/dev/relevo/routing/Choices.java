package dev.relevo.routing;

import dev.relevo.config.Feature;
import dev.relevo.config.Target;
import dev.relevo.quota.Scope;
import dev.relevo.wire.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which of a pool's targets one request may go to, and why not to the others. */
final class Choices {
    private final Ask ask;
    private final Kind kind;
    private final PoolHealth health;
    private final List<Candidate> all;
    private final List<Candidate> capable;
    private final PassedOver passedOver = new PassedOver();
    private final List<Lease> tried = new ArrayList<>(2);
    private Predicate<Target> only = _ -> true;

    Choices(Pool pool, Ask ask) {
        this.ask = ask;
        this.kind = ask.kind();
        this.health = pool.health();
        this.all = pool.candidates();
        this.capable = pool.candidates(ask.needs());
    }

    /** When a target will have room that only a limit keeps from serving. */
    record Opening(Candidate candidate, Duration in) {}

    Ask ask() {
        return ask;
    }

    Kind kind() {
        return kind;
    }

    /** How many targets have what it needs. */
    int capable() {
        return capable.size();
    }

    List<Lease> tried() {
        return tried;
    }

    void only(Predicate<Target> admitted) {
        only = admitted;
    }

    /** Of the request's first target, whoever cannot serve is noted. */
    Draw draw(long nowNanos) {
        boolean first = tried.isEmpty();
        if (first) {
            passedOver.begin();
        }
        return draw(candidate -> mayServe(candidate, nowNanos), first ? passedOver : null, nowNanos);
    }

    /** What was weighed when its first target was chosen. */
    Deliberation deliberation(Pool pool) {
        Scope first = tried.isEmpty() ? null : tried.getFirst().scopes().target();
        return new Deliberation(pool, ask.needs(), passedOver, first);
    }

    /** A search among those that no breaker doubts. */
    Draw sound(long nowNanos) {
        return draw(candidate -> mayServe(candidate, nowNanos) && candidate.isSound(kind), null, nowNanos);
    }

    /** A search among those that were not asked yet. */
    Draw untried(long nowNanos) {
        return draw(candidate -> mayServe(candidate, nowNanos) && attemptsOn(candidate) == 0, null, nowNanos);
    }

    private Draw draw(Predicate<Candidate> open, @Nullable PassedOver passed, long nowNanos) {
        return new Draw(open, ask, kind, health, passed, nowNanos);
    }

    int attemptsOn(Candidate candidate) {
        int attempts = 0;
        for (Lease earlier : tried) {
            attempts += earlier.candidate().isSame(candidate) ? 1 : 0;
        }
        return attempts;
    }

    /** How many may be asked now. */
    int available(long nowNanos) {
        int available = 0;
        for (Candidate candidate : capable) {
            available += isOpen(candidate, nowNanos) && candidate.available(kind, ask, nowNanos) ? 1 : 0;
        }
        return available;
    }

    /**
     * The first of those that a limit alone keeps from serving, and not the client's own, which is not waited for; null if
     * there is none.
     */
    @Nullable
    Opening soonest(long nowNanos) {
        Opening soonest = null;
        for (Candidate candidate : capable) {
            long open = opens(candidate);
            if (open != Long.MAX_VALUE
                    && candidate.mayBeLimited(kind, nowNanos)
                    && isShut(candidate, open, nowNanos)
                    && candidate.isAllowed(ask, nowNanos)) {
                Duration in = candidate.remaining(kind, ask, nowNanos);
                Duration least = open > nowNanos ? Duration.ofNanos(open - nowNanos) : Duration.ZERO;
                Opening opening = new Opening(candidate, in.compareTo(least) >= 0 ? in : least);
                soonest = soonest == null || opening.in().compareTo(soonest.in()) < 0 ? opening : soonest;
            }
        }
        return soonest;
    }

    /**
     * The client's own limit that keeps the request from a target that could serve it, the soonest; null if none does. Where
     * waiting helps with none of them, one that money is left for rather than one without a price.
     */
    @Nullable
    OwnLimit ownLimit(long nowNanos) {
        OwnLimit limit = null;
        Duration soonest = Durations.MAX;
        for (Candidate candidate : capable) {
            boolean could = isOpen(candidate, nowNanos) && candidate.available(kind, ask, nowNanos);
            OwnLimit own = could ? candidate.ownLimit(ask, nowNanos) : null;
            Duration in = candidate.remaining(kind, ask, nowNanos);
            boolean sooner = in.compareTo(soonest) < 0;
            if (own != null && (limit == null || sooner || (soonest.equals(Durations.MAX) && !limit.isPriced()))) {
                limit = own;
                soonest = in;
            }
        }
        return limit;
    }

    private boolean isShut(Candidate candidate, long open, long nowNanos) {
        return open > nowNanos || candidate.scopes().resting(nowNanos) || !candidate.hasRoom(ask, nowNanos);
    }

    /** Of those that do not rest and have room for the client the one whose last failure is longest ago; null if there is none. */
    @Nullable
    Candidate leastRecentlyFailed(long nowNanos) {
        Candidate least = null;
        for (Candidate candidate : capable) {
            boolean free = isOpen(candidate, nowNanos)
                    && !candidate.scopes().resting(nowNanos)
                    && candidate.hasRoom(ask, nowNanos)
                    && candidate.isAllowed(ask, nowNanos);
            if (free && (least == null || candidate.lastFailure(kind) < least.lastFailure(kind))) {
                least = candidate;
            }
        }
        return least;
    }

    /** Why no target can ever serve the request; empty if one can, or if the pool is empty. */
    List<Plan.Lack> lacks() {
        return capable.isEmpty() ? all.stream().map(this::lack).toList() : List.of();
    }

    private Plan.Lack lack(Candidate candidate) {
        Set<Feature> missing = new HashSet<>(ask.needs());
        missing.removeAll(candidate.target().supports());
        return new Plan.Lack(candidate.target().name(), missing);
    }

    /** The targets that were passed over. */
    List<Plan.Resting> resting(long nowNanos) {
        return capable.stream()
                .filter(candidate -> only.test(candidate.target()))
                .filter(candidate ->
                        tried.stream().noneMatch(lease -> lease.repeats().concern(candidate)))
                .map(candidate -> resting(candidate, nowNanos))
                .toList();
    }

    /** What may serve by now was limited when it was passed over. */
    private Plan.Resting resting(Candidate candidate, long nowNanos) {
        String name = candidate.target().name();
        Duration remaining = candidate.remaining(kind, ask, nowNanos);
        if (candidate.scopes().resting(nowNanos)) {
            Scope scope = candidate.scopes().longestResting(nowNanos);
            return new Plan.Resting(name, scope.status(), scope.reason(), remaining);
        }
        return candidate.mayBeLimited(kind, nowNanos) || !candidate.hasRoom(ask, nowNanos)
                ? new Plan.Resting(name, 429, candidate.noRoom(ask, nowNanos), remaining)
                : new Plan.Resting(name, 503, candidate.broken(kind, nowNanos), remaining);
    }

    private boolean mayServe(Candidate candidate, long nowNanos) {
        return candidate.supports(ask.needs()) && isOpen(candidate, nowNanos);
    }

    private boolean isOpen(Candidate candidate, long nowNanos) {
        return opens(candidate) <= nowNanos;
    }

    /** From when on the request may go there, as far as it was there already; the largest long for never. */
    private long opens(Candidate candidate) {
        long opens = Long.MIN_VALUE;
        for (Lease earlier : tried) {
            opens = Math.max(opens, earlier.repeats().opens(candidate));
        }
        return only.test(candidate.target()) ? opens : Long.MAX_VALUE;
    }
}
