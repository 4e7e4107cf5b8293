package dev.relevo.simulation;

import dev.relevo.config.Provider;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Target;
import dev.relevo.config.Traffic.Shape;
import dev.relevo.config.Traffic.Truth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All providers as they really are. */
final class World {
    private final Map<String, Truth> truths;
    private final Agenda agenda;
    private final Map<String, TrueScope> scopes = new LinkedHashMap<>();
    private final Map<String, TrueProvider> targets = new LinkedHashMap<>();

    /** @param truths by provider, where it differs from the settings */
    World(Map<String, Truth> truths, Agenda agenda) {
        this.truths = truths;
        this.agenda = agenda;
    }

    /** What serves that target. */
    TrueProvider of(Target target) {
        return Objects.requireNonNull(targets.computeIfAbsent(target.name(), _ -> made(target)), target.name());
    }

    Collection<TrueScope> scopes() {
        return scopes.values();
    }

    private TrueProvider made(Target target) {
        Truth truth = truths.getOrDefault(target.provider().name(), Truth.DEFAULT);
        List<TrueScope> its = new ArrayList<>();
        if (truth.limits().isEmpty()) {
            configured(target, truth.shape(), its);
        } else {
            add(name(target, truth), truth.limits(), truth.shape(), its);
            own(target, its);
        }
        return new TrueProvider(truth, its);
    }

    private static String name(Target target, Truth truth) {
        return switch (truth.per()) {
            case ACCOUNT -> target.provider().name();
            case KEY -> key(target);
            case MODEL -> target.name();
        };
    }

    private static String key(Target target) {
        Provider provider = target.provider();
        return provider.keys().size() > 1 ? provider.name() + "#" + target.keyOrdinal() : provider.name() + " key";
    }

    private void configured(Target target, @Nullable Shape shape, List<TrueScope> its) {
        Provider provider = target.provider();
        String account = provider.name() + account(provider.quotas().account(target.key()));
        add(account, provider.quotas().account(), shape, its);
        add(key(target), provider.quotas().key(target.key()), shape, its);
        add(
                account + "/" + target.model(),
                provider.quotas().model(target.model()).limits(),
                shape,
                its);
        own(target, its);
    }

    private static String account(String name) {
        return name.isEmpty() ? "" : " (" + name + ")";
    }

    /** What the user allows. */
    private void own(Target target, List<TrueScope> its) {
        add("target " + target.name(), target.terms().limits(), null, its);
    }

    private void add(String name, List<QuotaLimit> limits, @Nullable Shape shape, List<TrueScope> its) {
        if (!limits.isEmpty()) {
            its.add(scopes.computeIfAbsent(name, _ -> new TrueScope(name, limits, shape, agenda)));
        }
    }
}
