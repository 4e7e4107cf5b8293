package dev.relevo.routing;

import dev.relevo.config.Alias;
import dev.relevo.config.Feature;
import dev.relevo.config.Target;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where one request may still go: a cursor over a pool's live state. Used by one thread at a time; whoever passes it to
 * another sees to it that the one happens before the other.
 */
public final class Plan {
    static final int MOST_ATTEMPTS = 16;

    private final Pool pool;
    private final Choices choices;
    private final Patience patience;
    private @Nullable Ticket ticket;
    private boolean counted;
    private boolean lastResortTaken;

    Plan(Pool pool, Ask ask, Patience patience) {
        this.pool = pool;
        this.choices = new Choices(pool, ask);
        this.patience = patience;
    }

    public Alias alias() {
        return pool.alias();
    }

    /** Who asks, as {@link Ask#client}. */
    public @Nullable String client() {
        return choices.ask().client();
    }

    /** What to do next. */
    public sealed interface Step permits Lease, Later, Spent {}

    /**
     * Nobody has room, and that target will: another step may be asked for after that pause, or as soon as
     * {@link Plan#isDecided}.
     */
    public record Later(Target target, Duration pause) implements Step {}

    /** No target is left for this request. */
    public record Spent() implements Step {}

    /**
     * A target that was not tried because it rests, is broken or has no room.
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
        return choices.lacks();
    }

    /** From now on the request may go to no other targets. */
    public void only(Predicate<Target> admitted) {
        choices.only(admitted);
    }

    /** Chooses and reserves, in one step. Where somebody waits for room already, that is done in turn. */
    public Step next(long nowNanos) {
        if (ticket != null) {
            queue().look(nowNanos);
            return waiting(ticket, nowNanos);
        }
        count();
        patience.spared();
        if (choices.tried().size() >= MOST_ATTEMPTS) {
            return new Spent();
        }
        if (queue().isEmpty()) {
            Lease lease = choose(nowNanos);
            Choices.Opening opening = lease == null ? choices.soonest(nowNanos) : null;
            // Room may have come between the two looks.
            lease = lease == null && opening == null ? choose(nowNanos) : lease;
            if (lease != null) {
                return leased(lease);
            }
            if (!patience.fits(opening)) {
                return new Spent();
            }
        }
        return queued(nowNanos);
    }

    /** Whether, while the request waits, a lease is there for the next step, or no room comes in time. Any thread may ask. */
    public boolean isDecided() {
        Ticket mine = ticket;
        return mine != null && (mine.lease() != null || mine.isHopeless());
    }

    /** From now on that is run, by any thread, when the request waits and {@link #isDecided}. */
    public void whenDecided(Runnable wake) {
        if (ticket != null) {
            ticket.whenDecided(wake);
        }
    }

    private Step queued(long nowNanos) {
        Ticket mine = new Ticket(choices, patience, this::choose);
        ticket = mine;
        patience.waitsSince(nowNanos);
        queue().join(mine, nowNanos);
        return waiting(mine, nowNanos);
    }

    private Step waiting(Ticket mine, long nowNanos) {
        Choices.Opening opening = mine.opening();
        boolean waits = mine.isIn() && mine.lease() == null && patience.lastsUntil(mine.due());
        if (waits && opening != null) {
            return new Later(opening.candidate().target(), Duration.ofNanos(Math.max(1, mine.due() - nowNanos)));
        }
        Lease lease = leave(mine, nowNanos);
        return lease == null ? new Spent() : leased(lease);
    }

    /** What it was served before it left, or null. */
    private @Nullable Lease leave(Ticket mine, long nowNanos) {
        queue().leave(mine);
        patience.waitedUntil(nowNanos);
        ticket = null;
        return mine.lease();
    }

    private Queue queue() {
        return pool.health().queue();
    }

    private @Nullable Lease choose(long nowNanos) {
        Draw draw = choices.draw(nowNanos);
        Lease lease = pool.lease(draw);
        if (lease != null && repeats(lease) && !patience.budget().spend(nowNanos)) {
            lease.unused(nowNanos);
            return pool.lease(choices.untried(nowNanos));
        }
        if (lease == null) {
            return lastResort(draw);
        }
        if (lease.isProbe()) {
            patience.budget().owe(nowNanos);
        }
        return lease;
    }

