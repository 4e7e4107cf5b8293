package dev.relevo.routing;

import dev.relevo.config.Feature;
import dev.relevo.dialect.Size;
import dev.relevo.quota.Charge;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one request asks of a pool.
 *
 * @param needs what a target must support; the others are passed over as if they were not there
 * @param stream whether it asks for a stream
 * @param size how much it asks for
 * @param affinity what it shares with requests that are best served by one target, or null
 * @param client who asks, by the name of the access key; null for whoever has none
 * @param own what it takes of the client's own limits; null for whoever has none
 */
public record Ask(
        Set<Feature> needs,
        boolean stream,
        Size size,
        @Nullable Long affinity,
        @Nullable String client,
        @Nullable Charge own) {
    public Ask {
        needs = Set.copyOf(needs);
    }

    void over(long nowNanos) {
        if (own != null) {
            own.end(nowNanos);
        }
    }

    Kind kind() {
        return Kind.of(needs, stream);
    }
}
