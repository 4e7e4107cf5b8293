package dev.relevo.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What may be used of a provider.
 *
 * @param account limits of each account, all its keys and models together
 * @param keys what is told of single keys; a key that is not among them has no limits of its own and belongs to the one
 *     account of those without a name
 * @param models the first rule whose pattern fits a model's whole name and tells limits decides those, the first that tells
 *     a price that; limits hold for the model in each account
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
        public KeyTerms {
            limits = List.copyOf(limits);
        }
    }

    /** What is told of the models of a name. */
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
        KeyTerms terms = key == null ? null : keys.get(key);
        return terms == null ? ONE_ACCOUNT : terms.account();
    }

    /** A key's own limits. */
    public List<QuotaLimit> key(@Nullable Secret key) {
        KeyTerms terms = key == null ? null : keys.get(key);
        return terms == null ? List.of() : terms.limits();
    }

    /** What holds for a model. */
    public Terms model(String model) {
        List<QuotaLimit> limits = List.of();
        Price price = null;
        for (Rule rule : models) {
            if (rule.name().matcher(model).matches()) {
                limits = limits.isEmpty() ? rule.limits() : limits;
                price = price == null ? rule.price() : price;
            }
        }
        return new Terms(limits, price);
    }
}
