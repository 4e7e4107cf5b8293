package dev.relevo.cli;

import dev.relevo.config.Admittance;
import dev.relevo.config.Server;
import dev.relevo.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person sees on start. Never holds a provider's key; an access key only when it was made just now. */
public final class Banner {
    /** However much is configured. */
    public static final int MAX_LINES = 12;

    private static final int MAX_WARNINGS = 3;

    private Banner() {}

    /**
     * Where it listens, who may use it, aliases with their targets, which providers are live and which lack a key, where
     * keys were looked for, and the warnings.
     *
     * @param version of Relevo
     * @param configuration the file, beside which {@code .env} lies
     * @param port the one really listened on
     * @param madeKey the access key that Relevo made itself, or null
     */
    public static List<String> lines(
            String version, Path configuration, Settings settings, int port, @Nullable MadeKey madeKey) {
        Summary summary = new Summary(settings);
        List<String> missing = summary.missingKeys();
        List<String> lines = new ArrayList<>();
        lines.add("Relevo " + version + " at " + url(settings.server(), port));
        lines.addAll(access(settings.server(), madeKey));
        List<String> foremost = fitting(warnings(settings), MAX_WARNINGS, "warnings");
        List<String> source = missing.isEmpty() ? List.of() : List.of(source(configuration));
        int room = MAX_LINES - lines.size() - 1 - foremost.size() - source.size();
        lines.addAll(fitting(summary.aliases(), Math.max(room - missing.size(), room / 2), "aliases"));
        lines.add(summary.live());
        lines.addAll(foremost);
        lines.addAll(fitting(missing, MAX_LINES - lines.size() - source.size(), "providers without a key"));
        lines.addAll(source);
        return lines;
    }

    private static String source(Path configuration) {
        Path dotenv = Environment.file(configuration).toAbsolutePath().normalize();
        return "  keys are read from the environment and from " + dotenv
                + (Files.exists(dotenv) ? "" : " (there is none)");
    }

    private static String url(Server server, int port) {
        String host = server.host();
        String url = Address.url(host, port, server.tls() != null);
        return url + "/v1" + (Address.isEveryAddress(host) ? " and this machine's other addresses" : "")
                + "; a chat for browsers at " + url + "/";
    }

    private static List<String> access(Server server, @Nullable MadeKey made) {
        Admittance admittance = server.admittance();
        if (made != null && made.fresh()) {
            return List.of(
                    "  access: clients need this key, shown only now and kept in " + made.file() + ":",
                    "    " + made.key().value());
        }
        if (made != null) {
            return List.of("  access: clients need the key in " + made.file());
        }
        int keys = admittance.keys().size();
        if (admittance.created()) {
            return List.of("  access: clients need an access key: one that was created (relevo key list)"
                    + (keys == 0 ? "" : " or one of " + keys + " in the configuration"));
        }
        if (keys > 0) {
            return List.of(
                    "  access: clients need " + (keys == 1 ? "the access key" : "one of " + keys + " access keys"));
        }
        return List.of(
                admittance.allowAnonymous()
                        ? "  access: anyone who reaches it, without a key (server.allow-anonymous)"
                        : "  access: this machine only, without a key");
    }

    private static List<String> warnings(Settings settings) {
        List<String> warnings = new ArrayList<>();
        if (settings.server().logging().bodies()) {
            warnings.add("  warning: server.log-bodies is on, so the log tells what people ask and are answered");
        }
        settings.warnings().forEach(line -> warnings.add("  warning: " + line));
        return warnings;
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
