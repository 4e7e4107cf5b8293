package dev.relevo.edge;

import dev.relevo.config.Limits;
import dev.relevo.time.Clock;
import dev.relevo.wire.Heap;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * What all clients together may take of this process, by {@code server.max-…}. Health checks are never counted.
 *
 * @param surplus connections beyond the limit
 * @param bodyBytes bytes of request bodies, as sent and as decoded
 * @param heap which all of these share, with the answers of providers
 * @param turnstile what requests pass before they begin
 */
record Capacity(
        Allowance connections,
        Surplus surplus,
        Allowance requests,
        Allowance streams,
        Allowance bodyBytes,
        Heap heap,
        Turnstile turnstile) {
    /**
     * @param limits the present ones
     * @param waits is told how long requests waited for the processor, in nanoseconds
     */
    static Capacity of(Supplier<Limits> limits, Heap heap, LongConsumer waits, Clock clock) {
        Allowance connections = new Allowance(() -> connections(limits.get()));
        return new Capacity(
                connections,
                new Surplus(),
                new Allowance(() -> limits.get().maxRequests()),
                new Allowance(() -> limits.get().maxStreams()),
                new Allowance(() -> limits.get().maxInFlight()),
                heap,
                Turnstile.start(connections::taken, waits, clock));
    }

    /** Why a connection is surplus. */
    Refusal noConnection() {
        long most = connections.limit();
        return connections.taken() < most
                ? Refusal.noRoom()
                : Refusal.busy("connections are open", "max-connections", most);
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
