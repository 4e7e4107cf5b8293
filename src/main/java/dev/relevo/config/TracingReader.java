package dev.relevo.config;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code server.tracing}. */
final class TracingReader {
    private static final Key<URI> ENDPOINT = new Key<>(
            "endpoint",
            Scalars.parsed(BaseUrl::parse),
            "Address of a collector that takes OTLP over HTTP, such as http://127.0.0.1:4318; /v1/traces is appended.");
    private static final Key<List<MapForm.Pair<String, String>>> HEADERS = new Key<>(
            "headers",
            new MapForm<>(Scalars.checked(HeaderField::mistakeInOwnName), Scalars.parsed(HeaderField::value)),
            "Sent to the collector.");
    private static final Key<Double> SAMPLE_RATIO = new Key<>(
            "sample-ratio",
            Scalars.ratio(),
            "Of how many requests spans are made, from 0 to 1. A request that comes with a traceparent says so itself.",
            1.0);

    static final Key<Section> TRACING = new Key<>(
            "tracing",
            Shape.of(ENDPOINT, HEADERS, SAMPLE_RATIO).orOnly(ENDPOINT),
            "Spans of requests and of their attempts, for OpenTelemetry. Without it there are none.");

    private TracingReader() {}

    /** Null for none, or if there is a problem. */
    static @Nullable Tracing read(Section server) {
        if (!server.has(TRACING)) {
            return null;
        }
        Section tracing = server.section(TRACING);
        if (!tracing.has(ENDPOINT)) {
            tracing.problem(ENDPOINT, "missing, expected the address of a collector such as http://127.0.0.1:4318");
        }
        URI endpoint = tracing.find(ENDPOINT);
        Map<String, Secret> headers = new LinkedHashMap<>();
        tracing.list(HEADERS).forEach(pair -> headers.put(pair.name(), new Secret(pair.value())));
        double ratio = tracing.get(SAMPLE_RATIO);
        return endpoint == null ? null : new Tracing(endpoint, headers, ratio);
    }
}
