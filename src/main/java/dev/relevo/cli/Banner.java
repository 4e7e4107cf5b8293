package dev.relevo.cli;

import dev.relevo.config.Alias;
import dev.relevo.config.Entry;
import dev.relevo.config.Provider;
import dev.relevo.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a person sees on start. Never holds a key. */
public final class Banner {
    /** However much is configured. */
    public static final int MAX_LINES = 12;

    private static final int MAX_WIDTH = 120;
    private static final int MAX_WARNINGS = 3;

    private final Settings settings;

    private Banner(Settings settings) {
        this.settings = settings;
    }

    /**
     * Where it listens, aliases with their targets, which providers are live and which lack a key, and the warnings.
     *
     * @param version of Relevo
     * @param port the one really listened on
     */
    public static List<String> lines(String version, Settings settings, int port) {
        return new Banner(settings)
                .lines("Relevo " + version + " at " + url(settings.server().host(), port));
    }

    private static String url(String host, int port) {
        if (Set.of("0.0.0.0", "::", "[::]").contains(host)) {
            return url("127.0.0.1", port) + " and this machine's other addresses";
        }
        boolean bareIpv6 = host.contains(":") && !host.startsWith("[");
        return "http://" + (bareIpv6 ? "[" + host + "]" : host) + ":" + port + "/v1";
    }

    private List<String> lines(String first) {
        List<String> aliases = settings.aliases().stream().map(this::line).toList();
        List<String> missing = settings.providers().stream()
                .filter(provider -> !provider.live())
                .map(Banner::missingKey)
                .toList();
        List<String> warnings =
                settings.warnings().stream().map(line -> "  warning: " + line).toList();
        List<String> lines = new ArrayList<>();
        lines.add(first);
        List<String> foremost = fitting(warnings, MAX_WARNINGS, "warnings");
        int room = MAX_LINES - 2 - foremost.size();
        int forAliases = Math.max(room - missing.size(), room / 2);
        lines.addAll(fitting(aliases, forAliases, "aliases"));
        lines.add(live());
        lines.addAll(foremost);
        lines.addAll(fitting(missing, MAX_LINES - lines.size(), "providers without a key"));
        return lines;
    }

    /** Alias, strategy, the live targets' names, and how many more there would be with a key. */
    private String line(Alias alias) {
        List<String> live =
                alias.entries().stream().filter(this::live).map(this::target).toList();
        int dead = alias.entries().size() - live.size();
        String strategy = alias.strategy().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String lacking = dead == 0 ? "" : " (+" + dead + " without a key)";
        return "  " + alias.name() + " -> " + joined(live) + (live.size() > 1 ? ", " + strategy : "") + lacking;
    }

    private boolean live(Entry entry) {
        Provider provider = settings.provider(entry.provider());
        return provider != null && provider.live();
    }

    private String target(Entry entry) {
        if (entry.provider().equals(Provider.DEMO)) {
            return "demo (built in, no AI)";
        }
        return entry.provider() + "/" + entry.model();
    }

    private static String joined(List<String> names) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            if (text.length() > MAX_WIDTH) {
                return text + ", and " + (names.size() - i) + " more";
            }
            text.append(i == 0 ? "" : ", ").append(names.get(i));
        }
        return text.isEmpty() ? "no live target" : text.toString();
    }

    private String live() {
        List<String> names = settings.providers().stream()
                .filter(Provider::live)
                .map(Banner::withKeys)
                .toList();
        return "  live: " + (names.isEmpty() ? "none" : joined(names));
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

    /** At most so many lines, the last of them a count of what is left out. */
    private static List<String> fitting(List<String> lines, int room, String what) {
        if (lines.size() <= room) {
            return lines;
        }
        List<String> fitting = new ArrayList<>(lines.subList(0, room - 1));
        fitting.add("  and " + (lines.size() - room + 1) + " more " + what);
        return fitting;
    }
}
