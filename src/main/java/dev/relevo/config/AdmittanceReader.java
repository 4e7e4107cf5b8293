package dev.relevo.config;

import dev.relevo.config.Admittance.ClientKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads who may use the server: {@code allow-anonymous}, {@code api-keys}, {@code admin-keys} and {@code cors-origins}. */
final class AdmittanceReader {
    /** Holds more keys, separated by commas. */
    static final String VARIABLE = "RELEVO_API_KEYS";

    private static final int SHORTEST = 8;
    private static final int GOOD = 16;
    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]{1,4096}");

    private static final Key<String> NAME = new Key<>("name", Scalars.name(), "Tells clients apart in the log.");
    private static final Key<String> KEY = new Key<>(
            "key",
            Scalars.checked(AdmittanceReader::mistake),
            "What clients send as their API key. Best as ${NAME} of an environment variable.");
    private static final Key<List<String>> ALIASES =
            new Key<>("aliases", new ListForm<>(Scalars.text()), "The models that it may ask for. Without it, all.");
    private static final Key<Section> LIMITS = QuotaLimitReader.key("by requests with this key, whoever serves them");
    private static final Key<Boolean> ALLOW_ANONYMOUS = new Key<>(
            "allow-anonymous",
            Scalars.flag(),
            "Whether anyone who reaches the server may use it without a key. Otherwise a server without keys serves only"
                    + " this machine.",
            Admittance.LOOPBACK.allowAnonymous());
    private static final Key<List<Section>> API_KEYS = new Key<>(
            "api-keys",
            new ListForm<>(Shape.of(NAME, KEY, ALIASES, LIMITS).orOnly(KEY)),
            "Access keys of clients: values, or mappings with a key and perhaps a name, aliases and limits. " + VARIABLE
                    + " (separated by commas) adds to them. If there is one, every request needs one.");
    private static final Key<List<Section>> ADMIN_KEYS = new Key<>(
            "admin-keys",
            new ListForm<>(Shape.of(NAME, KEY).orOnly(KEY)),
            "Access keys as in api-keys, with which /api tells from anywhere how the server fares. Else it tells this machine"
                    + " alone.");
    private static final Key<List<String>> CORS_ORIGINS = new Key<>(
            "cors-origins",
            new ListForm<>(Scalars.parsed(Origin::parse)),
            "Origins of web pages that may use the server, such as https://app.example.com, or \"*\" for all. Pages of"
                    + " this machine always may.");

    static final List<Key<?>> KEYS = List.of(ALLOW_ANONYMOUS, API_KEYS, ADMIN_KEYS, CORS_ORIGINS);

    private final Set<String> aliases;
    private final Reading reading;
    private final List<ClientKey> keys = new ArrayList<>();

    private AdmittanceReader(Set<String> aliases, Reading reading) {
        this.aliases = aliases;
        this.reading = reading;
    }

    /** @param aliases every alias of the file: a key may be for some of them */
    static Admittance read(Section server, Set<String> aliases, Reading reading) {
        AdmittanceReader reader = new AdmittanceReader(aliases, reading);
        reader.addFrom(server.list(API_KEYS), false);
        reader.addFrom(server.list(ADMIN_KEYS), true);
        reader.addFrom(reading.variable(VARIABLE));
        return new Admittance(
                server.get(ALLOW_ANONYMOUS), reader.keys, false, new HashSet<>(server.list(CORS_ORIGINS)));
    }

    private void addFrom(List<Section> clients, boolean admin) {
        String prefix = admin ? "admin-" : "key-";
        int ordinal = 0;
        for (Section client : clients) {
            ordinal++;
            String name = client.find(NAME);
            String key = client.find(KEY);
            if (!client.has(KEY)) {
                client.problem(KEY, "missing, expected the key, best as ${NAME} of an environment variable");
            } else if (key != null) {
                add(client(name == null ? prefix + ordinal : name, key, admin, client), client);
            }
        }
    }

    private ClientKey client(String name, String key, boolean admin, Section client) {
        if (admin) {
            return new ClientKey(name, new Secret(key), Set.of(), List.of(), true);
        }
        List<QuotaLimit> limits = QuotaLimitReader.read(client.section(LIMITS), false);
        return new ClientKey(name, new Secret(key), aliases(client), limits, false);
    }

    private void add(ClientKey client, Section section) {
        ClientKey same = find(client.key().value());
        if (same != null) {
            section.problem(KEY, "the same key as that of " + same.name() + ", expected another for each");
        } else if (isTaken(client.name())) {
            section.problem(NAME, "'" + client.name() + "' is the name of another key, expected one for each");
        } else {
            add(client, section.path(KEY));
        }
    }

    private Set<String> aliases(Section client) {
        List<String> allowed = client.list(ALIASES);
        for (String alias : allowed) {
            if (!aliases.isEmpty() && !aliases.contains(alias)) {
                client.problem(
                        ALIASES, "'" + alias + "' is no alias of this file, " + Suggestion.among(aliases, alias));
            }
        }
        if (client.has(ALIASES) && allowed.isEmpty()) {
            client.problem(ALIASES, "no alias, so it could ask for nothing; expected one at least, or no such list");
        }
        return Set.copyOf(allowed);
    }

    private void add(ClientKey client, String source) {
        if (client.key().value().length() < GOOD) {
            reading.warning(source + ": a key of fewer than " + GOOD + " characters may be guessed");
        }
        keys.add(client);
    }

    /** A key that is there already counts once, since the file may name the same variable. */
    private void addFrom(@Nullable String variable) {
        int ordinal = 0;
        for (String piece : variable == null ? new String[0] : variable.split(",", -1)) {
            String key = piece.strip();
            if (key.isEmpty() || find(key) != null) {
                continue;
            }
            ordinal++;
            while (isTaken("env-" + ordinal)) {
                ordinal++;
            }
            String mistake = mistake(key);
            if (mistake == null) {
                add(new ClientKey("env-" + ordinal, new Secret(key)), VARIABLE);
            } else {
                reading.problem(new Place(VARIABLE, 0, 0), "", mistake);
            }
        }
    }

    private boolean isTaken(String name) {
        return keys.stream().anyMatch(earlier -> earlier.name().equals(name));
    }

    private @Nullable ClientKey find(String key) {
        return keys.stream()
                .filter(earlier -> earlier.key().value().equals(key))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String mistake(String key) {
        if (!SENDABLE.matcher(key).matches()) {
            return "no header can carry this key, expected printable ASCII, no blanks, no commas";
        }
        return key.length() < SHORTEST
                ? "a key that anyone may guess, expected at least " + SHORTEST + " characters, better 32 random ones"
                : null;
    }
}
