package dev.relevo.config;

import dev.relevo.config.Value.Scalar;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A single value, the references in it resolved. Made by {@link Scalars}. */
record ScalarForm<T>(Parser<T> parser, Function<T, Object> spelling, Map<String, Object> schema) implements Form<T> {
    interface Parser<T> {
        T parse(String text) throws Misspelling;
    }

    @Override
    public @Nullable T read(Value value, String path, Reading reading) {
        if (!(value instanceof Scalar scalar)) {
            reading.problem(value.place(), path, value.kind() + ", expected a single value");
            return null;
        }
        String text = reading.resolved(scalar, path);
        return text == null ? null : parsed(text, scalar.place(), path, reading);
    }

    /** What a text means; null, and a problem noted, if it is misspelt. */
    @Nullable
    T parsed(String text, Place place, String path, Reading reading) {
        try {
            return parser.parse(text);
        } catch (Misspelling e) {
            reading.problem(place, path, e.what());
            return null;
        }
    }

    @Override
    public Object spelt(T meaning) {
        return spelling.apply(meaning);
    }
}
