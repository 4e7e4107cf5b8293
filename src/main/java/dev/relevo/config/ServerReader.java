package dev.relevo.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code server}. */
final class ServerReader {
    private static final List<String> KEYS =
            List.of("host", "port", "allow-anonymous", "default-alias", "max-body", "header-timeout", "drain-grace");
    private static final long SMALLEST_BODY = 1L << 10;
    private static final long LARGEST_BODY = 1L << 30;

    private ServerReader() {}

    /** @param aliases the models that {@code default-alias} may name */
    static Server read(Section section, Set<String> aliases) {
        section.allow(KEYS);
        Server otherwise = Server.DEFAULT;
        Integer port = section.count("port", 0, 65535);
        return new Server(
                host(section),
                port == null ? otherwise.port() : port,
                defaultAlias(section, aliases),
                otherwise.directModels(),
                admittance(section),
                limits(section),
                otherwise.logging(),
                section.duration("drain-grace", Duration.ZERO, otherwise.drainGrace()),
                otherwise.stateDir());
    }

    private static Admittance admittance(Section section) {
        return new Admittance(section.flag("allow-anonymous", false), List.of(), Set.of());
    }

    private static Limits limits(Section section) {
        Limits otherwise = Limits.DEFAULT;
        return new Limits(
                section.size("max-body", SMALLEST_BODY, LARGEST_BODY, otherwise.maxBody()),
                otherwise.maxHeader(),
                section.duration("header-timeout", Duration.ofMillis(100), otherwise.headerTimeout()),
                otherwise.maxConnections(),
                otherwise.maxRequests(),
                otherwise.maxStreams(),
                otherwise.maxInFlight());
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
}
