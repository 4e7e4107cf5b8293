package dev.relevo.quota;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.config.Provider;
import dev.relevo.config.Target;
import dev.relevo.dialect.ScopeKind;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All scopes by what they stand for, each made once; those of clients apart. Guarded by the ledger's lock.
 */
final class Register {
    private static final String CLIENT = "client";
    private static final int DIGEST_BYTES = 16;

    /** No model is called so. */
    private static final String ANY = "";

    private final Map<String, Scope> scopes = new HashMap<>();
    private final Map<String, Scope> clients = new HashMap<>();

    private final Consumer<Scope> rested;

    /** @param rested gets each scope that begins to rest */
    Register(Consumer<Scope> rested) {
        this.rested = rested;
    }

    /** The scopes of a target. */
    Scopes of(Target target, boolean listed) {
        String model = listed ? target.model() : ANY;
        List<String> place = place(target.provider());
        List<String> account = account(target);
        List<String> key =
                target.key() == null ? List.of() : List.of(target.key().value());
        return new Scopes(
                scope(ScopeKind.ENDPOINT, List.of(server(target.provider().baseUrl()))),
                scope(ScopeKind.KEY, place, key),
                scope(ScopeKind.ACCOUNT, place, account),
                scope(ScopeKind.MODEL, place, account, List.of(model)),
                scope(ScopeKind.TARGET, place, key, List.of(model)),
                listed,
                listed ? Configured.of(target) : Configured.ofUnlisted(target));
    }

    /** The scope of a client's own limits: its name tells who it is, whatever key it has. */
    Scope ofClient(String name) {
        return known(id(CLIENT, List.of(name)));
    }

    /** The scope of that {@link Scope#id}. */
    Scope known(String id) {
        Map<String, Scope> those = id.startsWith(CLIENT) ? clients : scopes;
        return those.computeIfAbsent(id, _ -> new Scope(id, rested));
    }

    Collection<Scope> all() {
        List<Scope> all = new ArrayList<>(scopes.values());
        all.addAll(clients.values());
        return all;
    }

    /** All but the clients'. */
    Collection<Scope> ofTargets() {
        return scopes.values();
    }

    Collection<Scope> ofClients() {
        return clients.values();
    }

    /** Forgets those that nobody names and of which there is nothing more to know. */
    void forget(Moment now) {
        scopes.values().removeIf(scope -> scope.isForgotten(now));
        clients.values().removeIf(scope -> scope.isForgotten(now));
    }

    int size() {
        return scopes.size() + clients.size();
    }

    /** Where requests go and as whom, the key aside. */
    private static List<String> place(Provider provider) {
        List<String> parts = new ArrayList<>();
        parts.add(provider.name());
        parts.add(provider.baseUrl().toString());
        new TreeMap<>(provider.headers()).forEach((name, value) -> parts.addAll(List.of(name, value)));
        return parts;
    }

    /** Its name; whatever keys belong to no named one share the one without, since nobody tells which of them is whose. */
    private static List<String> account(Target target) {
        String name = target.provider().quotas().account(target.key());
        return name.isEmpty() ? List.of() : List.of("named", name);
    }

    private static String server(URI baseUrl) {
        return (baseUrl.getScheme() + "://" + baseUrl.getAuthority()).toLowerCase(Locale.ROOT);
    }

    @SafeVarargs
    private Scope scope(ScopeKind kind, List<String>... parts) {
        return known(id(kind.name().toLowerCase(Locale.ROOT), parts));
    }

    /** A digest, since the parts hold keys. */
    @SafeVarargs
    private static String id(String kind, List<String>... parts) {
        MessageDigest digest = sha256();
        for (List<String> part : parts) {
            digest.update((part.size() + ";").getBytes(UTF_8));
            for (String text : part) {
                digest.update((text.length() + ":" + text).getBytes(UTF_8));
            }
        }
        String hex = HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
        return kind + "-" + hex;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
