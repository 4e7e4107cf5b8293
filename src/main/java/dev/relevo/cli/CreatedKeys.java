package dev.relevo.cli;

import dev.relevo.cli.Arguments.KeyCreate;
import dev.relevo.cli.Arguments.Options;
import dev.relevo.config.Alias;
import dev.relevo.config.BadConfiguration;
import dev.relevo.config.Configuration;
import dev.relevo.config.CreatedKey;
import dev.relevo.config.Problem;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Settings;
import dev.relevo.config.Suggestion;
import dev.relevo.edge.AccessKey;
import dev.relevo.store.KeyFile;
import dev.relevo.store.StoreFailure;
import dev.relevo.store.StoredKey;
import dev.relevo.time.Clock;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code relevo key}: access keys that are kept in the state directory, as digests. */
final class CreatedKeys {
    private final Options options;
    private final Map<String, String> environment;
    private final Terminal terminal;
    private final Clock clock = Clock.system();

    CreatedKeys(Options options, Map<String, String> environment, Terminal terminal) {
        this.options = options;
        this.environment = Map.copyOf(environment);
        this.terminal = terminal;
    }

    private interface Command {
        int run(Settings settings, KeyFile file) throws StoreFailure;
    }

    /** Prints the key, alone on standard output. */
    int create(KeyCreate asked) {
        return run((settings, file) -> {
            List<String> limits = new ArrayList<>();
            List<String> mistakes = mistakes(asked, settings, limits);
            if (!mistakes.isEmpty()) {
                mistakes.forEach(terminal::tell);
                return ExitCode.USAGE;
            }
            boolean first =
                    !file.required() && settings.server().admittance().keys().isEmpty();
            String key = CreatedKey.make(new SecureRandom()).value();
            if (!file.create(stored(asked, limits, key))) {
                terminal.tell("there is an access key '" + asked.name() + "' already; revoke it, or take another name");
                return ExitCode.FAILED;
            }
            terminal.tell("the access key '" + asked.name() + "', shown only now:");
            terminal.out().println(key);
            if (first) {
                terminal.tell("it is the first one: from now on every request needs a key, also on this machine");
            }
            return ExitCode.OK;
        });
    }

    int list(boolean json) {
        return run((_, file) -> {
            List<StoredKey> keys = file.all();
            KeyUse use = KeyUse.of(file, keys, clock);
            if (json) {
                keys.forEach(key -> terminal.out().println(KeyTable.json(key, use.of(key))));
            } else if (keys.isEmpty()) {
                terminal.out().println("no access key was created, as far as " + file.path() + " knows");
            } else {
                KeyTable.lines(keys, use, clock.epochMillis()).forEach(terminal.out()::println);
            }
            if (keys.isEmpty() && file.required()) {
                terminal.tell("there were some, which are lost; until another is created nobody is let in with one."
                        + " Delete " + file.mark() + " to serve without such keys");
            }
            return ExitCode.OK;
        });
    }

    int revoke(String name) {
        return run((settings, file) -> {
            if (!file.revoke(name)) {
                terminal.tell(unknown(name, settings, file.all()));
                return ExitCode.FAILED;
            }
            boolean none = !file.required() && settings.server().admittance().loopbackOnly();
            terminal.tell("the access key '" + name + "' is good no more"
                    + (none ? "; it was the last one: from now on this machine needs none" : ""));
            return ExitCode.OK;
        });
    }

    private int run(Command command) {
        Environment effective = Environment.beside(options.file(), environment);
        try {
            Settings settings = Configuration.load(options.file(), effective.variables());
            KeyFile file = new KeyFile(settings.server().stateDir());
            try {
                return command.run(settings, file);
            } catch (StoreFailure e) {
                terminal.tell(file.path() + ": " + e.getMessage());
                return ExitCode.FAILED;
            }
        } catch (BadConfiguration e) {
            e.problems().stream().map(Problem::toString).forEach(terminal::tell);
            return ExitCode.FAILED;
        }
    }

    /** @param limits gets those that were asked for, as a file spells them */
    private static List<String> mistakes(KeyCreate asked, Settings settings, List<String> limits) {
        List<String> mistakes = new ArrayList<>();
        List<String> aliases = settings.aliases().stream().map(Alias::name).toList();
        for (String alias : asked.aliases()) {
            if (!aliases.contains(alias)) {
                mistakes.add("--aliases: '" + alias + "' is no alias, " + Suggestion.among(aliases, alias));
            }
        }
        Set<String> names = new HashSet<>();
        for (String text : asked.limits()) {
            QuotaLimit limit = QuotaLimit.parse(text, mistake -> mistakes.add("--limit " + text + ": " + mistake));
            if (limit != null && !names.add(limit.name())) {
                mistakes.add("--limit " + text + ": there is a limit of that name already, expected one of each");
            } else if (limit != null) {
                limits.add(limit.toString());
            }
        }
        if (isConfigured(asked.name(), settings)) {
            mistakes.add("'" + asked.name() + "' is the name of a key in the configuration, expected another");
        }
        return mistakes;
    }

    private static String unknown(String name, Settings settings, List<StoredKey> keys) {
        if (isConfigured(name, settings)) {
            return "the access key '" + name + "' is set in the configuration or the environment; remove it there";
        }
        List<String> names = keys.stream().map(StoredKey::name).toList();
        return "no access key '" + name + "' was created"
                + (names.isEmpty() ? "" : ", " + Suggestion.among(names, name));
    }

    private static boolean isConfigured(String name, Settings settings) {
        return settings.server().admittance().keys().stream()
                .anyMatch(key -> key.name().equals(name));
    }

    private StoredKey stored(KeyCreate asked, List<String> limits, String key) {
        long now = clock.epochMillis();
        long expires =
                asked.lasts() == null ? Long.MAX_VALUE : now + asked.lasts().toMillis();
        return new StoredKey(
                asked.name(),
                HexFormat.of().formatHex(AccessKey.digest(key)),
                asked.aliases(),
                limits,
                asked.admin(),
                now,
                expires);
    }
}
