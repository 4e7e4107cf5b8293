package dev.relevo.routing;

import dev.relevo.config.Affinity;
import dev.relevo.config.Alias;
import dev.relevo.config.Entry;
import dev.relevo.config.ModelName;
import dev.relevo.config.Provider;
import dev.relevo.config.Retries;
import dev.relevo.config.Settings;
import dev.relevo.config.Strategy;
import dev.relevo.config.Streams;
import dev.relevo.config.Timeouts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code provider/model} as a model's name, for every live provider. A pair that some alias has as a target is that target,
 * as the first entry tells it, and shares its state; all other models of a provider share one state, so that no name that
 * a client makes up takes memory.
 */
final class DirectModels {
    private final RandomGenerator random;
    private final Map<String, Pool> listed = new LinkedHashMap<>();
    private final Map<String, Turn> unlisted = new HashMap<>();

    /** One for all models of a provider. */
    private final Map<String, PoolHealth> healths = new HashMap<>();

    DirectModels(Settings settings, Health health, RandomGenerator random) {
        this.random = random;
        Targets targets = new Targets(settings, health);
        for (Provider provider : settings.providers()) {
            if (provider.live()) {
                healths.put(provider.name(), health.direct(provider.name()));
                unlisted.put(provider.name(), targets.unlisted(provider));
            }
        }
        for (Alias alias : settings.aliases()) {
            alias.entries().forEach(entry -> list(entry, targets));
        }
    }

    /** The pairs that some alias has as a target, in the file's order. */
    List<String> listed() {
        return List.copyOf(listed.keySet());
    }

    Stream<Candidate> candidates() {
        return Stream.concat(
                listed.values().stream().flatMap(pool -> pool.candidates().stream()),
                unlisted.values().stream().flatMap(turn -> turn.candidates().stream()));
    }

    Stream<PoolHealth> healths() {
        return healths.values().stream();
    }

    /** The provider's name ends at the first slash. Null if that is no live provider, or what follows no model's name. */
    @Nullable
    Pool pool(String name) {
        Pool known = listed.get(name);
        int slash = name.indexOf('/');
        if (known != null || slash < 0) {
            return known;
        }
        String provider = name.substring(0, slash);
        Turn any = unlisted.get(provider);
        String model = name.substring(slash + 1);
        return any == null || !ModelName.isValid(model) ? null : pool(provider, name, List.of(), any.of(model));
    }

    private void list(Entry entry, Targets targets) {
        Turn turn = targets.of(entry);
        if (turn != null) {
            String name = entry.provider() + "/" + entry.model();
            listed.computeIfAbsent(name, _ -> pool(entry.provider(), name, List.of(entry), turn));
        }
    }

    private Pool pool(String provider, String name, List<Entry> entries, Turn turn) {
        Alias alias = new Alias(
                name,
                Strategy.ROUND_ROBIN,
                Affinity.EXPLICIT,
                entries,
                Alias.DEFAULT_HOLD_LIMIT,
                Streams.DEFAULT,
                Retries.DEFAULT,
                Timeouts.UNBOUNDED);
        List<Tier> tiers = List.of(new Tier(alias.strategy(), List.of(turn), random));
        return new Pool(alias, tiers, Objects.requireNonNull(healths.get(provider)), random);
    }
}
