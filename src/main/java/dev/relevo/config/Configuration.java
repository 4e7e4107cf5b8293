package dev.relevo.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads the configuration file. */
public final class Configuration {
    private Configuration() {}

    /**
     * The file's settings, presets filled in and everything checked.
     *
     * @param environment variables that {@code ${NAME}} and the presets' API keys are taken from
     * @throws BadConfiguration with every problem at once
     */
    public static Settings load(Path file, Map<String, String> environment) throws BadConfiguration {
        return new Settings(Server.DEFAULT, List.of(), List.of(), List.of());
    }
}
