package dev.relevo.config;

import dev.relevo.config.Quotas.KeyTerms;
import dev.relevo.config.Value.Members;
import dev.relevo.config.Value.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A provider's API keys.
 *
 * @param keys trimmed, each once, in order
 * @param stated whether the file itself says where they come from, and so wants one
 * @param variables environment variables that they come from, or would
 * @param terms what the file tells of single ones
 */
record ApiKeys(List<Secret> keys, boolean stated, List<String> variables, Map<Secret, KeyTerms> terms) {
    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]{1,4096}");

    private static final Key<Scalar> VALUE =
            new Key<>("key", new Unresolved(), "The key itself, best as ${NAME} of an environment variable.");
    private static final Key<String> ACCOUNT = new Key<>(
            "account",
            Scalars.name(),
            "A name for the account that it belongs to. Keys without one are taken to be of one account.");
    private static final Key<Section> LIMITS = QuotaLimitReader.key("by requests with this key");

    static final Key<List<Section>> KEY = new Key<>(
            "api-key",
            new ListForm<>(new Entry(Shape.of(VALUE, ACCOUNT, LIMITS).orOnly(VALUE))),
            "The API key, best as ${NAME} of an environment variable; several take turns. Each may be a mapping with its"
                    + " account and limits. Without it, the variable that the preset names.");

    /** Read unresolved, since a reference to a variable that is not set is no mistake here. */
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

    /** A mapping without the key may be the key itself in braces, so that nothing of it is told. */
    private record Entry(Shape shape) implements Form<Section> {
        @Override
        public @Nullable Section read(Value value, String path, Reading reading) {
            if (value instanceof Members members && !members.byName().containsKey(VALUE.name())) {
                reading.problem(
                        value.place(), path, "a mapping without 'key', expected a single value or {key: ${NAME}, ...}");
                return null;
            }
            return shape.read(value, path, reading);
        }

        @Override
        public Map<String, Object> schema() {
            return shape.schema();
        }
    }

    ApiKeys {
        keys = List.copyOf(keys);
        variables = List.copyOf(variables);
        terms = Map.copyOf(terms);
    }

    /** The keys that a provider's {@code api-key} gives, else the first of its preset's variables that is set. */
    static ApiKeys read(Section provider, List<String> presetVariables, Reading reading) {
        List<Section> written = provider.list(KEY);
        return written.isEmpty() ? fromVariables(presetVariables, reading) : new FromFile(reading).all(written);
    }

    private static ApiKeys fromVariables(List<String> variables, Reading reading) {
        for (String name : variables) {
            String value = reading.variable(name);
            if (value != null) {
                return new ApiKeys(sendable(name, value, reading), false, variables, Map.of());
            }
        }
        return new ApiKeys(List.of(), false, variables, Map.of());
    }

    private static List<Secret> sendable(String name, String value, Reading reading) {
        String key = trimmed(name, value, reading);
        if (!SENDABLE.matcher(key).matches()) {
            reading.warning(name + ": no header can carry what it holds, so it counts as no key");
            return List.of();
        }
        return List.of(new Secret(key));
    }

    private static String trimmed(String source, String value, Reading reading) {
        String key = value.strip();
        if (key.length() < value.length() && !key.isEmpty()) {
            reading.warning(source + ": blanks around the key were removed");
        }
        return key;
    }

    /** Collects the keys that a file gives. */
    private static final class FromFile {
        private final Reading reading;
        private final List<String> variables = new ArrayList<>();
        private final Map<Secret, KeyTerms> keys = new LinkedHashMap<>();

        FromFile(Reading reading) {
            this.reading = reading;
        }

        ApiKeys all(List<Section> written) {
            written.forEach(this::add);
            Map<Secret, KeyTerms> told = new LinkedHashMap<>(keys);
            told.values().removeIf(KeyTerms.NONE::equals);
            return new ApiKeys(List.copyOf(keys.keySet()), true, variables, told);
        }

        private void add(Section entry) {
            Scalar scalar = entry.find(VALUE);
            String account = entry.find(ACCOUNT);
            KeyTerms terms = new KeyTerms(
                    account == null ? KeyTerms.NONE.account() : account,
                    QuotaLimitReader.read(entry.section(LIMITS), false));
            if (scalar != null) {
                add(scalar, terms, entry.path(VALUE));
            } else if (!entry.has(VALUE)) {
                entry.problem(VALUE, "missing, expected the key, best as ${NAME} of an environment variable");
            }
        }

        private void add(Scalar scalar, KeyTerms terms, String path) {
            References references = References.resolve(scalar.text(), reading::variable);
            variables.addAll(references.names());
            if (references.malformed()) {
                references.mistakes().forEach(mistake -> reading.problem(scalar.place(), path, mistake));
            } else if (references.missing().isEmpty()) {
                add(trimmed(path, references.text(), reading), terms, scalar.place(), path);
            }
        }

        private void add(String key, KeyTerms terms, Place place, String path) {
            if (key.isEmpty()) {
                return;
            }
            if (!SENDABLE.matcher(key).matches()) {
                reading.problem(place, path, "no header can carry this key, expected printable ASCII, no blanks");
            } else if (keys.putIfAbsent(new Secret(key), terms) != null) {
                reading.warning(path + ": the same key twice counts once");
            }
        }
    }
}
