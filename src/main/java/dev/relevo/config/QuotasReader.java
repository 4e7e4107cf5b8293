package dev.relevo.config;

import dev.relevo.config.MapForm.Pair;
import dev.relevo.config.Quotas.Rule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what may be used of a provider: {@code limits}, its {@code plan}, and what its rate-limit headers count. */
final class QuotasReader {
    static final Key<Section> LIMITS =
            QuotaLimitReader.key("of each account, by all its keys and models together, whatever else is limited");
    static final Key<String> PLAN = new Key<>(
            "plan",
            Scalars.text(),
            "The provider's plan that its keys are of, such as free, whose limits the preset knows. What the provider"
                    + " tells takes their place, and so does a limit of this file that counts the same.");
    private static final Key<List<Pair<Pattern, Section>>> PLAN_MODELS = new Key<>(
            "models",
            new MapForm<>(SupportsReader.NAMES, Shape.of(SupportsReader.LIMITS, PriceReader.PRICE)),
            "Limits of single models, for each account, by their names. The first that fits decides.");
    static final Key<List<Pair<String, Section>>> PLANS =
            new Key<>("plans", new MapForm<>(Scalars.name(), Shape.of(LIMITS, PLAN_MODELS)), "What its plans allow.");

    private static final Map<Quantity, Key<Period>> TOLD = told();
    static final Key<Section> RATE_LIMIT_HEADERS = new Key<>(
            "rate-limit-headers",
            new Shape(List.copyOf(TOLD.values()), null),
            "The period that the plain rate-limit headers count, such as x-ratelimit-limit-requests. Without it, the time"
                    + " until they begin anew tells.");

    private final Section own;
    private final Section preset;
    private final Reading reading;

    private QuotasReader(Section own, Section preset, Reading reading) {
        this.own = own;
        this.preset = preset;
        this.reading = reading;
    }

    /**
     * What the file says, and besides what its plan does, and the preset's prices.
     *
     * @param keys what is told of single keys
     */
    static Quotas read(Section own, Section preset, Map<Secret, Quotas.KeyTerms> keys, Reading reading) {
        return new QuotasReader(own, preset, reading).quotas(keys);
    }

    private Quotas quotas(Map<Secret, Quotas.KeyTerms> keys) {
        List<QuotaLimit> limits = QuotaLimitReader.read(own.section(LIMITS), false);
        List<Rule> models = new ArrayList<>(rules(own.list(SupportsReader.MODELS), false));
        Section plan = plan();
        if (plan != null) {
            limits = QuotaLimit.over(limits, QuotaLimitReader.read(plan.section(LIMITS), true));
            models.addAll(rules(plan.list(PLAN_MODELS), true));
        }
        models.addAll(rules(preset.list(SupportsReader.MODELS), true));
        return new Quotas(limits, keys, models, periods(own.over(preset).section(RATE_LIMIT_HEADERS)));
    }

    private static List<Rule> rules(List<Pair<Pattern, Section>> models, boolean assumed) {
        List<Rule> rules = new ArrayList<>();
        for (Pair<Pattern, Section> model : models) {
            List<QuotaLimit> limits = QuotaLimitReader.read(model.value().section(SupportsReader.LIMITS), assumed);
            Price price = PriceReader.read(model.value());
            if (price != null || !limits.isEmpty()) {
                rules.add(new Rule(model.name(), limits, price));
            }
        }
        return rules;
    }

    /** The preset's plan of the name that the file says; null if there is none. */
    private @Nullable Section plan() {
        String name = own.find(PLAN);
        List<Pair<String, Section>> plans = preset.list(PLANS);
        if (name == null) {
            return null;
        }
        for (Pair<String, Section> plan : plans) {
            if (plan.name().equals(name)) {
                return plan.value();
            }
        }
        if (plans.isEmpty()) {
            reading.warning(
                    own.path(PLAN) + ": no plans of this provider are known, so it limits nothing; 'limits' does");
        } else {
            List<String> names = plans.stream().map(Pair::name).toList();
            own.problem(PLAN, "unknown plan, " + Suggestion.among(names, name));
        }
        return null;
    }

    private static Map<Quantity, Period> periods(Section headers) {
        Map<Quantity, Period> periods = new EnumMap<>(Quantity.class);
        TOLD.forEach((quantity, key) -> {
            Period period = headers.find(key);
            if (period != null) {
                periods.put(quantity, period);
            }
        });
        return periods;
    }

    private static Map<Quantity, Key<Period>> told() {
        Map<Quantity, Key<Period>> told = new EnumMap<>(Quantity.class);
        for (Quantity quantity :
                List.of(Quantity.REQUESTS, Quantity.TOKENS, Quantity.INPUT_TOKENS, Quantity.OUTPUT_TOKENS)) {
            String name = Scalars.kebab(quantity);
            told.put(quantity, new Key<>(name, Scalars.oneOf(Period.values()), "Of the headers on " + name + "."));
        }
        return told;
    }
}
