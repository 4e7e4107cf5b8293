package dev.relevo.edge;

import dev.relevo.config.Limits;
import dev.relevo.time.Clock;
import java.util.function.Supplier;

/**
 * What all clients together may take of this process, by {@code server.max-…}. Health checks are never counted.
 *
 * @param surplus connections beyond the limit
 * @param free requests that nothing limits
 * @param bodyBytes bytes of request bodies, as sent and as decoded
 * @param turnstile what requests pass before they begin
 */
record Capacity(
        Allowance connections,
        Surplus surplus,
        Allowance requests,
        Allowance free,
        Allowance streams,
        Allowance bodyBytes,
        Turnstile turnstile) {
    /** What the process needs when nobody asks for anything, and something to spare. */
    private static final long OWN_HEAP = 24L << 20;

    /** @param limits the present ones */
    static Capacity of(Supplier<Limits> limits, Clock clock) {
        Allowance requests = new Allowance(() -> limits.get().maxRequests());
        Allowance free = new Allowance(() -> Long.MAX_VALUE);
        return new Capacity(
                new Allowance(() -> connections(limits.get())),
                new Surplus(),
                requests,
                free,
                new Allowance(() -> limits.get().maxStreams()),
                new Allowance(() -> bodyBytes(limits.get(), Runtime.getRuntime().maxMemory())),
                Turnstile.start(() -> requests.taken() + free.taken(), clock));
    }

    /**
     * Of the heap that is left beside the process itself no more than a quarter: a body is held in up to three forms while
     * it is read and sent on.
     */
    static long bodyBytes(Limits limits, long heap) {
        return Math.clamp((heap - OWN_HEAP) / 4, 0, limits.maxInFlight());
    }

    /** How many one client's address may have; of those that the limit leaves open, half. */
    static long connectionsPerAddress(Limits limits) {
        Integer most = limits.maxConnectionsPerAddress();
        return most == null ? Math.max(1, connections(limits) / 2) : most;
    }

    /** How many the process can serve at all, each with a connection to a provider. */
    static long connections(Limits limits) {
        return Math.min(limits.maxConnections(), OpenFiles.connections());
    }
}
