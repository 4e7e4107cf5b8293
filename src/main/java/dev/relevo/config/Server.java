package dev.relevo.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The listener and its limits.
 *
 * @param host address to listen on
 * @param port 1 to 65535, or 0 for any free one
 * @param allowAnonymous whether anyone who reaches a non-loopback address may use it
 * @param defaultAlias where a model name that is no alias goes; null refuses it
 * @param maxBody bytes of a request body after decoding
 * @param headerTimeout from a request's first byte to the end of its head
 * @param drainGrace how long open requests may go on after a stop was asked for
 */
public record Server(
        String host,
        int port,
        boolean allowAnonymous,
        @Nullable String defaultAlias,
        long maxBody,
        Duration headerTimeout,
        Duration drainGrace) {
    public static final Server DEFAULT =
            new Server("127.0.0.1", 3000, false, null, 32L << 20, Duration.ofSeconds(10), Duration.ofSeconds(30));

    public Server withAddress(String otherHost, int otherPort) {
        return new Server(otherHost, otherPort, allowAnonymous, defaultAlias, maxBody, headerTimeout, drainGrace);
    }
}
