package dev.relevo.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Configurations written by tests. */
final class ConfigText {
    private static final String ALIAS = "\nmodels: {auto: {targets: [ollama/any]}}\n";

    private ConfigText() {}

    /** Settings of a text that must be good. */
    static Settings load(String yaml, Map<String, String> environment) {
        try {
            return Configuration.load(written(yaml), environment);
        } catch (BadConfiguration e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    static Settings load(String yaml) {
        return load(yaml, Map.of());
    }

    /** The only provider of a text that has just {@code providers}. */
    static Provider provider(String yaml, Map<String, String> environment) {
        return load(yaml + ALIAS, environment).providers().getFirst();
    }

    static Alias alias(String yaml) {
        return load(yaml).aliases().getFirst();
    }

    /** Problems of a text, as printed, for a file named {@code config.yaml}; empty if there are none. */
    static List<String> problems(String yaml, Map<String, String> environment) {
        Path file = written(yaml);
        try {
            Configuration.load(file, environment);
            return List.of();
        } catch (BadConfiguration e) {
            return e.problems().stream()
                    .map(problem -> problem.toString().replace(file.toString(), "config.yaml"))
                    .toList();
        }
    }

    static List<String> problems(String yaml) {
        return problems(yaml, Map.of());
    }

    /** Problems of a text that has just {@code server} or {@code providers}. */
    static List<String> problemsBesideAnAlias(String yaml) {
        return problems(yaml + ALIAS);
    }

    private static Path written(String yaml) {
        try {
            Path file = Files.createTempFile("relevo", ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
