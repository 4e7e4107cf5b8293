package dev.relevo.routing;

import dev.relevo.config.Alias;
import dev.relevo.config.Feature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where one request may still go: a cursor over a pool's live state. Used by one thread. */
public final class Plan {
    private static final int MOST_ATTEMPTS = 16;

    private final Pool pool;
    private final Set<Feature> needs;
    private final boolean stream;
    private final List<Candidate> capable;
    private final List<Lease> tried = new ArrayList<>(2);
    private boolean lastResortTaken;

    Plan(Pool pool, Set<Feature> needs, boolean stream) {
        this.pool = pool;
        this.needs = Set.copyOf(needs);
        this.stream = stream;
        this.capable = pool.candidates(needs);
    }

    public Alias alias() {
        return pool.alias();
    }

    /** What to do next. */
    public sealed interface Step permits Lease, Spent {}

    /** No target is left for this request. */
    public record Spent() implements Step {}

    /**
     * A target that was not tried because it rests.
     *
     * @param status the HTTP status that tells a client why
     * @param remaining until it may be tried
     */
    public record Resting(String target, int status, String reason, Duration remaining) {}

    /** A target and what it lacks of the features that the request needs. */
    public record Lack(String target, Set<Feature> features) {
        public Lack {
            features = Set.copyOf(features);
        }
    }

    /** Why no target can ever serve the request; empty if one can, or if the pool is empty. */
    public List<Lack> lacks() {
        return capable.isEmpty() ? pool.candidates().stream().map(this::lack).toList() : List.of();
    }

    private Lack lack(Candidate candidate) {
        Set<Feature> missing = new HashSet<>(needs);
        missing.removeAll(candidate.target().supports());
        return new Lack(candidate.target().name(), missing);
    }

    /** Chooses and reserves, in one step. */
    public Step next(long nowNanos) {
        if (tried.size() >= attempts()) {
            return new Spent();
        }
        Draw draw = new Draw(this::mayServe, stream, nowNanos);
        Lease lease = pool.lease(draw);
        if (lease == null && !lastResortTaken) {
            lastResortTaken = true;
            lease = lastResort(draw);
        }
        if (lease == null) {
            return new Spent();
        }
        tried.add(lease);
        return lease;
    }

    /** The most attempts that this request may take. */
    public int attempts() {
        return Math.min(MOST_ATTEMPTS, capable.size());
    }

    /** The targets that were passed over. */
    public List<Resting> resting(long nowNanos) {
        return capable.stream()
                .filter(candidate -> !isRuledOut(candidate))
                .map(candidate -> resting(candidate, nowNanos))
                .toList();
    }

    private static Resting resting(Candidate candidate, long nowNanos) {
        String name = candidate.target().name();
        Duration remaining = candidate.remaining(nowNanos);
        if (candidate.scopes().resting(nowNanos)) {
            var scope = candidate.scopes().longestResting(nowNanos);
            return new Resting(name, scope.status(), scope.reason(), remaining);
        }
        return new Resting(name, 503, Candidate.BROKEN, remaining);
    }

    private boolean mayServe(Candidate candidate) {
        return candidate.supports(needs) && !isRuledOut(candidate);
    }

    private boolean isRuledOut(Candidate candidate) {
        for (Lease earlier : tried) {
            if (earlier.rulesOut(candidate)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Where only open breakers are left, one attempt all the same, on the target whose last failure is longest ago: it may
     * answer by now, and the client would get nothing otherwise.
     */
    private @Nullable Lease lastResort(Draw draw) {
        return capable.stream()
                .filter(candidate -> !isRuledOut(candidate))
                .filter(candidate -> !candidate.scopes().resting(draw.nowNanos()))
                .min(Comparator.comparingLong(Candidate::lastFailure))
                .map(candidate -> candidate.lastResort(draw))
                .orElse(null);
    }
}
