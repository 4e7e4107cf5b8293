package dev.relevo.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. Holds every problem found, in the file's order. */
public final class BadConfiguration extends Exception {
    private final transient List<Problem> problems;

    public BadConfiguration(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<Problem> problems() {
        return problems;
    }
}
