package dev.relevo.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One provider, one upstream model, one key: what an attempt is made on.
 *
 * @param key the API key, or null where none is needed
 * @param keyOrdinal 1 for the provider's first key
 * @param maxTokens cap on the tokens of an answer; null for none
 * @param supports what it can do
 * @param contextWindow tokens that it takes, prompt and answer together; null if nobody knows
 * @param continues how it is asked to go on with a text that broke off elsewhere
 * @param terms its own limits, and its price
 * @param name {@code provider/model}, with {@code #2} and so on where the provider has several keys
 */
public record Target(
        Provider provider,
        String model,
        @Nullable Secret key,
        int keyOrdinal,
        @Nullable Integer maxTokens,
        Set<Feature> supports,
        @Nullable Integer contextWindow,
        Continuation continues,
        Terms terms,
        String name) {

    public Target {
        supports = Set.copyOf(supports);
    }

    /** By its usual name. */
    public Target(
            Provider provider,
            String model,
            @Nullable Secret key,
            int keyOrdinal,
            @Nullable Integer maxTokens,
            Set<Feature> supports,
            @Nullable Integer contextWindow,
            Continuation continues,
            Terms terms) {
        this(
                provider,
                model,
                key,
                keyOrdinal,
                maxTokens,
                supports,
                contextWindow,
                continues,
                terms,
                name(provider, model, keyOrdinal));
    }

    private static String name(Provider provider, String model, int keyOrdinal) {
        String name = provider.name() + "/" + model;
        return provider.keys().size() > 1 ? name + "#" + keyOrdinal : name;
    }
}
