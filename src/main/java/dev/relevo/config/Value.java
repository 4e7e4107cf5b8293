package dev.relevo.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a YAML file and where it stands. Scalars are raw text: {@code no} is a word, {@code 1.10} keeps its zero. */
sealed interface Value {
    Place place();

    record Scalar(Place place, String text) implements Value {}

    /** A key with nothing after it, {@code ~} or {@code null}. */
    record Nothing(Place place) implements Value {}

    record Items(Place place, List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }
    }

    /** A mapping, in the file's order. */
    record Members(Place place, Map<String, Member> byName) implements Value {
        public Members {
            byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        }
    }

    /** What stands after a key; the place is the key's. */
    record Member(Place place, Value value) {}

    /** What a person would call it. */
    default String kind() {
        return switch (this) {
            case Scalar _ -> "a single value";
            case Nothing _ -> "nothing";
            case Items _ -> "a list";
            case Members _ -> "a mapping";
        };
    }
}
