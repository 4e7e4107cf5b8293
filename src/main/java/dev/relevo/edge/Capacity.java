package dev.relevo.edge;

import dev.relevo.config.Limits;
import java.util.function.Supplier;

/**
 * What all clients together may take of this process, by {@code server.max-…}. Health checks are never counted.
 *
 * @param surplus connections beyond the limit that are still answered, if only by 200 to a health check or else 503
 * @param bodyBytes bytes of request bodies, as sent and as decoded
 */
record Capacity(Allowance connections, Allowance surplus, Allowance requests, Allowance streams, Allowance bodyBytes) {
    static final int MOST_SURPLUS = 64;

    /** @param limits the present ones */
    static Capacity of(Supplier<Limits> limits) {
        return new Capacity(
                new Allowance(() -> connections(limits.get())),
                new Allowance(() -> MOST_SURPLUS),
                new Allowance(() -> limits.get().maxRequests()),
                new Allowance(() -> limits.get().maxStreams()),
                new Allowance(() -> limits.get().maxInFlight()));
    }

    /** How many the process can serve at all, each with a connection to a provider. */
    static long connections(Limits limits) {
        return Math.min(limits.maxConnections(), OpenFiles.connections());
    }
}
