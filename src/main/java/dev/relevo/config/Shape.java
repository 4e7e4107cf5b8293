package dev.relevo.config;

import dev.relevo.config.Value.Member;
import dev.relevo.config.Value.Members;
import dev.relevo.config.Value.Nothing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mapping with known keys; any other is a problem.
 *
 * @param shorthand the key that must be there, and whose value may stand alone, without the mapping; null if none
 */
record Shape(List<Key<?>> keys, @Nullable Key<?> shorthand) implements Form<Section> {
    Shape {
        keys = List.copyOf(keys);
    }

    static Shape of(Key<?>... keys) {
        return new Shape(List.of(keys), null);
    }

    /** The same, where a mapping needs this key, and a value that is no mapping stands for one with just it. */
    Shape orOnly(Key<?> key) {
        return new Shape(keys, key);
    }

    /** The mapping; {@link Nothing} is an empty one, and so is what has a problem. */
    @Override
    public Section read(Value value, String path, Reading reading) {
        return switch (value) {
            case Members members -> allowed(new Section(members, path, null, reading), members, reading);
            case Nothing nothing -> empty(nothing.place(), path, reading);
            default -> shorthand == null ? refused(value, path, reading) : only(shorthand, value, path, reading);
        };
    }

    private Section allowed(Section section, Members members, Reading reading) {
        List<String> names = keys.stream().map(Key::name).toList();
        members.byName().forEach((name, member) -> {
            if (!names.contains(name)) {
                String shown = Problem.named(name);
                String meant = shown.replaceFirst("[:=].*", "");
                reading.problem(member.place(), section.path(shown), "unknown key, " + Suggestion.among(names, meant));
            }
        });
        return section;
    }

    private static Section only(Key<?> key, Value value, String path, Reading reading) {
        Map<String, Member> member = Map.of(key.name(), new Member(value.place(), value));
        return new Section(new Members(value.place(), member), path, key, reading);
    }

    private static Section refused(Value value, String path, Reading reading) {
        reading.problem(value.place(), path, value.kind() + ", expected a mapping (key: value)");
        return empty(value.place(), path, reading);
    }

    private static Section empty(Place place, String path, Reading reading) {
        return new Section(new Members(place, Map.of()), path, null, reading);
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        keys.forEach(key -> properties.put(key.name(), key.schema()));
        Map<String, Object> mapping = JsonTree.object(
                "type", List.of("object", "null"), "additionalProperties", false, "properties", properties);
        if (shorthand == null) {
            return mapping;
        }
        mapping.put("required", List.of(shorthand.name()));
        return Map.of("anyOf", List.of(shorthand.form().schema(), mapping));
    }
}
