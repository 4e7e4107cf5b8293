package dev.relevo.routing;

import dev.relevo.config.Feature;
import dev.relevo.config.Provider;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import dev.relevo.quota.Scopes;
import dev.relevo.routing.Breaker.Permit;
import dev.relevo.stats.TargetState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A target with what is known of its health.
 *
 * @param endpoint breaker of its connections, shared by all targets of that base URL
 * @param model how the model at its provider fares, shared by all keys
 */
record Candidate(Target target, Scopes scopes, Breaker endpoint, Performance model) {
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
                provider.quirks().continues(),
                new Terms(List.of(), provider.quotas().model(otherModel).price()));
        return new Candidate(other, scopes, endpoint, model);
    }

    boolean supports(Set<Feature> needs) {
        return target.supports().containsAll(needs);
    }

    /** Whether it is the same target, be it of another configuration or another of a provider's unlisted models. */
    boolean isSame(Candidate other) {
        return scopes.target() == other.scopes.target();
    }

    /** Whether nothing keeps it from serving but a limit. */
    boolean onlyLimited(Kind kind, long nowNanos) {
        return scopes.resting(nowNanos)
                && scopes.longestResting(nowNanos).status() == 429
                && endpoint.available(nowNanos)
                && model.breaker(kind).available(nowNanos);
    }

    /**
     * Whether a prompt too long for the other may fit here: unless both context windows are known and this leaves it no
     * more room. An answer takes room besides, so that a smaller cap on its tokens makes some.
     */
    boolean mayTakeMoreThan(Candidate other) {
        Integer own = target.contextWindow();
        Integer others = other.target().contextWindow();
        return own == null || others == null || own + saved(other) > others;
    }

    /** By how many tokens at most an answer is shorter than the other's: any but none, where the other's has no cap. */
    private int saved(Candidate other) {
        Integer own = target.maxTokens();
        Integer others = other.target().maxTokens();
        if (own == null) {
            return 0;
        }
        return others == null ? 1 : Math.max(0, others - own);
    }

    /** Whether nothing rests or is broken. */
    boolean available(Kind kind, long nowNanos) {
        return !scopes.resting(nowNanos)
                && endpoint.available(nowNanos)
                && model.breaker(kind).available(nowNanos);
    }

    /** Whether no breaker doubts it. */
    boolean isSound(Kind kind) {
        return endpoint.isClosed() && model.breaker(kind).isClosed();
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
        Permit onModel = model.breaker(draw.kind()).acquire(draw.nowNanos());
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

    long lastFailure(Kind kind) {
        return Math.max(endpoint.lastFailure(), model.breaker(kind).lastFailure());
    }

    /** How long until a lease may be had; zero when it may be had now. */
    Duration remaining(Kind kind, long nowNanos) {
        return remaining(Stream.of(endpoint, model.breaker(kind)), nowNanos);
    }

    private Duration remaining(Stream<Breaker> breakers, long nowNanos) {
        return Stream.concat(
                        Stream.of(scopes.remaining(nowNanos)), breakers.map(breaker -> breaker.remaining(nowNanos)))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** As bad as its worst operation. */
    TargetState state(long nowNanos) {
        List<Breaker> breakers = new ArrayList<>(model.breakers());
        breakers.add(endpoint);
        long millis = remaining(breakers.stream(), nowNanos).toMillis();
        if (scopes.resting(nowNanos)) {
            return state("resting", scopes.longestResting(nowNanos).reason(), millis);
        }
        return millis > 0 ? state("open", broken(breakers, nowNanos), millis) : state("ok", "", 0);
    }

    /** Why it is passed over for such requests. */
    String broken(Kind kind, long nowNanos) {
        return broken(List.of(model.breaker(kind), endpoint), nowNanos);
    }

    private static String broken(List<Breaker> breakers, long nowNanos) {
        return breakers.stream()
                .max(Comparator.comparing(breaker -> breaker.remaining(nowNanos)))
                .orElseThrow()
                .reason();
    }

    private TargetState state(String state, String reason, long remainingMillis) {
        return new TargetState(target.name(), target.provider().name(), state, reason, remainingMillis);
    }
}
