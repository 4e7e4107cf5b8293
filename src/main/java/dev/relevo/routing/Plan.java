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
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where one request may still go: a cursor over a pool's live state. Used by one thread at a time; whoever passes it to
 * another sees to it that the one happens before the other.
 */
public final class Plan {
    static final int MOST_ATTEMPTS = 16;

    private final Pool pool;
    private final Ask ask;
    private final Kind kind;
    private final Patience patience;
    private final List<Candidate> capable;
    private final List<Lease> tried = new ArrayList<>(2);
    private Predicate<Target> only = _ -> true;
    private boolean counted;
    private boolean lastResortTaken;

    Plan(Pool pool, Ask ask, Patience patience) {
        this.pool = pool;
        this.ask = ask;
        this.kind = ask.kind();
        this.patience = patience;
        this.capable = pool.candidates(ask.needs());
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
        Set<Feature> missing = new HashSet<>(ask.needs());
        missing.removeAll(candidate.target().supports());
        return new Lack(candidate.target().name(), missing);
    }

    /** From now on the request may go to no other targets. */
    public void only(Predicate<Target> admitted) {
        only = admitted;
    }

    /** Chooses and reserves, in one step. */
    public Step next(long nowNanos) {
        count();
        patience.spared();
        if (tried.size() >= MOST_ATTEMPTS) {
            return new Spent();
        }
        Draw draw = draw(this::mayServe, nowNanos);
        Lease lease = pool.lease(draw);
        if (lease != null && repeats(lease) && !patience.budget().spend(nowNanos)) {
            lease.released(nowNanos);
            lease = pool.lease(draw(candidate -> mayServe(candidate) && attemptsOn(candidate) == 0, nowNanos));
            if (lease == null) {
                return new Spent();
            }
        }
        if (lease == null) {
            lease = lastResort(draw);
        } else if (lease.isProbe()) {
            patience.budget().owe(nowNanos);
        }
        return lease == null ? later(nowNanos) : leased(lease);
    }

    /** Whether it is to be paid for: a second call, and no probe. */
    private boolean repeats(Lease lease) {
        return !lease.isProbe() && attemptsOn(lease.candidate()) > 0;
    }

    /** Nothing more is asked for, and a pause that was granted was not made. */
    public void end() {
        patience.spared();
    }

    /**
     * How long to wait for an answer before {@link #hedge}: as long as nineteen of twenty of the pool's answers to such
     * requests took. Null if there is nothing to hedge with, or nobody knows.
     */
    public @Nullable Duration hedgeAfter() {
        boolean hedges = pool.alias().retries().hedge() && capable.size() > 1;
        return hedges ? pool.health().answers(kind).p95() : null;
    }

    /**
     * A second target for a request whose first one is late: a healthy one. Null if there is none, or if the budget is spent,
     * of which one hedge for each twenty requests is a part.
     */
    public @Nullable Lease hedge(long nowNanos) {
        if (tried.size() >= MOST_ATTEMPTS || !patience.budget().hedge(nowNanos)) {
            return null;
        }
        Lease lease = pool.lease(draw(candidate -> mayServe(candidate) && candidate.isSound(kind), nowNanos));
        if (lease == null) {
            patience.budget().refundHedge();
            return null;
        }
        return leased(lease);
    }

    /**
     * How long to pause before {@link #again}, after a target failed in a way that may be over in a moment; null if it is
     * not to be asked again.
     *
     * @param told how long it asks to wait, or null
     */
    public @Nullable Duration retry(Lease failed, @Nullable Duration told, long nowNanos) {
        boolean worthwhile = !failed.isTrial() && failed.candidate().available(kind, ask, nowNanos);
        return worthwhile ? patience.retry(attemptsOn(failed.candidate()), told, nowNanos) : null;
    }

    /**
     * How long to wait before {@link #again}, after a limit that ends so soon; null if it is not to be waited out. A pause
     * that is not made costs nothing, once {@link #next} is called instead.
     */
    public @Nullable Duration waitOut(Duration told, long nowNanos) {
        return patience.waitOut(told, nowNanos);
    }

