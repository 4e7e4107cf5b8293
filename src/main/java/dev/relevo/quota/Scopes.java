package dev.relevo.quota;

import dev.relevo.dialect.ScopeKind;
import java.time.Duration;
import java.util.List;

/**
 * The scopes that one target belongs to.
 *
 * @param listed whether the configuration names the model; else model and target stand for all the names that clients
 *     make up, together
 */
public record Scopes(Scope endpoint, Scope key, Scope account, Scope model, Scope target, boolean listed) {

    public Scope of(ScopeKind kind) {
        return switch (kind) {
            case ENDPOINT -> endpoint;
            case KEY -> key;
            case ACCOUNT -> account;
            case MODEL -> model;
            case TARGET -> target;
        };
    }

    public List<Scope> all() {
        return List.of(endpoint, key, account, model, target);
    }

    /** Whether any of them rests. */
    public boolean resting(long nowNanos) {
        return endpoint.resting(nowNanos)
                || key.resting(nowNanos)
                || account.resting(nowNanos)
                || model.resting(nowNanos)
                || target.resting(nowNanos);
    }

    /** The one that rests longest from now on. */
    public Scope longestResting(long nowNanos) {
        Scope longest = endpoint;
        for (Scope scope : all()) {
            if (scope.remaining(nowNanos).compareTo(longest.remaining(nowNanos)) > 0) {
                longest = scope;
            }
        }
        return longest;
    }

    /** How long until none of them rests. */
    public Duration remaining(long nowNanos) {
        return longestResting(nowNanos).remaining(nowNanos);
    }
}