    /** Whether it is to be paid for: a second call, and no probe. */
    private boolean repeats(Lease lease) {
        return !lease.isProbe() && choices.attemptsOn(lease.candidate()) > 0;
    }

    /**
     * How long to wait for an answer before {@link #hedge}: as long as nineteen of twenty of the pool's answers to such
     * requests took. Null if there is nothing to hedge with, or nobody knows.
     */
    public @Nullable Duration hedgeAfter() {
        boolean hedges = pool.alias().retries().hedge() && choices.capable() > 1;
        return hedges ? pool.health().answers(choices.kind()).p95() : null;
    }

    /**
     * A second target for a request whose first one is late: a healthy one. Null if there is none, if others wait for room,
     * or if the budget is spent, of which one hedge for each twenty requests is a part.
     */
    public @Nullable Lease hedge(long nowNanos) {
        boolean mayBe = choices.tried().size() < MOST_ATTEMPTS && queue().isEmpty();
        if (!mayBe || !patience.budget().hedge(nowNanos)) {
            return null;
        }
        Lease lease = pool.lease(choices.sound(nowNanos));
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
        boolean worthwhile = !failed.isTrial() && failed.candidate().available(choices.kind(), choices.ask(), nowNanos);
        return worthwhile ? patience.retry(choices.attemptsOn(failed.candidate()), told, nowNanos) : null;
    }

    /** A limit was met: the request may come back to the target when that is over, if nobody else serves it until then. */
    public void limited(Lease limited, long nowNanos) {
        limited.repeats().mayBeFrom(patience.comesBack(choices.attemptsOn(limited.candidate()), nowNanos));
    }

    /** The same target again after the pause, unless it rests or is broken by now or the request had its share. */
    public @Nullable Lease again(Lease failed, long nowNanos) {
        patience.paused();
        Candidate candidate = failed.candidate();
        boolean mayBe = choices.tried().size() < MOST_ATTEMPTS;
        Lease lease = mayBe ? candidate.lease(choices.draw(nowNanos)) : null;
        if (lease != null) {
            patience.called();
            return leased(lease);
        }
        if (candidate.onlyLimited(choices.kind(), choices.ask(), nowNanos)) {
            failed.repeats().mayBeFrom(nowNanos);
        }
        return null;
    }

    /** The most attempts that this request may take. */
    public int attempts() {
        return Math.min(MOST_ATTEMPTS, patience.attempts(choices.capable()));
    }

    /** To how many targets this request may go from here, the one under way included. */
    public int left(long nowNanos) {
        if (choices.capable() == 1) {
            return 1;
        }
        return 1
                + Math.min(
                        choices.available(nowNanos),
                        MOST_ATTEMPTS - choices.tried().size());
    }

    /** What was weighed when its first target was chosen. */
    public Deliberation deliberation() {
        return choices.deliberation(pool);
    }

    /** The targets that were passed over. */
    public List<Resting> resting(long nowNanos) {
        return choices.resting(nowNanos);
    }

    /** The client's own limit that keeps the request from a target that could serve it, and is not waited for; or null. */
    public @Nullable OwnLimit ownLimit(long nowNanos) {
        return choices.ownLimit(nowNanos);
    }

    /** Nothing more is asked for the request: the client's own limits have its place again. */
    public void over(long nowNanos) {
        choices.ask().over(nowNanos);
    }

    /** The request has ended: it waits no longer, and whatever a bug left set aside for it is given back. */
    public void close(long nowNanos) {
        patience.spared();
        if (ticket != null) {
            Lease served = leave(ticket, nowNanos);
            if (served != null) {
                served.released(nowNanos);
            }
        }
        choices.tried().forEach(lease -> lease.close(nowNanos));
        over(nowNanos);
    }

    private void count() {
        if (!counted) {
            counted = true;
            patience.budget().requested();
        }
    }

    private Lease leased(Lease lease) {
        choices.tried().add(lease);
        return lease;
    }

    /**
     * Where only open breakers are left, one attempt all the same, on the target whose last failure is longest ago: it may
     * answer by now, and the client would get nothing otherwise.
     */
    private @Nullable Lease lastResort(Draw draw) {
        Candidate last = lastResortTaken ? null : choices.leastRecentlyFailed(draw.nowNanos());
        if (last == null || !patience.budget().spend(draw.nowNanos())) {
            return null;
        }
        Lease lease = last.lastResort(draw);
        lastResortTaken = lease != null;
        return lease;
    }
}
