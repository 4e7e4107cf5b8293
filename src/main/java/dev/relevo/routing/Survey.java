package dev.relevo.routing;

import dev.relevo.config.Feature;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.dialect.Size;
import dev.relevo.quota.Scope;
import dev.relevo.routing.Deliberation.Seat;
import dev.relevo.routing.TargetStatus.BreakerStatus;
import dev.relevo.routing.TargetStatus.Cooldown;
import dev.relevo.routing.TargetStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How targets and pools are at one moment. */
record Survey(long nowNanos) {
    private static final double HALF = 0.5;
    private static final double MOST = 0.95;

    /** The least that anybody asks for. */
    private static final Ask SMALL = new Ask(Set.of(Feature.CHAT), false, Size.NONE, null, null, null);

    PoolStatus of(Pool pool) {
        return new PoolStatus(
                pool.alias().name(),
                pool.alias().strategy().key(),
                pool.health().queue().size(),
                pool.seats().stream().map(Seat::place).toList());
    }

    TargetStatus of(Candidate candidate) {
        List<Cooldown> cooldowns = cooldowns(candidate);
        List<BreakerStatus> breakers = breakers(candidate);
        Duration room = candidate.roomIn(SMALL, nowNanos);
        State state = state(cooldowns, breakers, room);
        return new TargetStatus(
                candidate.target().name(),
                candidate.target().provider().name(),
                state,
                reason(candidate, state, cooldowns, breakers),
                longest(cooldowns, breakers, room),
                cooldowns,
                breakers,
                candidate.tempo().underWay(),
                candidate.tempo().first(HALF),
                candidate.tempo().first(MOST),
                candidate.tempo().tokensPerSecond(),
                candidate.ledger().view(candidate.scopes(), nowNanos));
    }

    private static State state(List<Cooldown> cooldowns, List<BreakerStatus> breakers, Duration room) {
        if (!cooldowns.isEmpty()) {
            return State.RESTING;
        }
        if (!breakers.isEmpty()) {
            return State.OPEN;
        }
        return room.isZero() ? State.OK : State.FULL;
    }

    private String reason(Candidate candidate, State state, List<Cooldown> cooldowns, List<BreakerStatus> breakers) {
        return switch (state) {
            case RESTING -> cooldowns.getFirst().reason();
            case OPEN -> breakers.getFirst().reason();
            case FULL -> candidate.noRoom(SMALL, nowNanos);
            case OK -> "";
        };
    }

    private static Duration longest(List<Cooldown> cooldowns, List<BreakerStatus> breakers, Duration room) {
        List<Duration> all = new ArrayList<>(List.of(room));
        cooldowns.forEach(cooldown -> all.add(cooldown.remaining()));
        breakers.forEach(breaker -> all.add(breaker.remaining()));
        return all.stream().max(Comparator.naturalOrder()).orElseThrow();
    }

    /** The longest first. */
    private List<Cooldown> cooldowns(Candidate candidate) {
        List<Cooldown> cooldowns = new ArrayList<>();
        for (ScopeKind kind : ScopeKind.values()) {
            Scope scope = candidate.scopes().of(kind);
            Duration remaining = scope.remaining(nowNanos);
            if (!remaining.isZero()) {
                cooldowns.add(new Cooldown(kind, scope.reason(), remaining));
            }
        }
        cooldowns.sort(Comparator.comparing(Cooldown::remaining).reversed());
        return cooldowns;
    }

    /** The one that is longest open first. */
    private List<BreakerStatus> breakers(Candidate candidate) {
        List<BreakerStatus> open = new ArrayList<>();
        add(open, ScopeKind.ENDPOINT, null, candidate.endpoint());
        for (Feature operation : Performance.OPERATIONS) {
            add(open, ScopeKind.MODEL, operation.key(), candidate.model().breaker(new Kind(operation, false)));
        }
        open.sort(Comparator.comparing(BreakerStatus::remaining).reversed());
        return open;
    }

    private void add(List<BreakerStatus> open, ScopeKind scope, @Nullable String operation, Breaker breaker) {
        if (!breaker.isClosed()) {
            Duration remaining = breaker.remaining(nowNanos);
            boolean halfOpen = breaker.isHalfOpen(nowNanos);
            open.add(new BreakerStatus(scope, operation, halfOpen, breaker.reason(), remaining));
        }
    }
}
