package dev.relevo.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The providers that targets may name: those of the file, and presets, which join when a target names them. */
final class Providers {
    private final Presets presets;
    private final ProviderReader reader;
    private final Map<String, Optional<ProviderReader.Named>> byName = new LinkedHashMap<>();

    Providers(Reading reading) {
        this.presets = Presets.load(reading);
        this.reader = new ProviderReader(presets, reading);
    }

    /** Reads a member of the file's {@code providers}. */
    void read(String name, Value.Member member) {
        byName.put(name, Optional.ofNullable(reader.read(name, member.place(), member.value())));
    }

    /** Whether a target may name it: it stands in the file, or is a preset with an address. */
    boolean knows(String name) {
        return names().contains(name);
    }

    /** Everything that a target may name. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(byName.keySet());
        names.addAll(presets.names());
        names.remove(Presets.GENERIC);
        return names;
    }

    /** The provider of a name that is {@linkplain #knows known}; null if the file spoils it. */
    ProviderReader.@Nullable Named named(String name, Place place) {
        if (!byName.containsKey(name)) {
            read(name, new Value.Member(place, new Value.Nothing(place)));
        }
        return Objects.requireNonNull(byName.get(name)).orElse(null);
    }

    List<Provider> all() {
        return byName.values().stream().flatMap(Optional::stream).map(ProviderReader.Named::provider).toList();
    }
}
