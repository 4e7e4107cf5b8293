package dev.relevo.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one of an alias's {@code targets}. */
final class TargetReader {
    private static final Key<String> TARGET = new Key<>(
            "target",
            Scalars.text(),
            "A provider, which means its default model, or provider/model. A provider's name ends at the first slash.");
    private static final Key<Integer> TIER =
            new Key<>("tier", Scalars.count(1, 1_000), "Targets serve only when none of a lower tier can.", 1);
    private static final Key<Integer> WEIGHT = new Key<>(
            "weight",
            Scalars.count(1, 1_000),
            "Share of the turns under 'strategy: weighted', compared with the tier's other targets.",
            1);
    private static final Key<Integer> MAX_TOKENS =
            new Key<>("max-tokens", Scalars.count(1, 100_000_000), "Cap on the tokens of an answer.");

    private static final Key<Section> LIMITS = QuotaLimitReader.key("by this target with each key");

    /** A bare text is short for a target with that name. */
    static final Shape SHAPE = Shape.of(
                    TARGET,
                    TIER,
                    WEIGHT,
                    MAX_TOKENS,
                    SupportsReader.SUPPORTS,
                    SupportsReader.CONTEXT_WINDOW,
                    QuirksReader.CONTINUES,
                    LIMITS,
                    PriceReader.PRICE)
            .orOnly(TARGET);

    private final Set<String> aliases;
    private final Providers providers;

    /** @param aliases every alias of the file: none of them is a target */
    TargetReader(Set<String> aliases, Providers providers) {
        this.aliases = aliases;
        this.providers = providers;
    }

    /** The entry; null, and a problem noted, if nothing can be sent there. */
    @Nullable
    Entry read(Section section, Strategy strategy) {
        int weight = section.get(WEIGHT);
        if (section.has(WEIGHT) && strategy != Strategy.WEIGHTED) {
            section.problem(WEIGHT, "no weight counts here, expected it only under 'strategy: weighted'");
        }
        Entry terms = new Entry(
                "",
                null,
                section.get(TIER),
                section.find(MAX_TOKENS),
                weight,
                SupportsReader.features(section),
                section.find(SupportsReader.CONTEXT_WINDOW),
                section.find(QuirksReader.CONTINUES),
                new Terms(QuotaLimitReader.read(section.section(LIMITS), false), PriceReader.read(section)));
        String text = section.find(TARGET);
        if (text == null && !section.has(TARGET)) {
            section.problem(TARGET, "missing, expected a provider or provider/model");
        }
        return text == null ? null : entry(text, terms, section);
    }

    /** A provider's name ends at the first slash; a model's name may hold more of them. */
    private @Nullable Entry entry(String text, Entry terms, Section section) {
        int slash = text.indexOf('/');
        String name = slash < 0 ? text : text.substring(0, slash);
        String model = slash < 0 ? null : text.substring(slash + 1);
        String mistake = mistake(text, name, model);
        if (mistake != null) {
            section.problem(TARGET, mistake);
            return null;
        }
        ProviderReader.Named named = providers.named(name, section.place());
        String meant = model == null ? named.provider().defaultModel() : model;
        if (meant == null && !named.listsFirst()) {
            section.problem(TARGET, "'" + name + "' has no default model, expected " + name + "/model");
        }
        return new Entry(
                name,
                meant,
                terms.tier(),
                terms.maxTokens(),
                terms.weight(),
                terms.supports(),
                terms.contextWindow(),
                terms.continues(),
                terms.terms());
    }

    private @Nullable String mistake(String text, String name, @Nullable String model) {
        if (model != null && !ModelName.isValid(model)) {
            return "not a model's name after the slash, expected " + ModelName.EXPECTED;
        }
        if (name.equals(Provider.DEMO)) {
            return "the demo answers by itself where no target is live, expected another provider";
        }
        if (providers.knows(name)) {
            return null;
        }
        return aliases.contains(text)
                ? "an alias, expected a provider or provider/model"
                : "unknown provider, " + Suggestion.among(providers.names(), name);
    }
}
