package dev.relevo.routing;

import dev.relevo.dialect.ScopeKind;
import dev.relevo.quota.LimitView;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a target at one moment, for people.
 *
 * @param target {@code provider/model}, with {@code #2} and so on where the provider has several keys
 * @param provider its name in the configuration
 * @param state whether it can serve a small request
 * @param reason why not; empty if it can
 * @param readyIn until it can; zero if it can, {@link dev.relevo.wire.Durations#MAX} if nobody knows that it ever will
 * @param cooldowns whatever rests of what it belongs to
 * @param breakers those that are not closed
 * @param inFlight attempts under way
 * @param ttftP50 half of its latest answers began within this time (plain ones: were there); null before the first
 * @param ttftP95 the same of nineteen of twenty
 * @param tokensPerSecond of an answer, over the whole of its time; null before the first
 * @param limits all that hold for it, the account's first
 */
public record TargetStatus(
        String target,
        String provider,
        State state,
        String reason,
        Duration readyIn,
        List<Cooldown> cooldowns,
        List<BreakerStatus> breakers,
        int inFlight,
        @Nullable Duration ttftP50,
        @Nullable Duration ttftP95,
        @Nullable Double tokensPerSecond,
        List<LimitView> limits) {
    /** The first that applies, from the last. */
    public enum State {
        OK,
        /** Its limits leave no room. */
        FULL,
        /** A breaker is not closed. */
        OPEN,
        /** It rests, or something that it belongs to does. */
        RESTING
    }

    /** Something rests. */
    public record Cooldown(ScopeKind scope, String reason, Duration remaining) {}

    /**
     * A breaker that is not closed.
     *
     * @param scope what it protects
     * @param operation what fails there, as {@link dev.relevo.config.Feature#key} spells it; null for all
     * @param halfOpen whether an attempt may find out, or is about to, if all is well again
     * @param remaining until then
     */
    public record BreakerStatus(
            ScopeKind scope, @Nullable String operation, boolean halfOpen, String reason, Duration remaining) {}

    public TargetStatus {
        cooldowns = List.copyOf(cooldowns);
        breakers = List.copyOf(breakers);
        limits = List.copyOf(limits);
    }
}
