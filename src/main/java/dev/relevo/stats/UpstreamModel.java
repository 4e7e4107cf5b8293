package dev.relevo.stats;

/**
 * What an attempt was made on, by bounded names: those of the configuration, and {@code *} for a model that a client made up.
 *
 * @param operation as OpenTelemetry calls it: {@code chat}, {@code text_completion}, {@code embeddings}
 * @param provider its name in the configuration
 * @param target {@code provider/model}, with {@code #2} and so on for further keys
 */
public record UpstreamModel(String operation, String provider, String model, String target) {}
