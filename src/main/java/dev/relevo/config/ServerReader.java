package dev.relevo.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code server}. */
final class ServerReader {
    private static final List<String> KEYS = List.of(
            "host",
            "port",
            "default-alias",
            "direct-models",
            "allow-anonymous",
            "api-keys",
            "cors-origins",
            "max-body",
            "max-header",
            "header-timeout",
            "max-connections",
            "max-requests",
            "max-streams",
            "max-in-flight",
            "log-format",
            "log-level",
            "log-bodies",
            "drain-grace",
            "state-dir");
    private static final int MOST = 1_000_000;

    private ServerReader() {}

    /** @param aliases the models that {@code default-alias} may name */
    static Server read(Section section, Set<String> aliases, Reading reading) {
        section.allow(KEYS);
        Server otherwise = Server.DEFAULT;
        return new Server(
                host(section),
                count(section, "port", 0, 65535, otherwise.port()),
                defaultAlias(section, aliases),
                section.flag("direct-models", otherwise.directModels()),
                AdmittanceReader.read(section, reading),
                limits(section),
                logging(section),
                section.duration("drain-grace", Duration.ZERO, otherwise.drainGrace()),
                stateDir(section));
    }

    private static int count(Section section, String key, int least, int most, int otherwise) {
        Integer count = section.count(key, least, most);
        return count == null ? otherwise : count;
    }

    private static Limits limits(Section section) {
        Limits otherwise = Limits.DEFAULT;
        long maxBody = section.size("max-body", 1L << 10, 1L << 30, otherwise.maxBody());
        long maxInFlight =
                section.size("max-in-flight", 1L << 10, 1L << 40, Math.max(maxBody, otherwise.maxInFlight()));
        if (maxInFlight < maxBody) {
            section.problem("max-in-flight", "less than max-body, expected at least " + maxBody + " bytes");
        }
        return new Limits(
                maxBody,
                (int) section.size("max-header", 1L << 10, 1L << 20, otherwise.maxHeader()),
                section.duration("header-timeout", Duration.ofMillis(100), otherwise.headerTimeout()),
                count(section, "max-connections", 1, MOST, otherwise.maxConnections()),
                count(section, "max-requests", 1, MOST, otherwise.maxRequests()),
                count(section, "max-streams", 1, MOST, otherwise.maxStreams()),
                maxInFlight);
    }

    private static Logging logging(Section section) {
        String format = section.oneOf("log-format", Set.of("text", "json"));
        String level = section.oneOf("log-level", Set.of("debug", "info", "warn", "error"));
        return new Logging(
                "json".equals(format),
                level == null ? Logging.DEFAULT.level() : Logging.Level.valueOf(level.toUpperCase(Locale.ROOT)),
                section.flag("log-bodies", Logging.DEFAULT.bodies()));
    }

    private static String host(Section section) {
        String host = section.text("host");
        if (host != null && !Hosts.isHost(host)) {
            section.problem("host", "not an address or host name, expected one such as 127.0.0.1");
        }
        return host == null ? Server.DEFAULT.host() : host;
    }

    private static @Nullable String defaultAlias(Section section, Set<String> aliases) {
        String alias = section.text("default-alias");
        if (alias != null && !aliases.isEmpty() && !aliases.contains(alias)) {
            section.problem("default-alias", "no alias of this file, " + Suggestion.among(aliases, alias));
        }
        return alias;
    }

    private static Path stateDir(Section section) {
        String dir = section.text("state-dir");
        try {
            return dir == null ? Server.DEFAULT.stateDir() : Path.of(dir);
        } catch (InvalidPathException e) {
            section.problem("state-dir", "not the name of a folder, expected one such as .relevo");
            return Server.DEFAULT.stateDir();
        }
    }
}
