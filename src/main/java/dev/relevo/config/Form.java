package dev.relevo.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a value is spelt in the file, and what it means. One declaration both reads it and describes it to editors, so that
 * the JSON Schema cannot differ from what is read.
 *
 * @param <T> what it means
 */
interface Form<T> {
    /** What the value means; null, and a problem noted, if it is misspelt. */
    @Nullable
    T read(Value value, String path, Reading reading);

    /** A JSON Schema (draft 7) of the spelling, as a tree for {@link JsonTree}. */
    Map<String, Object> schema();

    /** How a meaning is spelt: the inverse of reading, for the schema's defaults. */
    default Object spelt(T meaning) {
        return meaning;
    }
}
