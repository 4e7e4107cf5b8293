package dev.relevo.config;

import java.net.URI;
import java.util.Map;

/**
 * Where spans go.
 *
 * @param endpoint of a collector that takes OTLP over HTTP, without {@code /v1/traces}
 * @param headers sent with them
 * @param sampleRatio of the requests that come without a trace of their own, from 0 to 1
 */
public record Tracing(URI endpoint, Map<String, Secret> headers, double sampleRatio) {
    public Tracing {
        headers = Map.copyOf(headers);
    }
}
