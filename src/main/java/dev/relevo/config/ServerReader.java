package dev.relevo.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code server}. */
final class ServerReader {
    private enum LogFormat {
        TEXT,
        JSON
    }

    private static final Server DEFAULT = Server.DEFAULT;

    private static final Key<String> HOST =
            new Key<>("host", Scalars.checked(ServerReader::mistakeInHost), "Address to listen on.", DEFAULT.host());
    private static final Key<Integer> PORT =
            new Key<>("port", Scalars.count(0, 65535), "Port to listen on; 0 takes any free one.", DEFAULT.port());
    private static final Key<String> DEFAULT_ALIAS = new Key<>(
            "default-alias",
            Scalars.text(),
            "Where a model name goes that is neither an alias nor a target. Without it such a name is refused with 404.");
    private static final Key<Boolean> DIRECT_MODELS = new Key<>(
            "direct-models",
            Scalars.flag(),
            "Whether clients may ask for any model of a configured provider as provider/model.",
            DEFAULT.directModels());
    private static final Key<LogFormat> LOG_FORMAT = new Key<>(
            "log-format", Scalars.oneOf(LogFormat.values()), "How the log's lines are written.", LogFormat.TEXT);
    private static final Key<Logging.Level> LOG_LEVEL = new Key<>(
            "log-level",
            Scalars.oneOf(Logging.Level.values()),
            "From which level on lines are written.",
            DEFAULT.logging().level());
    private static final Key<Boolean> LOG_BODIES = new Key<>(
            "log-bodies",
            Scalars.flag(),
            "Whether bodies are logged, secrets cut out; for debugging only.",
            DEFAULT.logging().bodies());
    private static final Key<Duration> DRAIN_GRACE = new Key<>(
            "drain-grace",
            Scalars.duration(Duration.ZERO),
            "How long open requests may go on after a stop was asked for.",
            DEFAULT.drainGrace());
    private static final Key<Path> STATE_DIR = new Key<>(
            "state-dir",
            Scalars.path("the name of a folder, expected one such as .relevo"),
            "Folder for what outlives the process, relative to the working directory.",
            DEFAULT.stateDir());
    private static final Key<Integer> USAGE_RETENTION =
            new Key<>("usage-retention", Scalars.count(1, 3_650), "For how many days it is kept what was used.", (int)
                    DEFAULT.usageRetention().toDays());

    static final Shape SHAPE = new Shape(
            Stream.of(
                            List.<Key<?>>of(HOST, PORT, ServerTlsReader.TLS, DEFAULT_ALIAS, DIRECT_MODELS),
                            AdmittanceReader.KEYS,
                            LimitsReader.KEYS,
                            List.<Key<?>>of(
                                    LOG_FORMAT,
                                    LOG_LEVEL,
                                    LOG_BODIES,
                                    TracingReader.TRACING,
                                    DRAIN_GRACE,
                                    STATE_DIR,
                                    USAGE_RETENTION))
                    .<Key<?>>flatMap(List::stream)
                    .toList(),
            null);

    private ServerReader() {}

    /** @param aliases the models that {@code default-alias} may name */
    static Server read(Section section, Set<String> aliases, Reading reading) {
        return new Server(
                section.get(HOST),
                section.get(PORT),
                defaultAlias(section, aliases),
                section.get(DIRECT_MODELS),
                AdmittanceReader.read(section, aliases, reading),
                LimitsReader.read(section),
                new Logging(section.get(LOG_FORMAT) == LogFormat.JSON, section.get(LOG_LEVEL), section.get(LOG_BODIES)),
                section.get(DRAIN_GRACE),
                section.get(STATE_DIR),
                Duration.ofDays(section.get(USAGE_RETENTION)),
                ServerTlsReader.read(section, reading),
                TracingReader.read(section));
    }

    private static @Nullable String mistakeInHost(String text) {
        return Hosts.isHost(text) ? null : "not an address or host name, expected one such as 127.0.0.1";
    }

    private static @Nullable String defaultAlias(Section section, Set<String> aliases) {
        String alias = section.find(DEFAULT_ALIAS);
        if (alias != null && !aliases.isEmpty() && !aliases.contains(alias)) {
            section.problem(DEFAULT_ALIAS, "no alias of this file, " + Suggestion.among(aliases, alias));
        }
        return alias;
    }
}
