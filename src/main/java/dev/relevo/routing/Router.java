package dev.relevo.routing;

import dev.relevo.config.Alias;
import dev.relevo.config.Entry;
import dev.relevo.config.Feature;
import dev.relevo.config.Provider;
import dev.relevo.config.Secret;
import dev.relevo.config.Settings;
import dev.relevo.config.Target;
import dev.relevo.quota.Ledger;
import dev.relevo.quota.Scope;
import dev.relevo.quota.Scopes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From a model name to the pool behind it. Immutable but for the health of its targets. */
public final class Router {
    private final Map<String, Pool> pools = new LinkedHashMap<>();
    private final @Nullable String defaultAlias;

    public Router(Settings settings, Ledger ledger) {
        this.defaultAlias = settings.server().defaultAlias();
        Map<Scope, Breaker> breakers = new HashMap<>();
        for (Alias alias : settings.aliases()) {
            pools.put(alias.name(), pool(settings, alias, ledger, breakers));
        }
    }

    /** The pool of that alias, or of the default alias; null if there is neither. */
    public @Nullable Pool pool(String model) {
        Pool pool = pools.get(model);
        return pool != null || defaultAlias == null ? pool : pools.get(defaultAlias);
    }

    /** The aliases, in the file's order. */
    public List<String> aliases() {
        return List.copyOf(pools.keySet());
    }

    /** Every target of every pool, by the scope that is its own. */
    public Map<Scope, Target> targets() {
        Map<Scope, Target> targets = new LinkedHashMap<>();
        for (Pool pool : pools.values()) {
            for (Candidate candidate : pool.candidates()) {
                targets.putIfAbsent(candidate.scopes().target(), candidate.target());
            }
        }
        return targets;
    }

    private static Pool pool(Settings settings, Alias alias, Ledger ledger, Map<Scope, Breaker> breakers) {
        Map<Integer, List<Turn>> tiers = new TreeMap<>();
        for (Entry entry : alias.entries()) {
            Provider provider = settings.provider(entry.provider());
            if (provider != null && provider.live() && entry.model() != null) {
                tiers.computeIfAbsent(entry.tier(), _ -> new ArrayList<>())
                        .add(turn(provider, entry, entry.model(), ledger, breakers));
            }
        }
        return new Pool(
                alias,
                tiers.values().stream()
                        .map(turns -> new Tier(alias.strategy(), turns))
                        .toList());
    }

    private static Turn turn(
            Provider provider, Entry entry, String model, Ledger ledger, Map<Scope, Breaker> breakers) {
        Set<Feature> supports = entry.supports() == null ? provider.supports().of(model) : entry.supports();
        List<Candidate> keys = new ArrayList<>();
        for (int i = 0; i < Math.max(1, provider.keys().size()); i++) {
            Secret key = provider.keys().isEmpty() ? null : provider.keys().get(i);
            Target target = new Target(provider, model, key, i + 1, entry.maxTokens(), supports);
            Scopes scopes = ledger.of(target);
            keys.add(new Candidate(
                    target,
                    scopes,
                    breakers.computeIfAbsent(scopes.endpoint(), _ -> new Breaker()),
                    breakers.computeIfAbsent(scopes.model(), _ -> new Breaker())));
        }
        return new Turn(keys);
    }
}
