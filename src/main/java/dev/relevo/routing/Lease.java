package dev.relevo.routing;

import dev.relevo.config.Target;
import dev.relevo.quota.Scopes;
import dev.relevo.routing.Breaker.Permit;
import java.time.Duration;

/**
 * A target chosen for one attempt. Given back by exactly one of {@link #answered}, {@link #modelFailed}, {@link
 * #endpointFailed}, {@link #refused},
 * {@link #tooLong} and {@link #released}.
 */
public final class Lease implements Plan.Step {
    /** What a failure counts as among latencies: it is no quick answer, however quickly it came. */
    private static final long FAILURE = Duration.ofSeconds(10).toNanos();

    private final Candidate candidate;
    private final Draw draw;
    private final Permit onEndpoint;
    private final Permit onModel;
    private boolean unreachable;
    private boolean tooLong;

    Lease(Candidate candidate, Draw draw, Permit onEndpoint, Permit onModel) {
        this.candidate = candidate;
        this.draw = draw;
        this.onEndpoint = onEndpoint;
        this.onModel = onModel;
    }

    Candidate candidate() {
        return candidate;
    }

    /**
     * Whether trying that candidate after this lease would repeat it: the same target, an endpoint just not reached, or a
     * context window that is no larger than the one just exceeded.
     */
    boolean rulesOut(Candidate other) {
        return other.isSame(candidate)
                || (unreachable
                        && other.scopes().endpoint() == candidate.scopes().endpoint())
                || (tooLong && !other.mayTakeMoreThan(candidate));
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
        measured(took(nowNanos), nowNanos);
        candidate.model().succeeded(onModel);
        candidate.scopes().target().answered();
        candidate.scopes().account().answered();
    }

    /** The answer ended well. */
    public void completed(long nowNanos) {
        candidate.model().completed(nowNanos);
    }

    /** The answer broke off after it had begun. */
    public void brokeOff(long nowNanos) {
        candidate.model().failed(Permit.NORMAL, nowNanos);
    }

    /** It was reached, and the model behind it failed or kept the request waiting too long. */
    public void modelFailed(long nowNanos) {
        reached(nowNanos);
        measured(Math.max(FAILURE, took(nowNanos)), nowNanos);
        candidate.model().failed(onModel, nowNanos);
    }

    /** It was not reached. */
    public void endpointFailed(long nowNanos) {
        unreachable = true;
        measured(Math.max(FAILURE, took(nowNanos)), nowNanos);
        candidate.endpoint().failed(onEndpoint, nowNanos);
        candidate.model().released(onModel);
    }

    /** It was reached and refused; that says nothing of the model's health. */
    public void refused(long nowNanos) {
        reached(nowNanos);
        candidate.model().released(onModel);
    }

    /** It was reached, and the prompt is too long for it, and so for every target that takes no more. */
    public void tooLong(long nowNanos) {
        tooLong = true;
        refused(nowNanos);
    }

    /** The attempt says nothing of anybody's health. */
    public void released() {
        candidate.endpoint().released(onEndpoint);
        candidate.model().released(onModel);
    }

    private void measured(long latency, long nowNanos) {
        candidate.latencies().of(draw.stream()).measured(latency, nowNanos);
    }

    private long took(long nowNanos) {
        return nowNanos - draw.nowNanos();
    }

    private void reached(long nowNanos) {
        candidate.endpoint().succeeded(onEndpoint);
        candidate.endpoint().completed(nowNanos);
    }
}
