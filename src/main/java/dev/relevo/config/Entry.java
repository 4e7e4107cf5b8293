package dev.relevo.config;

import org.jspecify.annotations.Nullable;

/**
 * One line of an alias's {@code targets}: a provider's model, once per key of the provider.
 *
 * @param model the upstream's name for it; null where the provider's first listed model is meant
 * @param tier lower ones first; 1 unless told
 * @param maxTokens cap on the tokens of an answer; null for none
 */
public record Entry(
        String provider,
        @Nullable String model,
        int tier,
        @Nullable Integer maxTokens) {
    /** Stands in an alias that has no live target of its own. */
    static final Entry DEMO = new Entry(Provider.DEMO, "relevo-demo", 1, null);

    boolean meansFirstModelOf(Provider other) {
        return model == null && provider.equals(other.name());
    }

    Entry withModel(String known) {
        return new Entry(provider, known, tier, maxTokens);
    }
}
