package dev.relevo.routing;

import dev.relevo.config.Target;
import dev.relevo.quota.Scopes;
import dev.relevo.routing.Breaker.Permit;

/**
 * A target chosen for one attempt. Given back by exactly one of {@link #answered}, {@link #lost}, {@link #modelFailed},
 * {@link #endpointFailed}, {@link #refused}, {@link #tooLong}, {@link #cutShort} and {@link #released}.
 */
public final class Lease implements Plan.Step {
    private final Candidate candidate;
    private final Draw draw;
    private final Permit onEndpoint;
    private Permit onModel;
    private boolean unreachable;
    private boolean tooLong;
    private boolean repeatable;

    Lease(Candidate candidate, Draw draw, Permit onEndpoint, Permit onModel) {
        this.candidate = candidate;
        this.draw = draw;
        this.onEndpoint = onEndpoint;
        this.onModel = onModel;
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

    /** It answers (a plain answer: it has); {@link #completed} or {@link #brokeOff} may follow. */
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
        breaker().failed(onModel, nowNanos);
    }

    /** Another target answered the same request before. Its slowness is known, nothing else. */
    public void lost(long nowNanos) {
        repeatable = true;
        candidate.endpoint().inconclusive(onEndpoint);
        breaker().inconclusive(onModel);
        latency().tookAtLeast(took(nowNanos), nowNanos);
        draw.answers().tookAtLeast(took(nowNanos));
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
    }

    /** It was reached, and the model behind it failed or kept the request waiting too long. */
    public void modelFailed(long nowNanos) {
        reached(nowNanos);
        latency().failed(took(nowNanos), nowNanos);
        breaker().failed(onModel, nowNanos);
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
    }

    /** It was reached and refused; that says nothing of the model's health. */
    public void refused(long nowNanos) {
        reached(nowNanos);
        breaker().released(onModel);
    }

    /** It was reached, and the prompt is too long for it, and so for every target that takes no more. */
    public void tooLong(long nowNanos) {
        tooLong = true;
        refused(nowNanos);
    }

    /** The attempt says nothing of anybody's health. */
    public void released() {
        candidate.endpoint().released(onEndpoint);
        breaker().released(onModel);
        latency().released(draw.nowNanos());
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
