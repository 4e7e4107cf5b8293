package dev.relevo.config;

import dev.relevo.config.Value.Items;
import dev.relevo.config.Value.Member;
import dev.relevo.config.Value.Members;
import dev.relevo.config.Value.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one member of {@code models}: an alias and its targets. */
final class AliasReader {
    private static final List<String> KEYS = List.of("strategy", "targets", "hold-limit", "keep-alive-after");
    private static final List<String> TARGET_KEYS = List.of("target", "tier", "max-tokens", "weight", "supports");
    private static final Map<String, Strategy> STRATEGIES = Map.of(
            "round-robin", Strategy.ROUND_ROBIN,
            "weighted", Strategy.WEIGHTED,
            "least-latency", Strategy.LEAST_LATENCY,
            "priority", Strategy.PRIORITY);
    private static final Duration SHORTEST_SILENCE = Duration.ofMillis(100);
    private static final int MAX_TIER = 1_000;
    private static final int MAX_WEIGHT = 1_000;
    private static final int MAX_TOKENS = 100_000_000;

    private final Set<String> aliases;
    private final Providers providers;
    private final Reading reading;

    /** @param aliases every alias of the file: none of them is a target */
    AliasReader(Set<String> aliases, Providers providers, Reading reading) {
        this.aliases = aliases;
        this.providers = providers;
        this.reading = reading;
    }

    Alias read(String name, Member member) {
        String path = "models." + name;
        if (!ModelName.isValid(name)) {
            reading.problem(member.place(), path, "not a model's name, expected " + ModelName.EXPECTED);
        }
        Section section = Section.of(pool(member.value()), path, reading);
        section.allow(KEYS);
        String named = section.oneOf("strategy", STRATEGIES.keySet());
        Strategy strategy = named == null ? Strategy.ROUND_ROBIN : STRATEGIES.getOrDefault(named, Strategy.ROUND_ROBIN);
        return new Alias(
                name,
                strategy,
                entries(section, member.place(), strategy),
                (int) section.size("hold-limit", 1, 256L << 20, Alias.DEFAULT_HOLD_LIMIT),
                section.duration("keep-alive-after", SHORTEST_SILENCE, Alias.DEFAULT_KEEP_ALIVE_AFTER));
    }

    /** A bare list is short for a pool with these targets. */
    private static Value pool(Value value) {
        return value instanceof Items
                ? new Members(value.place(), Map.of("targets", new Member(value.place(), value)))
                : value;
    }

    private List<Entry> entries(Section section, Place place, Strategy strategy) {
        List<Value> targets = section.values("targets");
        if (targets.isEmpty()) {
            reading.problem(
                    place, section.path("targets"), "no targets, expected a list such as [groq, openai/gpt-4.1]");
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            Entry entry = entry(targets.get(i), section.path("targets") + "[" + i + "]", strategy);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private @Nullable Entry entry(Value value, String path, Strategy strategy) {
        if (value instanceof Scalar scalar) {
            String text = reading.resolved(scalar, path);
            return text == null ? null : target(text, Terms.USUAL, scalar.place(), path);
        }
        Section section = Section.of(value, path, reading);
        section.allow(TARGET_KEYS);
        Terms terms = terms(section, strategy);
        String text = section.text("target");
        if (text == null) {
            section.problem("target", "missing, expected a provider or provider/model");
            return null;
        }
        return target(text, terms, section.place(), section.path("target"));
    }

    /** What a target says besides its name. */
    private record Terms(
            int tier,
            @Nullable Integer maxTokens,
            int weight,
            @Nullable Set<Feature> supports) {
        static final Terms USUAL = new Terms(1, null, 1, null);
    }

    private static Terms terms(Section section, Strategy strategy) {
        Integer tier = section.count("tier", 1, MAX_TIER);
        Integer weight = section.count("weight", 1, MAX_WEIGHT);
        if (weight != null && strategy != Strategy.WEIGHTED) {
            section.problem("weight", "nothing weighs here, expected it only under 'strategy: weighted'");
        }
        return new Terms(
                tier == null ? 1 : tier,
                section.count("max-tokens", 1, MAX_TOKENS),
                weight == null ? 1 : weight,
                SupportsReader.features(section));
    }

    /** A provider's name ends at the first slash; a model's name may hold more of them. */
    private @Nullable Entry target(String text, Terms terms, Place place, String path) {
        int slash = text.indexOf('/');
        String name = slash < 0 ? text : text.substring(0, slash);
        String model = slash < 0 ? null : text.substring(slash + 1);
        String mistake = mistake(text, name, model);
        if (mistake != null) {
            reading.problem(place, path, mistake);
            return null;
        }
        ProviderReader.Named named = providers.named(name, place);
        String meant = model == null ? named.provider().defaultModel() : model;
        if (meant == null && !named.listsFirst()) {
            reading.problem(place, path, "'" + name + "' has no default model, expected " + name + "/model");
        }
        return new Entry(name, meant, terms.tier(), terms.maxTokens(), terms.weight(), terms.supports());
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
