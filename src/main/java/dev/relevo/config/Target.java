package dev.relevo.config;

import org.jspecify.annotations.Nullable;

/**
 * One provider, one upstream model, one key: what an attempt is made on.
 *
 * @param key the API key, or null where none is needed
 * @param keyOrdinal 1 for the provider's first key
 * @param maxTokens cap on the tokens of an answer; null for none
 */
public record Target(
        Provider provider,
        String model,
        @Nullable Secret key,
        int keyOrdinal,
        @Nullable Integer maxTokens) {

    /** {@code provider/model}, with {@code #2} and so on where the provider has several keys. */
    public String name() {
        String name = provider.name() + "/" + model;
        return provider.keys().size() > 1 ? name + "#" + keyOrdinal : name;
    }
}
