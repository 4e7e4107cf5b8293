package dev.relevo.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of an alias's {@code targets}: a provider's model, once per key of the provider.
 *
 * @param model the upstream's name for it; null where the provider's first listed model is meant
 * @param tier lower ones first; 1 unless told
 * @param maxTokens cap on the tokens of an answer; null for none
 * @param weight share of the turns under {@link Strategy#WEIGHTED}; 1 unless told
 * @param supports what the target can do; null for what its provider tells of the model
 * @param contextWindow tokens that it takes; null for what its provider tells of the model
 * @param continues how it is asked to go on with a text; null for what its provider tells
 * @param terms its own limits; its price, or null for what its provider tells of the model
 */
public record Entry(
        String provider,
        @Nullable String model,
        int tier,
        @Nullable Integer maxTokens,
        int weight,
        @Nullable Set<Feature> supports,
        @Nullable Integer contextWindow,
        @Nullable Continuation continues,
        Terms terms) {
    /** Stands in an alias that has no live target of its own. */
    static final Entry DEMO = new Entry(Provider.DEMO, "relevo-demo", 1, null, 1, null, null, null, Terms.NONE);

    public Entry {
        supports = supports == null ? null : Set.copyOf(supports);
    }

    boolean meansFirstModelOf(Provider other) {
        return model == null && provider.equals(other.name());
    }

    Entry withModel(String known) {
        return new Entry(provider, known, tier, maxTokens, weight, supports, contextWindow, continues, terms);
    }
}
