package dev.relevo.quota;

import dev.relevo.config.Provider;
import dev.relevo.config.Quotas;
import dev.relevo.config.Secret;
import dev.relevo.config.Target;
import dev.relevo.dialect.ScopeKind;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** All scopes by what they stand for, each made once. */
final class Register {
    /** No model is called so. */
    private static final String ANY = "";

    private final Map<Identity, Scope> scopes = new ConcurrentHashMap<>();

    private record Identity(ScopeKind kind, List<Object> parts) {}

    /** Where requests go and as whom, the key aside. */
    private record Place(String provider, URI baseUrl, Map<String, String> headers) {
        static Place of(Provider provider) {
            return new Place(provider.name(), provider.baseUrl(), provider.headers());
        }
    }

    /** The scopes of a target. */
    Scopes of(Target target, boolean listed) {
        String model = listed ? target.model() : ANY;
        Place place = Place.of(target.provider());
        Object account = account(target);
        Set<Secret> key = target.key() == null ? Set.of() : Set.of(target.key());
        return new Scopes(
                scope(ScopeKind.ENDPOINT, server(target.provider().baseUrl())),
                scope(ScopeKind.KEY, place, key),
                scope(ScopeKind.ACCOUNT, place, account),
                scope(ScopeKind.MODEL, place, account, model),
                scope(ScopeKind.TARGET, place, key, model),
                listed,
                listed ? Configured.of(target) : Configured.ofUnlisted(target));
    }

    /** Forgets every other one. */
    void retain(Collection<Scope> used) {
        scopes.values().retainAll(used);
    }

    int size() {
        return scopes.size();
    }

    /** Its name, or all the keys that belong to no named one: nobody tells which of them is whose. */
    private static Object account(Target target) {
        Quotas quotas = target.provider().quotas();
        String name = quotas.account(target.key());
        return name.isEmpty()
                ? target.provider().keys().stream()
                        .filter(key -> quotas.account(key).isEmpty())
                        .collect(Collectors.toUnmodifiableSet())
                : name;
    }

    private static String server(URI baseUrl) {
        return (baseUrl.getScheme() + "://" + baseUrl.getAuthority()).toLowerCase(Locale.ROOT);
    }

    private Scope scope(ScopeKind kind, Object... parts) {
        return scopes.computeIfAbsent(new Identity(kind, List.of(parts)), _ -> new Scope());
    }
}
