package dev.relevo.config;

import dev.relevo.config.Value.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A provider's API keys.
 *
 * @param keys trimmed, each once, in order
 * @param stated whether the file itself says where they come from, and so wants one
 * @param variables environment variables that they come from, or would
 */
record ApiKeys(List<Secret> keys, boolean stated, List<String> variables) {
    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]{1,4096}");

    /** Read unresolved, since a reference to a variable that is not set is no mistake here. */
    static final Key<List<Scalar>> KEY = new Key<>(
            "api-key",
            new ListForm<>(new Unresolved()),
            "The API key, best as ${NAME} of an environment variable; several take turns. Without it, the variable that"
                    + " the preset names.");

    private record Unresolved() implements Form<Scalar> {
        @Override
        public @Nullable Scalar read(Value value, String path, Reading reading) {
            if (value instanceof Scalar scalar) {
                return scalar;
            }
            reading.problem(value.place(), path, value.kind() + ", expected a single value");
            return null;
        }

        @Override
        public Map<String, Object> schema() {
            return Scalars.text().schema();
        }
    }

    ApiKeys {
        keys = List.copyOf(keys);
        variables = List.copyOf(variables);
    }

    /** The keys that a provider's {@code api-key} gives, else the first of its preset's variables that is set. */
    static ApiKeys read(Section provider, List<String> presetVariables, Reading reading) {
        List<Scalar> written = provider.list(KEY);
        return written.isEmpty()
                ? fromVariables(presetVariables, reading)
                : fromFile(written, provider.path(KEY), reading);
    }

    private static ApiKeys fromVariables(List<String> variables, Reading reading) {
        for (String name : variables) {
            String value = reading.variable(name);
            if (value != null) {
                return new ApiKeys(sendable(name, value, reading), false, variables);
            }
        }
        return new ApiKeys(List.of(), false, variables);
    }

    private static List<Secret> sendable(String name, String value, Reading reading) {
        String key = trimmed(name, value, reading);
        if (!SENDABLE.matcher(key).matches()) {
            reading.warning(name + ": no header can carry what it holds, so it counts as no key");
            return List.of();
        }
        return List.of(new Secret(key));
    }

    private static ApiKeys fromFile(List<Scalar> written, String path, Reading reading) {
        Set<String> keys = new LinkedHashSet<>();
        List<String> variables = new ArrayList<>();
        for (Scalar scalar : written) {
            References references = References.resolve(scalar.text(), reading::variable);
            variables.addAll(references.names());
            if (references.malformed()) {
                references.mistakes().forEach(mistake -> reading.problem(scalar.place(), path, mistake));
            } else if (references.missing().isEmpty()) {
                add(keys, scalar, references.text(), path, reading);
            }
        }
        return new ApiKeys(keys.stream().map(Secret::new).toList(), true, variables);
    }

    private static void add(Set<String> keys, Scalar scalar, String text, String path, Reading reading) {
        String key = trimmed(path, text, reading);
        if (key.isEmpty()) {
            return;
        }
        if (!SENDABLE.matcher(key).matches()) {
            reading.problem(scalar.place(), path, "no header can carry this key, expected printable ASCII, no blanks");
        } else if (!keys.add(key)) {
            reading.warning(path + ": the same key twice counts once");
        }
    }

    private static String trimmed(String source, String value, Reading reading) {
        String key = value.strip();
        if (key.length() < value.length() && !key.isEmpty()) {
            reading.warning(source + ": blanks around the key were removed");
        }
        return key;
    }
}
