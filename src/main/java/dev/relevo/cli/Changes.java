package dev.relevo.cli;

import dev.relevo.config.Alias;
import dev.relevo.config.Provider;
import dev.relevo.config.Quirks;
import dev.relevo.config.Quotas;
import dev.relevo.config.Server;
import dev.relevo.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How settings differ from those before, in one line for a person. Never holds a key. */
final class Changes {
    private static final int MOST_NAMES = 8;

    private final List<String> parts = new ArrayList<>();

    private Changes() {}

    /** As in {@code aliases: fast added, old removed; providers: groq changed}. */
    static String between(Settings before, Settings after) {
        Changes changes = new Changes();
        changes.compare("aliases", by(Alias::name, before.aliases()), by(Alias::name, after.aliases()));
        changes.compare("providers", facts(before), facts(after));
        if (!Objects.equals(before.server().tls(), after.server().tls())) {
            changes.parts.add("server.tls changed");
        }
        if (!inFile(before.server()).equals(inFile(after.server()))) {
            changes.parts.add("server settings changed");
        }
        return changes.parts.isEmpty() ? "nothing changed" : String.join("; ", changes.parts);
    }

    /** What the configuration's file tells of it: neither the certificates nor whether keys were created by command. */
    private static Server inFile(Server server) {
        return server.withTls(null).withAdmittance(server.admittance().withCreated(false));
    }

    private void compare(String kind, Map<String, ?> before, Map<String, ?> after) {
        List<String> told = new ArrayList<>();
        after.forEach((name, value) -> {
            if (!before.containsKey(name)) {
                told.add(name + " added");
            } else if (!value.equals(before.get(name))) {
                told.add(name + " changed");
            }
        });
        before.keySet().stream().filter(name -> !after.containsKey(name)).forEach(name -> told.add(name + " removed"));
        if (!told.isEmpty()) {
            parts.add(kind + ": " + shortened(told));
        }
    }

    private static String shortened(List<String> told) {
        int more = told.size() - MOST_NAMES;
        return more <= 0
                ? String.join(", ", told)
                : String.join(", ", told.subList(0, MOST_NAMES)) + " and " + more + " more";
    }

    private static <T> Map<String, T> by(Function<T, String> name, List<T> all) {
        return all.stream().collect(Collectors.toMap(name, each -> each, (one, _) -> one, LinkedHashMap::new));
    }

    private static Map<String, List<Object>> facts(Settings settings) {
        Map<String, List<Object>> facts = new LinkedHashMap<>();
        settings.providers().forEach(provider -> facts.put(provider.name(), facts(provider)));
        return facts;
    }

    /** The provider as values that can be compared, which patterns cannot. */
    private static List<Object> facts(Provider provider) {
        Quirks quirks = provider.quirks();
        Quotas quotas = provider.quotas();
        return List.of(
                provider.baseUrl(),
                provider.keys(),
                provider.needsKey(),
                String.valueOf(provider.defaultModel()),
                provider.headers(),
                provider.timeouts(),
                provider.supports().toString(),
                provider.contextWindows().toString(),
                quirks.drop(),
                quirks.rename(),
                quirks.replace(),
                quirks.maxTokensField(),
                quirks.gaps().toString(),
                quirks.keyErrors().toString(),
                quirks.accountLimits().toString(),
                quirks.overloads().toString(),
                quirks.repairs(),
                quirks.continues(),
                quotas.account(),
                quotas.keys(),
                quotas.models().stream().map(Changes::facts).toList(),
                quotas.told());
    }

    private static List<Object> facts(Quotas.Rule rule) {
        return List.of(rule.name().pattern(), rule.limits(), String.valueOf(rule.price()));
    }
}
