package dev.relevo.quota;

import dev.relevo.dialect.ScopeKind;
import java.time.Duration;
import java.util.List;

/**
 * The scopes that one target belongs to.
 *
 * @param listed whether the configuration names the model; else model and target stand for all the names that clients
 *     make up, together
 * @param configured the limits that the configuration sets to them
 */
public record Scopes(
        Scope endpoint, Scope key, Scope account, Scope model, Scope target, boolean listed, Configured configured) {

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

    /** Whether anything is known to limit what may be used of them. */
    boolean limited() {
        return target.meters().limited()
                || model.meters().limited()
                || key.meters().limited()
                || account.meters().limited();
    }

    /** Which quantities and periods the provider told of. An account's limits give way to an account's alone. */
    int toldBits() {
        return target.meters().toldBits()
                | model.meters().toldBits()
                | key.meters().toldBits()
                | account.meters().toldBits();
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
