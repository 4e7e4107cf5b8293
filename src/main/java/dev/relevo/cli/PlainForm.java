package dev.relevo.cli;

import dev.relevo.cli.Arguments.Options;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The plain ways to serve and to ask for health, which start often and must start fast, read without the library behind
 * {@link Syntax}: its class files are of Java 5's format, which no AOT cache takes in.
 */
final class PlainForm {
    private static final Set<String> COMMANDS = Set.of("serve", "health");
    private static final Set<String> OPTIONS = Set.of("--config", "--host", "--port", "--url");

    private PlainForm() {}

    /** What these arguments ask for, if that is plain: a command or none, options with their values apart; else null. */
    static @Nullable Arguments read(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        String command = null;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (command == null && COMMANDS.contains(argument)) {
                command = argument;
            } else if (OPTIONS.contains(argument) && hasValue(arguments, i)) {
                given.put(argument, arguments.get(++i));
            } else {
                return null;
            }
        }
        return read(command, given);
    }

    private static boolean hasValue(List<String> arguments, int option) {
        return option + 1 < arguments.size() && !arguments.get(option + 1).startsWith("-");
    }

    private static @Nullable Arguments read(@Nullable String command, Map<String, String> given) {
        boolean health = "health".equals(command);
        String url = given.get("--url");
        String config = given.get("--config");
        if (url != null && !health) {
            return null;
        }
        try {
            Path file = config == null ? Arguments.DEFAULT_FILE : Path.of(config);
            Options options = new Options(file, given.get("--host"), given.get("--port"));
            return health ? new Arguments.Health(options, url) : new Arguments.Serve(options);
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
