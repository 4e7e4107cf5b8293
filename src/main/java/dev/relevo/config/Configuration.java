package dev.relevo.config;

import dev.relevo.config.MapForm.Pair;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the configuration file. */
public final class Configuration {
    static final Key<Section> SERVER =
            new Key<>("server", ServerReader.SHAPE, "The listener, and what holds for the whole process.");
    static final Key<List<Pair<String, Section>>> MODELS = new Key<>(
            "models",
            new MapForm<>(ModelName.FORM, AliasReader.SHAPE),
            "The models that clients may ask for. Each name is an alias for a pool of targets.");
    static final Key<List<Pair<String, Section>>> PROVIDERS = new Key<>(
            "providers",
            new MapForm<>(Scalars.name(), ProviderReader.SHAPE),
            "Providers that differ from their preset or have none. The others need no line here.");
    static final Shape SHAPE = Shape.of(SERVER, MODELS, PROVIDERS);

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

    /** The file's server as far as it can be read, for those who look for one that runs; else what holds without a file. */
    public static Server server(Path file, Map<String, String> environment) {
        Settings settings = new Configuration(new Reading(environment)).read(file);
        return settings == null ? Server.DEFAULT : settings.server();
    }

    private @Nullable Settings read(Path file) {
        String text = text(file);
        Value value = text == null ? null : YamlReader.read(file.toString(), text, reading);
        return value == null ? null : settings(SHAPE.read(value, "", reading));
    }

    private Settings settings(Section root) {
        List<Pair<String, Section>> models = root.list(MODELS);
        Set<String> names = models.stream().map(Pair::name).collect(Collectors.toCollection(LinkedHashSet::new));
        Server server = ServerReader.read(root.section(SERVER), names, reading);
        Providers providers = new Providers(reading);
        root.list(PROVIDERS).forEach(providers::read);
        AliasReader reader = new AliasReader(names, providers, reading);
        List<Alias> aliases = models.stream().map(reader::read).toList();
        if (models.isEmpty()) {
            reading.problem(root.place(), "models", "no alias, expected one such as 'auto: {targets: [groq, openai]}'");
        }
        List<Provider> all = providers.all();
        aliases.forEach(alias -> PoolWarnings.of(alias, all).lines().forEach(reading::warning));
        QuotaWarnings.of(server, all, aliases).forEach(reading::warning);
        return new Settings(server, all, aliases, reading.warnings());
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
