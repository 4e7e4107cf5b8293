package dev.relevo.config;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the configuration file. */
public final class Configuration {
    private static final List<String> KEYS = List.of("server", "providers", "models");

    private final Reading reading;

    private Configuration(Reading reading) {
        this.reading = reading;
    }

    /**
     * The file's settings, presets filled in and everything checked.
     *
     * @param file at most 1 MiB of YAML in UTF-8
     * @param environment variables that <code>${NAME}</code> and the presets' API keys are taken from
     * @throws BadConfiguration with every problem at once
     */
    public static Settings load(Path file, Map<String, String> environment) throws BadConfiguration {
        Reading reading = new Reading(environment);
        Settings settings = new Configuration(reading).read(file);
        List<Problem> problems = reading.problems();
        if (settings == null || !problems.isEmpty()) {
            throw new BadConfiguration(problems);
        }
        return settings;
    }

    private @Nullable Settings read(Path file) {
        String text = text(file);
        Value value = text == null ? null : YamlReader.read(file.toString(), text, reading);
        return value == null ? null : settings(Section.of(value, "", reading));
    }

    private Settings settings(Section root) {
        root.allow(KEYS);
        Map<String, Value.Member> models = root.members("models");
        Server server = ServerReader.read(root.section("server"), models.keySet(), reading);
        Providers providers = new Providers(reading);
        root.members("providers").forEach(providers::read);
        AliasReader reader = new AliasReader(models.keySet(), providers, reading);
        List<Alias> aliases = new ArrayList<>();
        models.forEach((name, member) -> aliases.add(reader.read(name, member)));
        if (models.isEmpty()) {
            reading.problem(root.place(), "models", "no alias, expected one such as 'auto: {targets: [groq, openai]}'");
        }
        return new Settings(server, providers.all(), aliases, reading.warnings());
    }

    private @Nullable String text(Path file) {
        try {
            return TextFile.read(file);
        } catch (NoSuchFileException e) {
            return refused(file, "no such file, expected the configuration (option --config)");
        } catch (IOException e) {
            return refused(file, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String refused(Path file, String what) {
        reading.problem(new Place(file.toString(), 0, 0), "", what);
        return null;
    }
}
