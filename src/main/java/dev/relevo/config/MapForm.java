package dev.relevo.config;

import dev.relevo.config.MapForm.Pair;
import dev.relevo.config.Value.Members;
import dev.relevo.config.Value.Nothing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A mapping whose names are the file's own, in its order. Members with a problem are left out.
 *
 * @param names the form of the names
 * @param values the form of what stands after a name
 */
record MapForm<N, T>(ScalarForm<N> names, Form<T> values) implements Form<List<Pair<N, T>>> {
    /**
     * A member.
     *
     * @param place the name's
     * @param path to the member
     */
    record Pair<N, T>(N name, T value, Place place, String path) {}

    @Override
    public List<Pair<N, T>> read(Value value, String path, Reading reading) {
        List<Pair<N, T>> pairs = new ArrayList<>();
        if (value instanceof Members members) {
            members.byName().forEach((text, member) -> {
                N name = names.parsed(text, member.place(), under(path, Problem.named(text)), reading);
                String at = under(path, name == null ? Problem.named(text) : text);
                T read = values.read(member.value(), at, reading);
                if (name != null && read != null) {
                    pairs.add(new Pair<>(name, read, member.place(), at));
                }
            });
        } else if (!(value instanceof Nothing)) {
            reading.problem(value.place(), path, value.kind() + ", expected a mapping (key: value)");
        }
        return pairs;
    }

    private static String under(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = JsonTree.object("type", List.of("object", "null"));
        if (names.schema().containsKey("pattern")) {
            schema.put("propertyNames", Map.of("pattern", names.schema().get("pattern")));
        }
        schema.put("additionalProperties", values.schema());
        return schema;
    }
}
