package dev.relevo.cli;

import dev.relevo.config.Alias;
import dev.relevo.config.Entry;
import dev.relevo.config.Provider;
import dev.relevo.config.Settings;
import java.util.List;
import java.util.Locale;

/** What settings amount to, in lines for a person. Never holds a key. */
record Summary(Settings settings) {
    private static final int MAX_WIDTH = 120;
    /** Answers wherever nobody else can. */
    private static final String DEMO = "demo (built in, no AI)";

    /** For each alias: the live targets, the strategy, and how many more targets there would be with a key. */
    List<String> aliases() {
        return settings.aliases().stream().map(this::line).toList();
    }

    /** The providers that requests can be sent to. */
    String live() {
        List<String> names = settings.providers().stream()
                .filter(Provider::live)
                .map(Summary::withKeys)
                .toList();
        return "  live: " + (names.isEmpty() ? "none, so the built-in demo answers" : joined(names));
    }

    /** For each provider that lacks a key: the variable, and where to get one. */
    List<String> missingKeys() {
        return settings.providers().stream()
                .filter(provider -> !provider.live())
                .map(Summary::missingKey)
                .toList();
    }

    private String line(Alias alias) {
        List<String> live =
                alias.entries().stream().filter(this::live).map(this::target).toList();
        int dead = alias.entries().size() - live.size();
        String strategy = alias.strategy().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String lacking = dead == 0 ? "" : " (+" + dead + " without a key)";
        return "  " + alias.name() + " -> " + (live.isEmpty() ? DEMO : joined(live))
                + (live.size() > 1 ? ", " + strategy : "") + lacking;
    }

    private boolean live(Entry entry) {
        Provider provider = settings.provider(entry.provider());
        return provider != null && provider.live();
    }

    private String target(Entry entry) {
        if (entry.provider().equals(Provider.DEMO)) {
            return DEMO;
        }
        return entry.provider() + "/" + (entry.model() == null ? "the first model it lists" : entry.model());
    }

    private static String joined(List<String> names) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            if (text.length() > MAX_WIDTH) {
                return text + ", and " + (names.size() - i) + " more";
            }
            text.append(i == 0 ? "" : ", ").append(names.get(i));
        }
        return text.toString();
    }

    private static String withKeys(Provider provider) {
        int keys = provider.keys().size();
        return provider.displayName() + (keys > 1 ? " (" + keys + " keys)" : "");
    }

    private static String missingKey(Provider provider) {
        String variables =
                provider.keyVariables().isEmpty() ? "an api-key" : String.join(" or ", provider.keyVariables());
        String page = provider.keyPage() == null ? "" : ": " + provider.keyPage();
        return "  no key: " + provider.displayName() + " needs " + variables + page;
    }
}
