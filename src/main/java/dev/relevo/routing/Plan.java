package dev.relevo.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where one request may still go: a cursor over a pool's live state. Used by one thread. */
public final class Plan {
    private static final int MOST_ATTEMPTS = 16;

    private final Pool pool;
    private final List<Lease> tried = new ArrayList<>(2);
    private boolean lastResortTaken;

    Plan(Pool pool) {
        this.pool = pool;
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

    /** Chooses and reserves, in one step. */
    public Step next(long nowNanos) {
        if (tried.size() >= attempts()) {
            return new Spent();
        }
        Lease lease = pool.lease(candidate -> !isRuledOut(candidate), nowNanos);
        if (lease == null && !lastResortTaken) {
            lastResortTaken = true;
            lease = lastResort(nowNanos);
        }
        if (lease == null) {
            return new Spent();
        }
        tried.add(lease);
        return lease;
    }

    /** The most attempts that this request may take. */
    public int attempts() {
        return Math.min(MOST_ATTEMPTS, pool.candidates().size());
    }

    /** The targets that were passed over. */
    public List<Resting> resting(long nowNanos) {
        return pool.candidates().stream()
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
        return new Resting(name, 503, "it kept failing", remaining);
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
    private @Nullable Lease lastResort(long nowNanos) {
        return pool.candidates().stream()
                .filter(candidate -> !isRuledOut(candidate))
                .filter(candidate -> !candidate.scopes().resting(nowNanos))
                .min(Comparator.comparingLong(Candidate::lastFailure))
                .map(Candidate::lastResort)
                .orElse(null);
    }
}