    /**
     * The same target again after the pause, unless it rests or is broken by now or the request had its share. If it only met
     * its limit once more, {@link #next} may say to wait again.
     */
    public @Nullable Lease again(Lease failed, long nowNanos) {
        patience.paused();
        Candidate candidate = failed.candidate();
        Lease lease = tried.size() < MOST_ATTEMPTS ? candidate.lease(draw(this::mayServe, nowNanos)) : null;
        if (lease != null) {
            patience.called();
            return leased(lease);
        }
        if (candidate.onlyLimited(kind, ask, nowNanos)) {
            failed.mayBeRepeated();
        }
        return null;
    }

    /** The most attempts that this request may take. */
    public int attempts() {
        return Math.min(MOST_ATTEMPTS, patience.attempts(capable.size()));
    }

    /** To how many targets this request may go from here, the one under way included. */
    public int left(long nowNanos) {
        if (capable.size() == 1) {
            return 1;
        }
        long others = open().filter(candidate -> candidate.available(kind, ask, nowNanos))
                .count();
        return 1 + (int) Math.min(others, MOST_ATTEMPTS - tried.size());
    }

    /** The targets that were passed over. */
    public List<Resting> resting(long nowNanos) {
        return open().filter(candidate -> tried.stream().noneMatch(lease -> lease.concerns(candidate)))
                .map(candidate -> resting(candidate, nowNanos))
                .toList();
    }

    private Resting resting(Candidate candidate, long nowNanos) {
        String name = candidate.target().name();
        Duration remaining = candidate.remaining(kind, ask, nowNanos);
        if (candidate.scopes().resting(nowNanos)) {
            var scope = candidate.scopes().longestResting(nowNanos);
            return new Resting(name, scope.status(), scope.reason(), remaining);
        }
        return new Resting(name, 503, candidate.broken(kind, nowNanos), remaining);
    }

    /** Gives back whatever is still set aside for the request, should a bug have ended it. */
    public void close(long nowNanos) {
        tried.forEach(lease -> lease.forsaken(nowNanos));
    }

    private void count() {
        if (!counted) {
            counted = true;
            patience.budget().requested();
        }
    }

    private Lease leased(Lease lease) {
        tried.add(lease);
        return lease;
    }

    private Draw draw(Predicate<Candidate> open, long nowNanos) {
        return new Draw(open, ask, kind, pool.health(), nowNanos);
    }

    private int attemptsOn(Candidate candidate) {
        return (int) tried.stream()
                .filter(earlier -> earlier.candidate().isSame(candidate))
                .count();
    }

    private Step later(long nowNanos) {
        Optional<Candidate> soonest = open().filter(candidate -> candidate.onlyLimited(kind, ask, nowNanos))
                .min(Comparator.comparing(candidate -> candidate.remaining(kind, ask, nowNanos)));
        if (soonest.isEmpty() || !patience.fits(soonest.get().remaining(kind, ask, nowNanos))) {
            return new Spent();
        }
        return new Later(soonest.get().target(), patience.await(soonest.get().remaining(kind, ask, nowNanos)));
    }

    private boolean mayServe(Candidate candidate) {
        return candidate.supports(ask.needs()) && isOpen(candidate);
    }

    private Stream<Candidate> open() {
        return capable.stream().filter(this::isOpen);
    }

    private boolean isOpen(Candidate candidate) {
        for (Lease earlier : tried) {
            if (earlier.rulesOut(candidate)) {
                return false;
            }
        }
        return only.test(candidate.target());
    }

    /**
     * Where only open breakers are left, one attempt all the same, on the target whose last failure is longest ago: it may
     * answer by now, and the client would get nothing otherwise.
     */
    private @Nullable Lease lastResort(Draw draw) {
        Candidate last = lastResortTaken ? null : leastRecentlyFailed(draw.nowNanos());
        if (last == null || !patience.budget().spend(draw.nowNanos())) {
            return null;
        }
        lastResortTaken = true;
        return last.lastResort(draw);
    }

    private @Nullable Candidate leastRecentlyFailed(long nowNanos) {
        return open().filter(candidate -> !candidate.scopes().resting(nowNanos))
                .min(Comparator.comparingLong(candidate -> candidate.lastFailure(kind)))
                .orElse(null);
    }
}
