package dev.relevo.config;

import dev.relevo.config.Admittance.ClientKey;
import dev.relevo.config.Value.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads who may use the server: {@code allow-anonymous}, {@code api-keys} and {@code cors-origins}. */
final class AdmittanceReader {
    /** Holds more keys, separated by commas. */
    static final String VARIABLE = "RELEVO_API_KEYS";

    private static final List<String> CLIENT_KEYS = List.of("name", "key");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e&&[^,]]{1,4096}");
    private static final int SHORTEST = 8;
    private static final int GOOD = 16;

    private final Section server;
    private final Reading reading;
    private final List<ClientKey> keys = new ArrayList<>();

    private AdmittanceReader(Section server, Reading reading) {
        this.server = server;
        this.reading = reading;
    }

    static Admittance read(Section server, Reading reading) {
        AdmittanceReader reader = new AdmittanceReader(server, reading);
        reader.readFile();
        reader.readVariable();
        return new Admittance(server.flag("allow-anonymous", false), reader.keys, origins(server));
    }

    private void readFile() {
        List<Value> values = server.values("api-keys");
        for (int i = 0; i < values.size(); i++) {
            String path = server.path("api-keys") + "[" + i + "]";
            String otherwise = "key-" + (i + 1);
            if (values.get(i) instanceof Scalar scalar) {
                add(otherwise, reading.resolved(scalar, path), scalar.place(), path);
            } else {
                Section named = Section.of(values.get(i), path, reading);
                named.allow(CLIENT_KEYS);
                String name = named.text("name");
                add(name == null ? otherwise : name, key(named), named.place(), path);
            }
        }
    }

    private static @Nullable String key(Section named) {
        if (named.value("key") == null) {
            named.problem("key", "missing, expected the key, best as ${NAME} of an environment variable");
        }
        return named.text("key");
    }

    private void add(String name, @Nullable String text, Place place, String path) {
        if (text == null) {
            return;
        }
        String key = text.strip();
        String mistake = NAME.matcher(name).matches()
                ? mistake(name, key)
                : "'" + name + "' is no name, expected letters, digits, '.', '_' and '-'";
        if (mistake != null) {
            reading.problem(place, path, mistake);
        } else {
            take(name, key, path);
        }
    }

    private @Nullable String mistake(String name, String key) {
        for (ClientKey earlier : keys) {
            if (earlier.key().value().equals(key)) {
                return "the same key as " + earlier.name() + "'s, expected another for each";
            }
            if (earlier.name().equals(name)) {
                return "a name that another key has, expected another for each";
            }
        }
        return mistake(key);
    }

    private static @Nullable String mistake(String key) {
        if (!SENDABLE.matcher(key).matches()) {
            return "no header can carry this key, expected printable ASCII, no blanks, no commas";
        }
        return key.length() < SHORTEST
                ? "too short, expected a key of at least " + SHORTEST + " characters, better 32 random ones"
                : null;
    }

    private void take(String name, String key, String source) {
        if (key.length() < GOOD) {
            reading.warning(source + ": a key of fewer than " + GOOD + " characters may be guessed");
        }
        keys.add(new ClientKey(name, new Secret(key)));
    }

    private void readVariable() {
        String value = reading.variable(VARIABLE);
        if (value == null) {
            return;
        }
        int ordinal = 0;
        for (String piece : value.split(",", -1)) {
            String key = piece.strip();
            if (!key.isEmpty()) {
                addFromVariable("env-" + ++ordinal, key);
            }
        }
    }

    /** A key that the file has too counts once: the file may name the variable. */
    private void addFromVariable(String name, String key) {
        if (keys.stream().anyMatch(earlier -> earlier.key().value().equals(key))) {
            return;
        }
        String mistake = mistake(name, key);
        if (mistake != null) {
            reading.problem(new Place(VARIABLE, 0, 0), "", mistake);
        } else {
            take(name, key, VARIABLE);
        }
    }

    private static Set<String> origins(Section server) {
        Set<String> origins = new LinkedHashSet<>();
        for (String text : server.texts("cors-origins")) {
            String origin = text.equals(Admittance.ANY_ORIGIN) ? text : Origin.canonical(text);
            if (origin == null) {
                server.problem(
                        "cors-origins",
                        "'" + text + "' is no origin, expected one such as "
                                + "https://app.example.com, or \"*\" for all");
            } else {
                origins.add(origin);
            }
        }
        return origins;
    }
}
