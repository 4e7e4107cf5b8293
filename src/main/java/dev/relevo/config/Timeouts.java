package dev.relevo.config;

import java.time.Duration;

/**
 * How long an upstream may keep us waiting.
 *
 * @param connect name look-up, TCP and TLS together
 * @param ttft streams: from sending to the first content
 * @param answer plain answers: from sending to the whole answer, or to the first bytes past the hold limit
 * @param idle silence between two reads after the first content
 * @param total from the request's arrival to the end of the answer
 */
public record Timeouts(Duration connect, Duration ttft, Duration answer, Duration idle, Duration total) {
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(3),
            Duration.ofSeconds(60),
            Duration.ofSeconds(300),
            Duration.ofSeconds(60),
            Duration.ofSeconds(600));
}
