package dev.relevo.cli;

import dev.relevo.config.Settings;
import java.util.List;
import java.util.Map;

/** Everything between the command line and a listener: files read, precedence applied, refusals told. */
public sealed interface Startup {
    /** The settings to serve with; host and port are the effective ones. */
    record Ready(Settings settings) implements Startup {}

    /** Nothing can be served: lines for a person, to print before ending with exit code 1. */
    record Refused(List<String> lines) implements Startup {}

    /**
     * Reads the configuration and the {@code .env} beside it.
     *
     * @param environment the real one, which wins over {@code .env}
     */
    static Startup prepare(Arguments.Start arguments, Map<String, String> environment) {
        return new Refused(List.of());
    }
}
