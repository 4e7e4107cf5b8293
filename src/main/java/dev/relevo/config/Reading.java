package dev.relevo.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known and found while a configuration is read. */
final class Reading {
    private final Map<String, String> environment;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Reading(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    void problem(Place place, String key, String what) {
        problems.add(new Problem(place.file(), place.line(), place.column(), key, what));
    }

    void warning(String line) {
        warnings.add(line);
    }

    /** Each once, in the files' order. */
    List<Problem> problems() {
        return problems.stream()
                .distinct()
                .sorted(Comparator.comparing(Problem::file)
                        .thenComparingInt(Problem::line)
                        .thenComparingInt(Problem::column))
                .toList();
    }

    List<String> warnings() {
        return warnings;
    }

    /** The variable's value; null if it is not set or blank. */
    @Nullable
    String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** The text with each <code>${NAME}</code> replaced; null, and a problem noted, if one is not set. */
    @Nullable
    String resolved(Value.Scalar scalar, String key) {
        References references = References.resolve(scalar.text(), this::variable);
        for (String mistake : references.mistakes()) {
            problem(scalar.place(), key, mistake);
        }
        return references.mistakes().isEmpty() ? references.text() : null;
    }
}
