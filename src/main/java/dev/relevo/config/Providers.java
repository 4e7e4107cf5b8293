package dev.relevo.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The providers that targets may name: those of the file, and presets, which join when a target names them. */
final class Providers {
    private final Reading reading;
    private final ProviderReader reader;
    private final Map<String, ProviderReader.Named> byName = new LinkedHashMap<>();

    Providers(Reading reading) {
        this.reading = reading;
        this.reader = new ProviderReader(reading);
    }

    /** Reads a member of the file's {@code providers}. */
    void read(MapForm.Pair<String, Section> member) {
        byName.put(member.name(), reader.read(member.name(), member.place(), member.value()));
    }

    /** Whether a target may name it: it stands in the file, or is a preset with an address. */
    boolean knows(String name) {
        return names().contains(name);
    }

    /** Everything that a target may name. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(byName.keySet());
        names.addAll(Presets.providers());
        return names;
    }

    /** The provider of a name that is {@linkplain #knows known}. */
    ProviderReader.Named named(String name, Place place) {
        return byName.computeIfAbsent(name, preset -> reader.read(preset, place, unsaid(preset, place)));
    }

    private Section unsaid(String name, Place place) {
        return ProviderReader.SHAPE.read(new Value.Nothing(place), "providers." + name, reading);
    }

    List<Provider> all() {
        return byName.values().stream().map(ProviderReader.Named::provider).toList();
    }
}
