package dev.relevo.routing;

import dev.relevo.config.Target;
import dev.relevo.dialect.Told;
import dev.relevo.dialect.Usage;
import dev.relevo.quota.Demand;
import dev.relevo.quota.Reservation;
import dev.relevo.quota.Scopes;
import dev.relevo.routing.Breaker.Permit;
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
    private boolean unreachable;
    private boolean tooLong;
    private boolean repeatable;

    Lease(Candidate candidate, Draw draw, Permit onEndpoint, Permit onModel, Reservation reservation) {
        this.candidate = candidate;
        this.draw = draw;
        this.onEndpoint = onEndpoint;
        this.onModel = onModel;
        this.reservation = reservation;
    }

    Candidate candidate() {
        return candidate;
    }

    /** Whether it was an attempt on that candidate, or tells the same of it as one would. */
    boolean concerns(Candidate other) {
        return other.isSame(candidate)
                || (unreachable
                        && other.scopes().endpoint() == candidate.scopes().endpoint())
                || (tooLong && !other.mayTakeMoreThan(candidate));
    }

    /** Whether trying that candidate after this lease would only repeat it. */
    boolean rulesOut(Candidate other) {
        return !repeatable && concerns(other);
    }

    /** The same request may come back to the target. */
    void mayBeRepeated() {
        repeatable = true;
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

    /** From the moment that the request is on its way, the provider may count it, whatever becomes of it. */
    public void sentWhen(BooleanSupplier reached) {
        sent = reached;
    }

    /** The provider told what is left of its limits. */
    public void told(List<Told> told, long nowNanos) {
        candidate.ledger().told(candidate.scopes(), told, reservation, nowNanos);
    }

    /** It answers (a plain answer: it has); {@link #completed} or {@link #brokeOff} may follow, {@link #settled} has to. */
    public void answered(long nowNanos) {
        reached(nowNanos);
        latency().answered(took(nowNanos), nowNanos);
        draw.answers().took(took(nowNanos));
        onModel = breaker().succeeded(onModel);
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
     * @param usage what it took, as the provider told; null if nobody told
     */
    public void settled(@Nullable Usage usage, long nowNanos) {
        if (usage == null) {
            reservation.count(nowNanos);
        } else {
            reservation.settle(candidate.taken(usage), nowNanos);
        }
    }

    /** Another target answered the same request before. Its slowness is known, nothing else. */
    public void lost(long nowNanos) {
        repeatable = true;
        candidate.endpoint().inconclusive(onEndpoint);
        breaker().inconclusive(onModel);
        latency().tookAtLeast(took(nowNanos), nowNanos);
        draw.answers().tookAtLeast(took(nowNanos));
        forsaken(nowNanos);
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
        forsaken(nowNanos);
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
    }

    /**
     * It was not reached.
     *
     * @param why for people
     */
    public void endpointFailed(String why, long nowNanos) {
        unreachable = true;
        candidate.endpoint().because(why);
        latency().failed(took(nowNanos), nowNanos);
        candidate.endpoint().failed(onEndpoint, nowNanos);
        breaker().inconclusive(onModel);
        reservation.release(nowNanos);
    }

    /** It was reached and refused for a limit: that took nothing, and says nothing of the model's health. */
    public void limited(long nowNanos) {
        reservation.release(nowNanos);
        refused(nowNanos);
    }

    /** It was reached and refused: a request that took no tokens; that says nothing of the model's health. */
    public void refused(long nowNanos) {
        reached(nowNanos);
        breaker().released(onModel);
        reservation.settle(Demand.REQUEST, nowNanos);
    }

    /** It was reached, and the prompt is too long for it, and so for every target that takes no more. */
    public void tooLong(long nowNanos) {
        tooLong = true;
        refused(nowNanos);
    }

    /** The attempt says nothing of anybody's health. */
    public void released(long nowNanos) {
        candidate.endpoint().released(onEndpoint);
        breaker().released(onModel);
        latency().released(draw.nowNanos());
        forsaken(nowNanos);
    }

    /** Nobody will tell what it took: whatever was set aside, if the provider may have counted it. Once it is told, nothing. */
    void forsaken(long nowNanos) {
        if (sent.getAsBoolean()) {
            reservation.count(nowNanos);
        } else {
            reservation.release(nowNanos);
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
