package dev.relevo.config;

import dev.relevo.config.Admittance.ClientKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What limits can hardly mean as they stand. */
final class QuotaWarnings {
    /** An answer is taken to have so many tokens until some were seen. */
    private static final int TOKENS_OF_AN_ANSWER = 512;

    /** An answer without a cap is not taken to be longer until some were seen. */
    private static final int MOST_TOKENS_OF_AN_ANSWER = 4096;

    private static final Set<Feature> TEXTS = Set.of(Feature.CHAT, Feature.COMPLETIONS);

    private final Map<String, Provider> live;
    private final Set<String> lines = new LinkedHashSet<>();

    private QuotaWarnings(List<Provider> providers) {
        this.live = providers.stream()
                .filter(Provider::live)
                .collect(Collectors.toMap(Provider::name, Function.identity()));
    }

    /** One line each; of providers that requests can be sent to. */
    static List<String> of(Server server, List<Provider> providers, List<Alias> aliases) {
        QuotaWarnings warnings = new QuotaWarnings(providers);
        providers.stream().filter(Provider::live).forEach(warnings::keys);
        aliases.forEach(warnings::targets);
        server.admittance().keys().forEach(key -> warnings.client(key, aliases));
        return List.copyOf(warnings.lines);
    }

    /** Several keys share what a plan gives to one account. */
    private void keys(Provider provider) {
        Quotas quotas = provider.quotas();
        long keys = provider.keys().stream()
                .filter(key -> quotas.account(key).isEmpty())
                .count();
        Stream<QuotaLimit> limits = Stream.concat(
                quotas.account().stream(), quotas.models().stream().flatMap(rule -> rule.limits().stream()));
        if (keys > 1 && limits.anyMatch(QuotaLimit::assumed)) {
            lines.add("providers." + provider.name() + ": " + keys + " keys count as one account and share its plan;"
                    + " if they belong to several, name them: {key: ..., account: NAME}");
        }
    }

    private void targets(Alias alias) {
        for (Entry entry : alias.entries()) {
            Provider provider = live.get(entry.provider());
            String model = entry.model();
            if (provider != null && model != null) {
                String where = "models." + alias.name() + ": " + provider.name() + "/" + model;
                Price price = price(entry, provider, model);
                Set<Feature> supports =
                        entry.supports() == null ? provider.supports().of(model) : entry.supports();
                boolean answersInText = !Collections.disjoint(supports, TEXTS);
                for (QuotaLimit limit : limits(entry, provider, model)) {
                    target(where, limit, entry, price, answersInText);
                }
            }
        }
    }

    private void target(String where, QuotaLimit limit, Entry entry, @Nullable Price price, boolean answersInText) {
        if (limit.quantity() == Quantity.USD && price == null) {
            lines.add(where + " has no known price, so " + limit
                    + " lets nothing through; expected its 'price', 0 if it" + " is free");
        }
        Integer cap = entry.maxTokens();
        if (ofAnswers(limit) && cap != null && cap > limit.most() && limit.most() > 0) {
            lines.add(where + ": max-tokens: " + cap + " is more than " + limit + " ever lets through");
        } else if (answersInText && limit.most() > 0 && limit.most() < leastOf(limit, cap, price)) {
            lines.add(where + ": " + limit + " is less than one answer is expected to take, so hardly a request fits");
        }
    }

    private static boolean ofAnswers(QuotaLimit limit) {
        return limit.quantity() == Quantity.TOKENS || limit.quantity() == Quantity.OUTPUT_TOKENS;
    }

    /** What an answer is expected to take of a limit before any was seen. */
    private static long leastOf(QuotaLimit limit, @Nullable Integer cap, @Nullable Price price) {
        int tokens = cap == null ? TOKENS_OF_AN_ANSWER : Math.min(cap, TOKENS_OF_AN_ANSWER);
        int most = cap == null ? MOST_TOKENS_OF_AN_ANSWER : cap;
        return switch (limit.quantity()) {
            case TOKENS, OUTPUT_TOKENS -> tokens;
            case USD -> price == null ? 0 : price.of(0, 0, most);
            case REQUESTS, INPUT_TOKENS, CONCURRENT -> 0;
        };
    }

    /** A limit of money lets nothing through whose price is not known. */
    private void client(ClientKey key, List<Alias> aliases) {
        if (key.limits().stream().noneMatch(limit -> limit.quantity() == Quantity.USD)) {
            return;
        }
        for (Alias alias : aliases) {
            if (key.aliases().isEmpty() || key.aliases().contains(alias.name())) {
                String unpriced = alias.entries().stream()
                        .filter(this::isUnpriced)
                        .map(entry -> entry.provider() + "/" + entry.model())
                        .distinct()
                        .collect(Collectors.joining(", "));
                if (!unpriced.isEmpty()) {
                    lines.add("server.api-keys: " + key.name() + " has a limit in dollars and is never served by these"
                            + " targets of " + alias.name() + ", whose price is not known; expected their 'price', 0 if"
                            + " they are free: " + unpriced);
                }
            }
        }
    }

    private boolean isUnpriced(Entry entry) {
        Provider provider = live.get(entry.provider());
        return provider != null && entry.model() != null && price(entry, provider, entry.model()) == null;
    }

    private static @Nullable Price price(Entry entry, Provider provider, String model) {
        Price own = entry.terms().price();
        return own == null ? provider.quotas().model(model).price() : own;
    }

    private static List<QuotaLimit> limits(Entry entry, Provider provider, String model) {
        List<QuotaLimit> limits = new ArrayList<>(entry.terms().limits());
        limits.addAll(provider.quotas().model(model).limits());
        limits.addAll(provider.quotas().account());
        provider.keys().forEach(key -> limits.addAll(provider.quotas().key(key)));
        return limits;
    }
}
