package dev.relevo.routing;

import dev.relevo.config.Alias;
import dev.relevo.config.Entry;
import dev.relevo.config.Feature;
import dev.relevo.config.Provider;
import dev.relevo.config.Secret;
import dev.relevo.config.Settings;
import dev.relevo.config.Target;
import dev.relevo.quota.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From a model name to the pool behind it. Immutable but for the health of its targets. */
public final class Router {
    private final Map<String, Pool> pools = new LinkedHashMap<>();
    private final @Nullable String defaultAlias;

    public Router(Settings settings, Health health) {
        this.defaultAlias = settings.server().defaultAlias();
        for (Alias alias : settings.aliases()) {
            pools.put(alias.name(), pool(settings, alias, health));
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

    /** Where a lease may lead: some target of each key, by the key's scope. */
    public Map<Scope, Target> keys() {
        Map<Scope, Target> keys = new LinkedHashMap<>();
        candidates().forEach(candidate -> keys.putIfAbsent(candidate.scopes().key(), candidate.target()));
        return keys;
    }

    /** Every target of every pool; one that is in several pools comes as often. */
    Stream<Candidate> candidates() {
        return pools.values().stream().flatMap(pool -> pool.candidates().stream());
    }

    private static Pool pool(Settings settings, Alias alias, Health health) {
        Map<Integer, List<Turn>> tiers = new TreeMap<>();
        for (Entry entry : alias.entries()) {
            Provider provider = settings.provider(entry.provider());
            if (provider != null && provider.live() && entry.model() != null) {
                tiers.computeIfAbsent(entry.tier(), _ -> new ArrayList<>())
                        .add(turn(provider, entry, entry.model(), health));
            }
        }
        return new Pool(
                alias,
                tiers.values().stream()
                        .map(turns -> new Tier(alias.strategy(), turns))
                        .toList());
    }

    private static Turn turn(Provider provider, Entry entry, String model, Health health) {
        Set<Feature> supports = entry.supports() == null ? provider.supports().of(model) : entry.supports();
        List<Candidate> keys = new ArrayList<>();
        for (int i = 0; i < Math.max(1, provider.keys().size()); i++) {
            Secret key = provider.keys().isEmpty() ? null : provider.keys().get(i);
            keys.add(health.of(new Target(provider, model, key, i + 1, entry.maxTokens(), supports)));
        }
        return new Turn(keys);
    }
}
