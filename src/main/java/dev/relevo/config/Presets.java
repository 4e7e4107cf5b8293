package dev.relevo.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What is known of each provider, from the resource {@code presets.yaml}. */
final class Presets {
    /** The preset of providers that have none. */
    static final String GENERIC = "generic";

    private static final String RESOURCE = "presets.yaml";

    private final Map<String, Value.Member> byName;
    private final Reading reading;

    private Presets(Map<String, Value.Member> byName, Reading reading) {
        this.byName = byName;
        this.reading = reading;
    }

    static Presets load(Reading reading) {
        Value all = Objects.requireNonNull(YamlReader.read(RESOURCE, text(), reading));
        return new Presets(((Value.Members) all).byName(), reading);
    }

    /** In the resource's order, {@link #GENERIC} included. */
    Set<String> names() {
        return byName.keySet();
    }

    /** The preset of that name, else the generic one. */
    Section named(String name) {
        Value.Member preset = Objects.requireNonNull(byName.getOrDefault(name, byName.get(GENERIC)));
        return Section.of(preset.value(), "", reading);
    }

    private static String text() {
        try (InputStream in = Objects.requireNonNull(Presets.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
