package dev.relevo.relay;

import dev.relevo.quota.Scopes;
import dev.relevo.routing.OwnLimit;
import dev.relevo.routing.Plan;
import dev.relevo.upstream.Abandonment;
import dev.relevo.upstream.Fault;
import dev.relevo.upstream.Outcome.Abandoned;
import dev.relevo.upstream.Outcome.Failed;
import dev.relevo.upstream.Outcome.Limited;
import dev.relevo.upstream.Outcome.Rejected;
import dev.relevo.upstream.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From what a request met with to its {@link Verdict}. */
record Judgement(Plan plan, Trail trail, long nowNanos) {

    /**
     * The verdict on a request that nobody answered.
     *
     * @param cause what ended it, or null
     * @param outOfTime whether its time was over before all targets were asked
     */
    static Verdict of(Plan plan, Trail trail, @Nullable Abandonment cause, boolean outOfTime, long nowNanos) {
        Judgement judgement = new Judgement(plan, trail, nowNanos);
        if (cause == Abandonment.DRAIN) {
            return Verdict.stopping();
        }
        return outOfTime ? Verdict.tooLate(plan.alias().name(), judgement.tried()) : judgement.verdict();
    }

    private Verdict verdict() {
        List<Reason> tried = tried();
        OwnLimit own = tried.isEmpty() ? plan.ownLimit(nowNanos) : null;
        if (own != null) {
            return Verdict.ownLimit(plan.client(), own, earliest(plan.resting(nowNanos)));
        }
        if (!tried.isEmpty() && trail.failures().getLast().failure() instanceof Abandoned) {
            return Verdict.tooLate(plan.alias().name(), tried);
        }
        if (!tried.isEmpty() && !trail.failures().getLast().failure().elsewhere()) {
            return Verdict.shown(tried.getLast(), Duration.ZERO);
        }
        List<Plan.Resting> resting = plan.resting(nowNanos);
        return Verdict.of(
                plan.alias().name(), tried, resting.stream().map(Reason::of).toList(), earliest(resting));
    }

    private List<Reason> tried() {
        List<Reason> reasons = new ArrayList<>();
        trail.failures().forEach(failed -> reasons.add(Reason.of(failed)));
        return reasons;
    }

    /** When the first of those may be asked again that do not refuse this very request. */
    private Duration earliest(List<Plan.Resting> resting) {
        return Stream.concat(
                        trail.failures().stream()
                                .filter(failed -> !Reason.of(failed).refusesRequest())
                                .map(this::wait),
                        resting.stream().map(Plan.Resting::remaining))
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Longer than it rests where that is too short: a failing server does not rest, an unlisted model briefly or not at all. */
    private Duration wait(Trail.Failed failed) {
        Scopes scopes = failed.lease().scopes();
        Duration told = switch (failed.failure()) {
            case Failed(Refusal refusal) -> refusal.retryAfter();
            case Rejected(Fault fault, Refusal _) when !scopes.listed() -> fault.rest();
            case Limited limited when !scopes.listed() -> limited.refusal().retryAfter();
            default -> null;
        };
        Duration rests = failed.lease().remaining(nowNanos);
        return told == null || told.compareTo(rests) < 0 ? rests : told;
    }
}
