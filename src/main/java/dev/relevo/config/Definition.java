package dev.relevo.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form that the schema tells once, since it is large and stands at many keys.
 *
 * @param name among the schema's {@code definitions}
 */
record Definition<T>(String name, Form<T> form) implements Form<T> {
    @Override
    public @Nullable T read(Value value, String path, Reading reading) {
        return form.read(value, path, reading);
    }

    /** Wrapped, since draft 7 passes over what stands beside a reference. */
    @Override
    public Map<String, Object> schema() {
        return Map.of("allOf", List.of(Map.of("$ref", "#/definitions/" + name)));
    }
}
