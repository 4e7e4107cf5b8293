package dev.relevo.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line asks for. */
public sealed interface Arguments {
    /** Text of {@code --help}. */
    String HELP = """
            Usage: relevo [--config FILE] [--host HOST] [--port PORT]

              --config FILE   the configuration (default: config.yaml)
              --host HOST     address to listen on (default: 127.0.0.1)
              --port PORT     port to listen on (default: 3000); 0 takes any free one
              --version       print the version
              --help          print this

            API keys, HOST and PORT are read from the environment and from a .env file beside the configuration.
            An option wins over the environment, the environment over .env, .env over the configuration.
            """;

    /** Serve; null where an option was not given. */
    record Start(
            @Nullable String config,
            @Nullable String host,
            @Nullable String port) implements Arguments {
        Start with(String option, String value) {
            return switch (option) {
                case "--config" -> new Start(value, host, port);
                case "--host" -> new Start(config, value, port);
                default -> new Start(config, host, value);
            };
        }
    }

    /** Print {@link #HELP} and end. */
    record Help() implements Arguments {}

    /** Print the version and end. */
    record Version() implements Arguments {}

    /** Print one line that says what is wrong, and end with exit code 1. */
    record Mistake(String line) implements Arguments {}

    /** Reads {@code --name value} and {@code --name=value}; of a repeated option the last one counts. */
    static Arguments parse(List<String> arguments) {
        Start start = new Start(null, null, null);
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String option = equals < 0 ? argument : argument.substring(0, equals);
            switch (option) {
                case "--help", "-h" -> {
                    return new Help();
                }
                case "--version" -> {
                    return new Version();
                }
                case "--config", "--host", "--port" -> {
                    if (equals < 0 && ++i == arguments.size()) {
                        return new Mistake(option + " needs a value; see --help");
                    }
                    start = start.with(option, equals < 0 ? arguments.get(i) : argument.substring(equals + 1));
                }
                default -> {
                    return new Mistake("unknown argument '" + argument + "'; see --help");
                }
            }
        }
        return start;
    }
}
