package dev.relevo.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one client, and all together, may take.
 *
 * @param maxBody bytes of a request body after decoding
 * @param maxHeader bytes of a request's head
 * @param headerTimeout from a request's first byte to the end of its head
 * @param minBodyRate bytes a second that a request's body brings at least, after its first seconds; zero for any
 * @param writeStall how long a client may take nothing of its answer
 * @param maxConnections open at once
 * @param maxConnectionsPerAddress of one client's address; null for half of all
 * @param maxRequests being served at once
 * @param maxStreams streamed answers at once
 * @param maxInFlight bytes of request bodies held at once
 * @param maxQueue requests waiting at once for room under limits of providers
 */
public record Limits(
        long maxBody,
        int maxHeader,
        Duration headerTimeout,
        long minBodyRate,
        Duration writeStall,
        int maxConnections,
        @Nullable Integer maxConnectionsPerAddress,
        int maxRequests,
        int maxStreams,
        long maxInFlight,
        int maxQueue) {
    public static final Limits DEFAULT = new Limits(
            32L << 20,
            64 << 10,
            Duration.ofSeconds(10),
            1000,
            Duration.ofSeconds(30),
            20_000,
            null,
            10_000,
            10_000,
            128L << 20,
            1000);

    public Limits withMaxBody(long other) {
        return new Limits(
                other,
                maxHeader,
                headerTimeout,
                minBodyRate,
                writeStall,
                maxConnections,
                maxConnectionsPerAddress,
                maxRequests,
                maxStreams,
                maxInFlight,
                maxQueue);
    }

    public Limits withWriteStall(Duration other) {
        return new Limits(
                maxBody,
                maxHeader,
                headerTimeout,
                minBodyRate,
                other,
                maxConnections,
                maxConnectionsPerAddress,
                maxRequests,
                maxStreams,
                maxInFlight,
                maxQueue);
    }
}
