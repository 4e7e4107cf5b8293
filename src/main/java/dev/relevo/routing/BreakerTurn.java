package dev.relevo.routing;

import java.time.Duration;

/**
 * A breaker opened, or closed again.
 *
 * @param what it protects: a model as {@code provider/model}, or an endpoint as {@code host:port}
 * @param open whether it is open now
 * @param reason for people; empty where it closed
 * @param rest until it is tried again; zero where it closed
 */
public record BreakerTurn(String what, boolean open, String reason, Duration rest) {}
