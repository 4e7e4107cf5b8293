package dev.relevo.cli;

import dev.relevo.config.BadConfiguration;
import dev.relevo.config.Configuration;
import dev.relevo.config.Problem;
import dev.relevo.config.Server;
import dev.relevo.config.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything between the command line and a listener: files read, precedence applied, refusals told. */
public sealed interface Startup {
    /** The settings to serve with; host and port are the effective ones. */
    record Ready(Settings settings) implements Startup {}

    /** Nothing can be served: lines for a person, to print before ending with exit code 1. */
    record Refused(List<String> lines) implements Startup {
        public Refused {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Reads the configuration ({@code config.yaml} unless told) and the {@code .env} beside it.
     *
     * @param environment the real one, which wins over {@code .env}
     */
    static Startup prepare(Arguments.Start arguments, Map<String, String> environment) {
        Path file;
        try {
            file = Path.of(arguments.config() == null ? "config.yaml" : arguments.config());
        } catch (InvalidPathException e) {
            return new Refused(List.of("--config: not the name of a file"));
        }
        Environment effective = Environment.beside(file, environment);
        List<String> problems = new ArrayList<>(lines(effective.problems()));
        try {
            Settings settings = Configuration.load(file, effective.variables());
            Address address = Address.of(arguments, effective.variables(), settings.server());
            problems.addAll(address.mistakes(settings.server(), file));
            return problems.isEmpty() ? new Ready(address.in(settings)) : new Refused(problems);
        } catch (BadConfiguration e) {
            problems.addAll(lines(e.problems()));
            problems.addAll(
                    Address.of(arguments, effective.variables(), Server.DEFAULT).misspellings());
            return new Refused(problems);
        }
    }

    private static List<String> lines(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }
}
