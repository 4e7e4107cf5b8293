package dev.relevo.cli;

import dev.relevo.cli.Arguments.Options;
import dev.relevo.config.Admittance;
import dev.relevo.config.BadConfiguration;
import dev.relevo.config.Configuration;
import dev.relevo.config.Problem;
import dev.relevo.config.Server;
import dev.relevo.config.Settings;
import dev.relevo.store.KeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything between the command line and a listener: files read, precedence applied, refusals told. */
public sealed interface Startup {
    /**
     * The settings to serve with; host, port and access keys are the effective ones.
     *
     * @param madeKey the access key among them that Relevo made itself, or null
     */
    record Ready(Settings settings, @Nullable MadeKey madeKey) implements Startup {}

    /** Nothing can be served: lines for a person, to print before ending with {@link ExitCode#FAILED}. */
    record Refused(List<String> lines) implements Startup {
        public Refused {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Reads the configuration and the {@code .env} beside it. Where
     * {@code RELEVO_GENERATE_KEY} is 1 and no access key is set, one is made.
     *
     * @param environment the real one, which wins over {@code .env}
     */
    static Startup prepare(Options options, Map<String, String> environment) {
        return read(options, environment, stateDir -> MadeKey.findOrMake(stateDir, new SecureRandom()));
    }

    /** As {@link #prepare}, but writes nothing: an access key that would be made is left out. */
    static Startup look(Options options, Map<String, String> environment) {
        return read(options, environment, MadeKey::find);
    }

    private static Startup read(Options options, Map<String, String> environment, KeySource made) {
        Environment effective = Environment.beside(options.file(), environment);
        List<String> problems = new ArrayList<>(lines(effective.problems()));
        try {
            Settings settings = withCreatedKeys(Configuration.load(options.file(), effective.variables()));
            Address address = Address.of(options, effective.variables(), settings.server());
            boolean makesKey = makesKey(settings.server(), effective.variables());
            problems.addAll(makesKey ? address.misspellings() : address.mistakes(settings.server(), options.file()));
            if (!problems.isEmpty()) {
                return new Refused(problems);
            }
            return ready(address.in(settings), makesKey ? source(settings, made) : _ -> null);
        } catch (BadConfiguration e) {
            problems.addAll(lines(e.problems()));
            problems.addAll(
                    Address.of(options, effective.variables(), Server.DEFAULT).misspellings());
            return new Refused(problems);
        }
    }

    private static Settings withCreatedKeys(Settings settings) {
        Server server = settings.server();
        boolean created = new KeyFile(server.stateDir()).required();
        return settings.withServer(server.withAdmittance(server.admittance().withCreated(created)));
    }

    private static boolean makesKey(Server server, Map<String, String> variables) {
        Admittance admittance = server.admittance();
        return !admittance.allowAnonymous()
                && admittance.keys().isEmpty()
                && "1".equals(variables.get(MadeKey.VARIABLE));
    }

    /** Where keys were created by command no other is made, but one that was made before goes on to be good. */
    private static KeySource source(Settings settings, KeySource made) {
        return settings.server().admittance().created() ? MadeKey::find : made;
    }

    private static Startup ready(Settings settings, KeySource made) {
        Server server = settings.server();
        try {
            MadeKey key = made.in(server.stateDir());
            if (key == null) {
                return new Ready(settings, null);
            }
            Admittance keyed = server.admittance().withKeys(List.of(key.client()));
            return new Ready(settings.withServer(server.withAdmittance(keyed)), key);
        } catch (IOException e) {
            return new Refused(List.of("server.state-dir: " + e.getMessage() + "; " + MadeKey.VARIABLE
                    + "=1 wants an access key kept there, expected a folder that may be written, or a key of your own"
                    + " (server.api-keys or RELEVO_API_KEYS)"));
        }
    }

    private static List<String> lines(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    /** Where an access key comes from that nobody set. */
    interface KeySource {
        @Nullable
        MadeKey in(Path stateDir) throws IOException;
    }
}
