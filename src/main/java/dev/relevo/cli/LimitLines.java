package dev.relevo.cli;

import dev.relevo.config.Alias;
import dev.relevo.config.Entry;
import dev.relevo.config.Provider;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Quotas;
import dev.relevo.config.Secret;
import dev.relevo.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What limits there are, in lines for a person; those of a plan are marked. Never holds a key. */
record LimitLines(Settings settings) {
    /** For each live provider what its accounts and single keys have, for each live target what is its model's and its own. */
    List<String> lines() {
        Set<String> lines = new LinkedHashSet<>();
        settings.providers().stream().filter(Provider::live).forEach(provider -> lines.addAll(ofProvider(provider)));
        settings.aliases().forEach(alias -> lines.addAll(ofTargets(alias)));
        return List.copyOf(lines);
    }

    private static List<String> ofProvider(Provider provider) {
        List<String> lines = new ArrayList<>();
        Quotas quotas = provider.quotas();
        add(lines, provider.name() + ", each account", quotas.account());
        List<Secret> keys = provider.keys();
        for (int i = 0; i < keys.size(); i++) {
            add(lines, provider.name() + "#" + (i + 1), quotas.key(keys.get(i)));
        }
        return lines;
    }

    private List<String> ofTargets(Alias alias) {
        List<String> lines = new ArrayList<>();
        for (Entry entry : alias.entries()) {
            Provider provider = settings.provider(entry.provider());
            String model = entry.model();
            if (provider != null && provider.live() && model != null) {
                String name = provider.name() + "/" + model;
                add(lines, name, provider.quotas().model(model).limits());
                add(lines, alias.name() + " -> " + name, entry.terms().limits());
            }
        }
        return lines;
    }

    private static void add(List<String> lines, String of, List<QuotaLimit> limits) {
        if (!limits.isEmpty()) {
            List<String> words = limits.stream()
                    .map(limit -> limit + (limit.assumed() ? " (plan)" : ""))
                    .toList();
            lines.add("  limits of " + of + ": " + String.join(", ", words));
        }
    }
}
