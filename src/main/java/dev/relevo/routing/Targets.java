package dev.relevo.routing;

import dev.relevo.config.Continuation;
import dev.relevo.config.Entry;
import dev.relevo.config.Feature;
import dev.relevo.config.Price;
import dev.relevo.config.Provider;
import dev.relevo.config.Secret;
import dev.relevo.config.Settings;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From what the configuration says of a model to its targets, one for each key of its provider. */
record Targets(Settings settings, Health health) {
    private interface Keyed {
        Candidate with(@Nullable Secret key, int ordinal);
    }

    /** Null where the entry's provider is not live or its model unknown. */
    @Nullable
    Turn of(Entry entry) {
        Provider provider = settings.provider(entry.provider());
        String model = entry.model();
        if (provider == null || !provider.live() || model == null) {
            return null;
        }
        Set<Feature> supports = entry.supports() == null ? provider.supports().of(model) : entry.supports();
        Integer window =
                entry.contextWindow() == null ? provider.contextWindows().of(model) : entry.contextWindow();
        Continuation continues = entry.continues() == null ? provider.quirks().continues() : entry.continues();
        Price price = entry.terms().price() == null
                ? provider.quotas().model(model).price()
                : entry.terms().price();
        Terms terms = new Terms(entry.terms().limits(), price);
        return turn(
                provider,
                entry.weight(),
                (key, ordinal) -> health.of(new Target(
                        provider, model, key, ordinal, entry.maxTokens(), supports, window, continues, terms)));
    }

    /** What stands for all models of a live provider that no entry names. */
    Turn unlisted(Provider provider) {
        return turn(
                provider,
                1,
                (key, ordinal) -> health.ofUnlisted(
                        new Target(provider, "", key, ordinal, null, Set.of(), null, Continuation.NONE, Terms.NONE)));
    }

    private static Turn turn(Provider provider, int weight, Keyed candidate) {
        List<Secret> keys = provider.keys();
        if (keys.isEmpty()) {
            return new Turn(weight, List.of(candidate.with(null, 1)));
        }
        List<Candidate> candidates = new ArrayList<>();
        keys.forEach(key -> candidates.add(candidate.with(key, candidates.size() + 1)));
        return new Turn(weight, candidates);
    }
}
