package dev.relevo.routing;

import dev.relevo.config.Alias;
import dev.relevo.config.Feature;
import dev.relevo.config.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where one request may still go: a cursor over a pool's live state. Used by one thread. */
public final class Plan {
    static final int MOST_ATTEMPTS = 16;

    private final Pool pool;
    private final Set<Feature> needs;
    private final boolean stream;
    private final Patience patience;
    private final List<Candidate> capable;
    private final List<Lease> tried = new ArrayList<>(2);
    private boolean counted;
    private boolean lastResortTaken;

    Plan(Pool pool, Set<Feature> needs, boolean stream, Patience patience) {
        this.pool = pool;
        this.needs = Set.copyOf(needs);
        this.stream = stream;
        this.patience = patience;
        this.capable = pool.candidates(needs);
    }

    public Alias alias() {
        return pool.alias();
    }

    /** What to do next. */
    public sealed interface Step permits Lease, Later, Spent {}

    /** Only this target is left, whose limit ends soon: another step may be asked for after that pause. */
    public record Later(Target target, Duration pause) implements Step {}

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
        count();
        if (tried.size() >= MOST_ATTEMPTS) {
            return new Spent();
        }
        Draw draw = new Draw(this::mayServe, stream, nowNanos);
        Lease lease = leased(pool.lease(draw), nowNanos);
        if (lease == null) {
            lease = lastResort(draw);
        }
        return lease == null ? later(nowNanos) : lease;
    }

    /**
     * How long to pause before {@link #again}, after a target failed in a way that may be over in a moment; null if it is
     * not to be asked again.
     *
     * @param told how long it asks to wait, or null
     */
    public @Nullable Duration retry(Lease failed, @Nullable Duration told, long nowNanos) {
        boolean worthwhile = !failed.isTrial() && failed.candidate().available(nowNanos);
        return worthwhile ? patience.retry(attemptsOn(failed.candidate()), told, nowNanos) : null;
    }

    /** How long to wait before {@link #again}, after a limit that ends so soon; null if it is not to be waited out. */
    public @Nullable Duration waitOut(Duration told, long nowNanos) {
        return patience.waitOut(told, nowNanos);
    }

    /** The same target again, unless it rests or is broken by now or the request had its share. */
    public @Nullable Lease again(Lease failed, long nowNanos) {
        if (tried.size() >= MOST_ATTEMPTS) {
            return null;
        }
        return leased(failed.candidate().lease(new Draw(this::mayServe, stream, nowNanos)), nowNanos);
    }

    /** The most attempts that this request may take. */
    public int attempts() {
        return Math.min(MOST_ATTEMPTS, patience.attempts(capable.size()));
    }

    /** To how many targets this request may go from here, the one under way included. */
    public int left(long nowNanos) {
        long others = capable.stream()
                .filter(candidate -> !isRuledOut(candidate) && candidate.available(nowNanos))
                .count();
        return 1 + (int) Math.min(others, MOST_ATTEMPTS - tried.size());
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

    private void count() {
        if (!counted) {
            counted = true;
            patience.budget().requested();
        }
    }

    private @Nullable Lease leased(@Nullable Lease lease, long nowNanos) {
        if (lease != null) {
            tried.add(lease);
            if (lease.isProbe()) {
                patience.budget().owe(nowNanos);
            }
        }
        return lease;
    }

    private int attemptsOn(Candidate candidate) {
        return (int) tried.stream()
                .filter(earlier -> earlier.candidate().isSame(candidate))
                .count();
    }

    private Step later(long nowNanos) {
        Optional<Candidate> soonest = capable.stream()
                .filter(candidate -> !isRuledOut(candidate) && candidate.onlyLimited(nowNanos))
                .min(Comparator.comparing(candidate -> candidate.remaining(nowNanos)));
        if (soonest.isEmpty() || !patience.fits(soonest.get().remaining(nowNanos))) {
            return new Spent();
        }
        return new Later(soonest.get().target(), patience.await(soonest.get().remaining(nowNanos)));
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
        if (lastResortTaken) {
            return null;
        }
        lastResortTaken = true;
        return capable.stream()
                .filter(candidate -> !isRuledOut(candidate))
                .filter(candidate -> !candidate.scopes().resting(draw.nowNanos()))
                .min(Comparator.comparingLong(Candidate::lastFailure))
                .filter(_ -> patience.budget().spend(draw.nowNanos()))
                .map(candidate -> leased(candidate.lastResort(draw), draw.nowNanos()))
                .orElse(null);
    }
}
