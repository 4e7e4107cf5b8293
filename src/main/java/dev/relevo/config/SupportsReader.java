package dev.relevo.config;

import dev.relevo.config.MapForm.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what models can do and take: {@code supports}, {@code context-window}, and {@code models} with patterns of their names. */
final class SupportsReader {
    private static final Set<Feature> OPERATIONS = Set.of(Feature.CHAT, Feature.COMPLETIONS, Feature.EMBEDDINGS);

    /** What a target, a provider or a model can do. */
    static final Key<List<Feature>> SUPPORTS = new Key<>(
            "supports",
            new ListForm<>(Scalars.oneOf(Feature.values())),
            "What it can do; requests that need anything else pass it over. Without this list: what the preset tells,"
                    + " else everything is tried.");

    /** What a target or a model takes. */
    static final Key<Integer> CONTEXT_WINDOW = new Key<>(
            "context-window",
            Scalars.count(1, 1_000_000_000),
            "Tokens that it takes, prompt and answer together. A prompt too long for one target goes to those that take"
                    + " more, and to those without this number.");

    static final Key<Section> LIMITS = QuotaLimitReader.key("of each model of such a name, in each account");

    /** Patterns of models' names. */
    static final ScalarForm<Pattern> NAMES = Scalars.parsed(SupportsReader::glob);

    private static final List<Key<?>> OF_MODELS = List.of(SUPPORTS, CONTEXT_WINDOW, LIMITS, PriceReader.PRICE);
    static final Key<List<Pair<Pattern, Section>>> MODELS = new Key<>(
            "models",
            new MapForm<>(NAMES, new Shape(OF_MODELS, null)),
            "What single models can do, take, allow and cost, by their names, in which * stands for any characters and ?"
                    + " for one. The first that fits and tells it decides.");

    private SupportsReader() {}

    /**
     * The file's word comes first, as a whole: its patterns, then its {@code supports}. Where it has no {@code supports},
     * the preset's patterns and {@code supports} follow.
     */
    static Supports read(Section own, Section preset) {
        List<Supports.Rule> rules = new ArrayList<>(rules(own));
        Set<Feature> otherwise = features(own);
        if (otherwise == null) {
            rules.addAll(rules(preset));
            otherwise = features(preset);
        }
        return new Supports(rules, otherwise == null ? EnumSet.allOf(Feature.class) : otherwise);
    }

    /** The file's patterns, then the preset's. */
    static ContextWindows windows(Section own, Section preset) {
        List<ContextWindows.Rule> rules = new ArrayList<>();
        for (Section provider : List.of(own, preset)) {
            for (Pair<Pattern, Section> model : provider.list(MODELS)) {
                Integer tokens = model.value().find(CONTEXT_WINDOW);
                if (tokens != null) {
                    rules.add(new ContextWindows.Rule(model.name(), tokens));
                }
            }
        }
        return new ContextWindows(rules);
    }

    /** What {@code supports} lists; null if it is not there. */
    static @Nullable Set<Feature> features(Section section) {
        List<Feature> listed = section.find(SUPPORTS);
        if (listed == null) {
            return null;
        }
        if (!listed.isEmpty() && Collections.disjoint(listed, OPERATIONS)) {
            section.problem(
                    SUPPORTS,
                    "no operation, so nothing would be sent there; expected chat, completions or"
                            + " embeddings too, or [] if nothing is to be sent there");
        }
        return Set.copyOf(listed);
    }

    private static List<Supports.Rule> rules(Section provider) {
        List<Supports.Rule> rules = new ArrayList<>();
        for (Pair<Pattern, Section> model : provider.list(MODELS)) {
            Set<Feature> features = features(model.value());
            if (features == null && OF_MODELS.stream().noneMatch(model.value()::has)) {
                model.value().problem(SUPPORTS, "missing, expected what these models can do, such as [chat, tools]");
            } else if (features != null) {
                rules.add(new Supports.Rule(model.name(), features));
            }
        }
        return rules;
    }

    private static Pattern glob(String text) {
        String regex = Pattern.quote(text).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
