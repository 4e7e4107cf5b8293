package dev.relevo.routing;

import dev.relevo.config.Target;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.dialect.Told;
import dev.relevo.dialect.Usage;
import dev.relevo.quota.Demand;
import dev.relevo.quota.Reservation;
import dev.relevo.quota.Scopes;
import dev.relevo.routing.Breaker.Permit;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A target chosen for one attempt, and what is set aside for it. Given back by exactly one of {@link #answered},
 * {@link #lost}, {@link #modelFailed}, {@link #endpointFailed}, {@link #limited}, {@link #refused}, {@link #tooLong},
 * {@link #cutShort} and {@link #released}; after {@link #answered} only {@link #settled} tells what the answer took.
 */
public final class Lease implements Plan.Step {
    private final Candidate candidate;
    private final Draw draw;
    private final Permit onEndpoint;
    private Permit onModel;
    private final Reservation reservation;
    private BooleanSupplier sent = () -> false;
    private String why = "it failed";
    private boolean over;
    private final Repeats repeats;

    Lease(Candidate candidate, Draw draw, Permit onEndpoint, Permit onModel, Reservation reservation) {
        this.candidate = candidate;
        this.draw = draw;
        this.onEndpoint = onEndpoint;
        this.onModel = onModel;
        this.reservation = reservation;
        this.repeats = new Repeats(candidate);
        candidate.tempo().began();
    }

    Candidate candidate() {
        return candidate;
    }

    /** Where its request need not go again. */
    Repeats repeats() {
        return repeats;
    }

    /** What is set aside for it. */
    public Reservation reservation() {
        return reservation;
    }

    /** Whether some breaker was not closed when it was given. */
    boolean isTrial() {
        return onEndpoint.isTrial() || onModel.isTrial();
    }

    /** Whether some breaker let it through to learn from it. */
    boolean isProbe() {
        return isTrial() && onModel != Permit.FORCED;
    }

    public Target target() {
        return candidate.target();
    }

    public Scopes scopes() {
        return candidate.scopes();
    }

    /** How long until no rest and no limit keeps such a request from its target; zero if none does now. */
    public Duration remaining(long nowNanos) {
        Duration rests = scopes().remaining(nowNanos);
        Duration room = candidate.roomIn(draw.ask(), nowNanos);
        return rests.compareTo(room) >= 0 ? rests : room;
    }

    /** The attempt is about to be sent. To be called without any lock, since it may wait for the disk. */
    public void sending() {
        reservation.announce();
    }

    /** From the moment that the request is on its way, the provider may count it, whatever becomes of it. */
    public void sentWhen(BooleanSupplier reached) {
        sent = reached;
    }

    /**
     * The provider told what is left of its limits.
     *
     * @return whether anything was told of which something follows
     */
    public boolean told(List<Told> told, long nowNanos) {
        if (told.isEmpty()) {
            return false;
        }
        if (draw.ask().stream()) {
            reservation.streams();
        }
        boolean telling = candidate.ledger().told(scopes(), told, reservation, nowNanos);
        draw.pool().roomCame(nowNanos);
        return telling;
    }

    /** It answers (a plain answer: it has); {@link #completed} or {@link #brokeOff} may follow, {@link #settled} has to. */
    public void answered(long nowNanos) {
        reached(nowNanos);
        reservation.reached(nowNanos);
        latency().answered(took(nowNanos), nowNanos);
        draw.answers().took(took(nowNanos));
        candidate.tempo().answered(took(nowNanos));
        boolean wasTrial = isTrial();
        onModel = breaker().succeeded(onModel);
        if (wasTrial) {
            draw.pool().roomCame(nowNanos);
        }
        candidate.scopes().target().answered();
        candidate.scopes().account().answered();
    }

    /** The answer ended well. */
    public void completed(long nowNanos) {
        breaker().completed(nowNanos);
    }

    /** The answer broke off after it had begun. */
    public void brokeOff(long nowNanos) {
        breaker().failed(onModel, "its answer broke off", nowNanos);
    }

    /**
     * No more will come of the answer.
     *
     * @param usage what it took, as the provider told; null if nobody told, so that it is estimated
     * @param answerBytes of its texts
     * @return what it took
     */
    public Demand settled(@Nullable Usage usage, long answerBytes, long nowNanos) {
        Demand taken = candidate.taken(draw.ask(), usage, answerBytes);
        reservation.settle(taken, nowNanos);
        candidate.tempo().took(taken.outputTokens(), took(nowNanos));
        over(nowNanos);
        return taken;
    }

    /** Another target answered the same request before. Its slowness is known, nothing else. */
    public void lost(long nowNanos) {
        repeats.mayBeFrom(nowNanos);
        candidate.endpoint().inconclusive(onEndpoint);
        breaker().inconclusive(onModel);
        latency().tookAtLeast(took(nowNanos), nowNanos);
        draw.answers().tookAtLeast(took(nowNanos));
        forsaken(false, nowNanos);
    }

    /**
     * It had no time left in this request, though it had not used up its own. Nothing failed, so no breaker counts it; but a
     * probe's place is not free at once, and a target that keeps silent in request after request, each time for longer than
     * the pool's answers take, comes after the others until it answers again.
     */
    public void cutShort(long nowNanos) {
        candidate.endpoint().undecided(onEndpoint);
        breaker().undecided(onModel);
        long took = took(nowNanos);
        var expected = draw.answers().p95();
        if (expected == null || took >= expected.toNanos()) {
            latency().cutShort(took, nowNanos);
        } else {
            latency().tookAtLeast(took, nowNanos);
        }
        forsaken(false, nowNanos);
    }

    /** Why the attempt fails, for people; told before that it does. */
    public void because(String reason) {
        why = reason;
    }

    /** It was reached, and the model behind it failed or kept the request waiting too long. */
    public void modelFailed(long nowNanos) {
        reached(nowNanos);
        latency().failed(took(nowNanos), nowNanos);
        breaker().failed(onModel, why, nowNanos);
        reservation.count(nowNanos);
        over(nowNanos);
    }

    /**
     * It was not reached.
     *
     * @param why for people
     */
    public void endpointFailed(String why, long nowNanos) {
        repeats.unreachable();
        candidate.endpoint().because(why);
        latency().failed(took(nowNanos), nowNanos);
        candidate.endpoint().failed(onEndpoint, nowNanos);
        breaker().inconclusive(onModel);
        reservation.release(nowNanos);
        over(nowNanos);
    }

    /**
     * It was reached and refused for a limit: that took nothing, and says nothing of the model's health.
     *
     * @param kind whose limit it is
     * @param untold whether the provider told nothing of it
     */
    public void limited(ScopeKind kind, boolean untold, long nowNanos) {
        if (untold) {
            candidate.ledger().refused(scopes(), kind, reservation, nowNanos);
        }
        reservation.release(nowNanos);
        refused(nowNanos);
    }

    /** It was reached and refused: a request that took no tokens; that says nothing of the model's health. */
    public void refused(long nowNanos) {
        reached(nowNanos);
        breaker().released(onModel);
        reservation.settle(Demand.REQUEST, nowNanos);
        over(nowNanos);
    }

    /** It was reached, and the prompt is too long for it, and so for every target that takes no more. */
    public void tooLong(long nowNanos) {
        repeats.tooLong();
        refused(nowNanos);
    }

    /** The attempt says nothing of anybody's health. */
    public void released(long nowNanos) {
        candidate.endpoint().released(onEndpoint);
        breaker().released(onModel);
        latency().released(draw.nowNanos());
        forsaken(true, nowNanos);
    }

    /** Nobody got to know of it: it was not made, and leaves no room that was not there before. */
    void unused(long nowNanos) {
        candidate.endpoint().released(onEndpoint);
        breaker().released(onModel);
        latency().released(draw.nowNanos());
        reservation.release(nowNanos);
        end();
    }

    /** The request has ended: should a bug have left the lease open, or be it about to be lost, its reservation ends all the same. */
    void close(long nowNanos) {
        if (!over) {
            forsaken(false, nowNanos);
        }
    }

    /** Nobody will tell what it took: whatever was set aside, if the provider may have counted it; else nothing. */
    private void forsaken(boolean byClient, long nowNanos) {
        if (!sent.getAsBoolean()) {
            reservation.release(nowNanos);
        } else if (byClient) {
            reservation.forsake(nowNanos);
        } else {
            reservation.count(nowNanos);
        }
        over(nowNanos);
    }

    private void over(long nowNanos) {
        end();
        draw.pool().roomCame(nowNanos);
    }

    private void end() {
        if (!over) {
            over = true;
            candidate.tempo().ended();
        }
    }

    private Breaker breaker() {
        return candidate.model().breaker(draw.kind());
    }

    private Latency latency() {
        return candidate.model().latency(draw.kind());
    }

    private long took(long nowNanos) {
        return nowNanos - draw.nowNanos();
    }

    private void reached(long nowNanos) {
        candidate.endpoint().succeeded(onEndpoint);
        candidate.endpoint().completed(nowNanos);
    }
}
