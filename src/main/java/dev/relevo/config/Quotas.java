package dev.relevo.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may be used of a provider.
 *
 * @param account limits of each account, all its keys and models together
 * @param keys what is told of single keys; a key that is not among them has no limits of its own and belongs to the one
 *     account of those without a name
 * @param models the first rule whose pattern fits a model's whole name and tells a price decides that; of those that tell
 *     limits the first of the user's own, and besides the first that is assumed, where it counts something else. Limits hold
 *     for the model in each account
 * @param told over which period the plain rate-limit headers count, such as {@code x-ratelimit-limit-requests}; where it
 *     is silent, the reset tells
 */
public record Quotas(
        List<QuotaLimit> account, Map<Secret, KeyTerms> keys, List<Rule> models, Map<Quantity, Period> told) {
    /** No limits, no prices. */
    public static final Quotas NONE = new Quotas(List.of(), Map.of(), List.of(), Map.of());

    private static final String ONE_ACCOUNT = "";

    /**
     * What is told of one key.
     *
     * @param account the name of its account
     */
    public record KeyTerms(String account, List<QuotaLimit> limits) {
        /** Nothing is told. */
        static final KeyTerms NONE = new KeyTerms(ONE_ACCOUNT, List.of());

        public KeyTerms {
            limits = List.copyOf(limits);
        }
    }

    /** What is told of the models of a name. Its limits are all assumed, or none of them. */
    public record Rule(
            Pattern name, List<QuotaLimit> limits, @Nullable Price price) {
        public Rule {
            limits = List.copyOf(limits);
        }
    }

    public Quotas {
        account = List.copyOf(account);
        keys = Map.copyOf(keys);
        models = List.copyOf(models);
        told = Map.copyOf(told);
    }

    /** The name of a key's account. */
    public String account(@Nullable Secret key) {
        return of(key).account();
    }

    /** A key's own limits. */
    public List<QuotaLimit> key(@Nullable Secret key) {
        return of(key).limits();
    }

    private KeyTerms of(@Nullable Secret key) {
        return key == null ? KeyTerms.NONE : keys.getOrDefault(key, KeyTerms.NONE);
    }

    /** What holds for a model. */
    public Terms model(String model) {
        List<Rule> fitting = models.stream()
                .filter(rule -> rule.name().matcher(model).matches())
                .toList();
        Price price = fitting.stream()
                .map(Rule::price)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new Terms(QuotaLimit.over(first(fitting, false), first(fitting, true)), price);
    }

    private static List<QuotaLimit> first(List<Rule> rules, boolean assumed) {
        return rules.stream()
                .map(Rule::limits)
                .filter(limits -> !limits.isEmpty() && limits.getFirst().assumed() == assumed)
                .findFirst()
                .orElse(List.of());
    }
}
