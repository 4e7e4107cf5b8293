package dev.relevo.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What is known of each provider, from the resource {@code presets.yaml}. */
final class Presets {
    /** The preset of providers that have none. */
    static final String GENERIC = "generic";

    private static final String RESOURCE = "presets.yaml";
    private static final Map<String, Value.Member> BY_NAME = load();

    private Presets() {}

    /** In the resource's order, {@link #GENERIC} included. */
    static Set<String> names() {
        return BY_NAME.keySet();
    }

    /** Those that a target may name: {@link #GENERIC} is none, since it has no address. */
    static List<String> providers() {
        return names().stream().filter(name -> !name.equals(GENERIC)).toList();
    }

    /** The preset of that name, else the generic one. */
    static Section named(String name, Reading reading) {
        Value.Member preset = Objects.requireNonNull(BY_NAME.getOrDefault(name, BY_NAME.get(GENERIC)));
        return ProviderReader.PRESET_SHAPE.read(preset.value(), name, reading);
    }

    private static Map<String, Value.Member> load() {
        Reading reading = new Reading(Map.of());
        Value all = Objects.requireNonNull(YamlReader.read(RESOURCE, text(), reading));
        if (!reading.problems().isEmpty()) {
            throw new IllegalStateException(reading.problems().toString());
        }
        return ((Value.Members) all).byName();
    }

    private static String text() {
        try (InputStream in = Objects.requireNonNull(Presets.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
