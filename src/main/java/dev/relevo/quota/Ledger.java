package dev.relevo.quota;

import dev.relevo.config.Target;
import dev.relevo.dialect.ScopeKind;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All scopes, each made once, so that targets of several aliases share what they have in common. */
public final class Ledger {
    private final Map<String, Scope> scopes = new ConcurrentHashMap<>();

    public Scopes of(Target target) {
        String provider = target.provider().name();
        String key = provider + "#" + target.keyOrdinal();
        return new Scopes(
                scope(ScopeKind.ENDPOINT, server(target.provider().baseUrl())),
                scope(ScopeKind.KEY, key),
                scope(ScopeKind.ACCOUNT, provider),
                scope(ScopeKind.MODEL, provider + "/" + target.model()),
                scope(ScopeKind.TARGET, key + "/" + target.model()));
    }

    private static String server(URI baseUrl) {
        return (baseUrl.getScheme() + "://" + baseUrl.getAuthority()).toLowerCase(Locale.ROOT);
    }

    private Scope scope(ScopeKind kind, String id) {
        return scopes.computeIfAbsent(kind + " " + id, _ -> new Scope());
    }
}
