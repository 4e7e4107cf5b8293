package dev.relevo.routing;

import dev.relevo.config.Feature;
import dev.relevo.config.Provider;
import dev.relevo.config.Target;
import dev.relevo.quota.Scopes;
import dev.relevo.routing.Breaker.Permit;
import dev.relevo.stats.TargetState;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A target with what is known of its health.
 *
 * @param endpoint breaker of its connections, shared by all targets of that base URL
 * @param model breaker of the model at its provider, shared by all keys
 * @param latencies of the model at its provider
 */
record Candidate(Target target, Scopes scopes, Breaker endpoint, Breaker model, Latencies latencies) {
    static final String BROKEN = "it kept failing";

    /** The same state, told of another model. */
    Candidate of(String otherModel) {
        Provider provider = target.provider();
        Set<Feature> supports = provider.supports().of(otherModel);
        Target other = new Target(
                provider,
                otherModel,
                target.key(),
                target.keyOrdinal(),
                target.maxTokens(),
                supports,
                provider.contextWindows().of(otherModel),
                provider.quirks().continues());
        return new Candidate(other, scopes, endpoint, model, latencies);
    }

    boolean supports(Set<Feature> needs) {
        return target.supports().containsAll(needs);
    }

    /** Whether it is the same target, be it of another configuration or another of a provider's unlisted models. */
    boolean isSame(Candidate other) {
        return scopes.target() == other.scopes.target();
    }

    /** Whether nothing keeps it from serving but a limit. */
    boolean onlyLimited(long nowNanos) {
        return scopes.resting(nowNanos)
                && scopes.longestResting(nowNanos).status() == 429
                && endpoint.available(nowNanos)
                && model.available(nowNanos);
    }

    /** Whether a prompt too long for the other may fit here: unless both context windows are known and this is no larger. */
    boolean mayTakeMoreThan(Candidate other) {
        Integer own = target.contextWindow();
        Integer others = other.target().contextWindow();
        return own == null || others == null || own > others;
    }

    /** Whether nothing rests or is broken. */
    boolean available(long nowNanos) {
        return !scopes.resting(nowNanos) && endpoint.available(nowNanos) && model.available(nowNanos);
    }

    /** A lease, if nothing rests or is broken; else null. */
    @Nullable
    Lease lease(Draw draw) {
        if (scopes.resting(draw.nowNanos())) {
            return null;
        }
        Permit onEndpoint = endpoint.acquire(draw.nowNanos());
        if (onEndpoint == Permit.REFUSED) {
            return null;
        }
        Permit onModel = model.acquire(draw.nowNanos());
        if (onModel == Permit.REFUSED) {
            endpoint.released(onEndpoint);
            return null;
        }
        return new Lease(this, draw, onEndpoint, onModel);
    }

    /** A lease in spite of open breakers. */
    Lease lastResort(Draw draw) {
        return new Lease(this, draw, Permit.FORCED, Permit.FORCED);
    }

    long lastFailure() {
        return Math.max(endpoint.lastFailure(), model.lastFailure());
    }

    /** How long until a lease may be had; zero when it may be had now. */
    Duration remaining(long nowNanos) {
        Duration longest = scopes.remaining(nowNanos);
        for (Breaker breaker : new Breaker[] {endpoint, model}) {
            Duration wait = breaker.remaining(nowNanos);
            longest = wait.compareTo(longest) > 0 ? wait : longest;
        }
        return longest;
    }

    TargetState state(long nowNanos) {
        long millis = remaining(nowNanos).toMillis();
        if (scopes.resting(nowNanos)) {
            return state("resting", scopes.longestResting(nowNanos).reason(), millis);
        }
        return millis > 0 ? state("open", BROKEN, millis) : state("ok", "", 0);
    }

    private TargetState state(String state, String reason, long remainingMillis) {
        return new TargetState(target.name(), target.provider().name(), state, reason, remainingMillis);
    }
}
