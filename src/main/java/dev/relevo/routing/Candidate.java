package dev.relevo.routing;

import dev.relevo.config.Target;
import dev.relevo.quota.Scopes;
import dev.relevo.routing.Breaker.Permit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A target with what is known of its health.
 *
 * @param endpoint breaker of its connections, shared by all targets of that base URL
 * @param model breaker of the model at its provider, shared by all keys
 */
record Candidate(Target target, Scopes scopes, Breaker endpoint, Breaker model) {

    /** A lease, if nothing rests or is broken; else null. */
    @Nullable
    Lease lease(long nowNanos) {
        if (scopes.resting(nowNanos)) {
            return null;
        }
        Permit onEndpoint = endpoint.acquire(nowNanos);
        if (onEndpoint == Permit.REFUSED) {
            return null;
        }
        Permit onModel = model.acquire(nowNanos);
        if (onModel == Permit.REFUSED) {
            endpoint.released(onEndpoint);
            return null;
        }
        return new Lease(this, onEndpoint, onModel);
    }

    /** A lease in spite of open breakers. */
    Lease lastResort() {
        return new Lease(this, Permit.NORMAL, Permit.NORMAL);
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
}
