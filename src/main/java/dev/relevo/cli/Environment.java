package dev.relevo.cli;

import dev.relevo.config.Problem;
import dev.relevo.config.TextFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables that count: the real environment's, and those of the {@code .env} beside the configuration that the real
 * one has not.
 */
record Environment(Map<String, String> variables, List<Problem> problems) {
    static final String FILE = ".env";

    Environment {
        variables = Map.copyOf(variables);
        problems = List.copyOf(problems);
    }

    /** The {@code .env} that goes with a configuration. */
    static Path file(Path configuration) {
        return configuration.resolveSibling(FILE);
    }

    static Environment beside(Path configuration, Map<String, String> real) {
        Dotenv dotenv = dotenv(file(configuration));
        Map<String, String> variables = new HashMap<>(dotenv.variables());
        variables.putAll(real);
        return new Environment(variables, dotenv.problems());
    }

    private static Dotenv dotenv(Path file) {
        try {
            return Dotenv.parse(file.toString(), TextFile.read(file));
        } catch (NoSuchFileException e) {
            return new Dotenv(Map.of(), List.of());
        } catch (IOException e) {
            Problem problem = new Problem(file.toString(), 0, 0, "", String.valueOf(e.getMessage()));
            return new Dotenv(Map.of(), List.of(problem));
        }
    }
}
