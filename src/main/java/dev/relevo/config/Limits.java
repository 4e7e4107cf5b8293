package dev.relevo.config;

import java.time.Duration;

/**
 * What one client, and all together, may take.
 *
 * @param maxBody bytes of a request body after decoding
 * @param maxHeader bytes of a request's head
 * @param headerTimeout from a request's first byte to the end of its head
 * @param maxConnections open at once
 * @param maxRequests being served at once
 * @param maxStreams streamed answers at once
 * @param maxInFlight bytes of request bodies held at once
 */
public record Limits(
        long maxBody,
        int maxHeader,
        Duration headerTimeout,
        int maxConnections,
        int maxRequests,
        int maxStreams,
        long maxInFlight) {
    public static final Limits DEFAULT =
            new Limits(32L << 20, 64 << 10, Duration.ofSeconds(10), 20_000, 10_000, 10_000, 128L << 20);

    public Limits withMaxBody(long other) {
        return new Limits(other, maxHeader, headerTimeout, maxConnections, maxRequests, maxStreams, maxInFlight);
    }
}
