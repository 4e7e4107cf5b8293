package dev.relevo.routing;

import dev.relevo.config.Feature;
import dev.relevo.config.Price;
import dev.relevo.config.Provider;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import dev.relevo.dialect.Usage;
import dev.relevo.quota.Charge;
import dev.relevo.quota.Demand;
import dev.relevo.quota.Ledger;
import dev.relevo.quota.LimitView;
import dev.relevo.quota.Reservation;
import dev.relevo.quota.Scopes;
import dev.relevo.routing.Breaker.Permit;
import dev.relevo.routing.Deliberation.Seat;
import dev.relevo.routing.PoolStatus.Place;
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
 * @param ledger of what its scopes have left
 * @param endpoint breaker of its connections, shared by all targets of that base URL
 * @param model how the model at its provider fares, shared by all keys
 * @param tempo how the target itself does
 */
record Candidate(Target target, Scopes scopes, Ledger ledger, Breaker endpoint, Performance model, Tempo tempo) {
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
        return new Candidate(other, scopes, ledger, endpoint, model, tempo);
    }

    boolean supports(Set<Feature> needs) {
        return target.supports().containsAll(needs);
    }

    /** Whether it is the same target, be it of another configuration or another of a provider's unlisted models. */
    boolean isSame(Candidate other) {
        return scopes.target() == other.scopes.target();
    }

    /** What such a request is expected to take of it; what nothing limits need not be known. */
    private Demand demand(Ask ask) {
        return isLimited(ask) ? scopes.expected(ask.size(), target) : Demand.REQUEST;
    }

    /** What an answer to it took: what it told, else an estimate. */
    Demand taken(Ask ask, @Nullable Usage usage, long answerBytes) {
        if (usage == null) {
            return scopes.estimated(ask.size(), answerBytes, target);
        }
        if (isLimited(ask)) {
            scopes.learn(ask.size(), usage);
        }
        return new Demand(usage.prompt(), usage.completion(), nanoUsd(usage));
    }

    private long nanoUsd(Usage usage) {
        Long told = usage.nanoUsd();
        Price price = target.terms().price();
        if (told == null && price != null) {
            return price.of(usage.prompt(), usage.cached(), usage.completion());
        }
        return told == null ? 0 : told;
    }

    /** Whether anything limits what that client may use of it. */
    boolean isLimited(Ask ask) {
        return Ledger.limited(scopes, ask.own());
    }

    /** Whether its limits leave room for such a request. */
    boolean hasRoom(Ask ask, long nowNanos) {
        return !isLimited(ask) || ledger.hasRoom(scopes, demand(ask), nowNanos);
    }

    /** Whether the client's own limits leave room for such a request to it. */
    boolean isAllowed(Ask ask, long nowNanos) {
        Charge own = ask.own();
        return own == null || own.hasRoom(demand(ask), nowNanos);
    }

    /** Of which of the client's own limits too little is left for such a request to it; null if there is enough. */
    @Nullable
    OwnLimit ownLimit(Ask ask, long nowNanos) {
        Charge own = ask.own();
        LimitView limit = own == null ? null : own.shortage(demand(ask), nowNanos);
        return limit == null ? null : new OwnLimit(limit, isPriced());
    }

    /** Whether it is known what a request to it costs. */
    boolean isPriced() {
        return target.terms().price() != null;
    }

    /** How long until its limits and the client's leave room for such a request, rests aside; zero if they do. */
    Duration roomIn(Ask ask, long nowNanos) {
        return isLimited(ask) ? ledger.roomIn(scopes, ask.own(), demand(ask), nowNanos) : Duration.ZERO;
    }

    /** Why its limits leave no room for such a request, for people. */
    String noRoom(Ask ask, long nowNanos) {
        return ledger.lacking(scopes, ask.own(), demand(ask), nowNanos);
    }

    /** How soon what is left of it expires unused: see {@link Ledger#expiring}. */
    double expiring(long nowNanos) {
        return ledger.expiring(scopes, nowNanos);
    }

    /** Whether nothing but a limit can keep it from serving such requests. */
    boolean mayBeLimited(Kind kind, long nowNanos) {
        return (!scopes.resting(nowNanos) || scopes.longestResting(nowNanos).status() == 429)
                && endpoint.available(nowNanos)
                && model.breaker(kind).available(nowNanos);
    }

    /** Whether a limit keeps it from serving such a request, and nothing else does. */
    boolean onlyLimited(Kind kind, Ask ask, long nowNanos) {
        return mayBeLimited(kind, nowNanos) && (scopes.resting(nowNanos) || !hasRoom(ask, nowNanos));
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

    /** Whether nothing rests or is broken, and there is room for such a request. */
    boolean available(Kind kind, Ask ask, long nowNanos) {
        return !scopes.resting(nowNanos)
                && endpoint.available(nowNanos)
                && model.breaker(kind).available(nowNanos)
                && hasRoom(ask, nowNanos);
    }

    /** Whether no breaker doubts it. */
    boolean isSound(Kind kind) {
        return endpoint.isClosed() && model.breaker(kind).isClosed();
    }

    /** A lease, if nothing rests or is broken and there is room; else null. */
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
        Lease lease = lease(draw, onEndpoint, onModel);
        if (lease == null) {
            endpoint.released(onEndpoint);
            model.breaker(draw.kind()).released(onModel);
            draw.passesOver(this);
        }
        return lease;
    }

    /** A lease in spite of open breakers; null if there is no room. */
    @Nullable
    Lease lastResort(Draw draw) {
        return lease(draw, Permit.FORCED, Permit.FORCED);
    }

    private @Nullable Lease lease(Draw draw, Permit onEndpoint, Permit onModel) {
        Reservation reservation = ledger.reserve(scopes, draw.ask().own(), demand(draw.ask()), draw.nowNanos());
        return reservation == null ? null : new Lease(this, draw, onEndpoint, onModel, reservation);
    }

    long lastFailure(Kind kind) {
        return Math.max(endpoint.lastFailure(), model.breaker(kind).lastFailure());
    }

    /** How long until a lease may be had; zero when it may be had now. */
    Duration remaining(Kind kind, Ask ask, long nowNanos) {
        return longer(remaining(Stream.of(endpoint, model.breaker(kind)), nowNanos), roomIn(ask, nowNanos));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private Duration remaining(Stream<Breaker> breakers, long nowNanos) {
        return Stream.concat(
                        Stream.of(scopes.remaining(nowNanos)), breakers.map(breaker -> breaker.remaining(nowNanos)))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    Seat seat(int tier, int weight) {
        return new Seat(new Place(target.name(), tier, weight), scopes.target(), target.supports());
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
