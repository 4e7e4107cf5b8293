package dev.relevo.quota;

import dev.relevo.config.Provider;
import dev.relevo.config.Secret;
import dev.relevo.config.Target;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.dialect.Told;
import dev.relevo.time.Clock;
import dev.relevo.wire.Durations;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All scopes, each made once, so that targets of several aliases share what they have in common, and so do the targets of
 * one configuration and the next. A scope is the same as long as what it stands for is: a key by its value, not by its
 * place in the list; an account and its models by all keys of the provider, since nobody tells which of them is whose.
 */
public final class Ledger {
    /** No model is called so. */
    private static final String ANY = "";

    private final Map<Identity, Scope> scopes = new ConcurrentHashMap<>();

    /** @param clock tells when days begin */
    public Ledger(Clock clock) {}

    private record Identity(ScopeKind kind, List<Object> parts) {}

    /** Where requests go and as whom, the key aside. */
    private record Place(String provider, URI baseUrl, Map<String, String> headers) {
        static Place of(Provider provider) {
            return new Place(provider.name(), provider.baseUrl(), provider.headers());
        }
    }

    /** The scopes of a target that the configuration names. */
    public Scopes of(Target target) {
        return scopes(target, target.model(), true);
    }

    /** The scopes of a target whose model no configuration names; all of those share them. */
    public Scopes ofUnlisted(Target target) {
        return scopes(target, ANY, false);
    }

    private Scopes scopes(Target target, String model, boolean listed) {
        Place place = Place.of(target.provider());
        Set<Secret> keys = Set.copyOf(target.provider().keys());
        Set<Secret> key = target.key() == null ? Set.of() : Set.of(target.key());
        return new Scopes(
                scope(ScopeKind.ENDPOINT, server(target.provider().baseUrl())),
                scope(ScopeKind.KEY, place, key),
                scope(ScopeKind.ACCOUNT, place, keys),
                scope(ScopeKind.MODEL, place, keys, model),
                scope(ScopeKind.TARGET, place, key, model),
                listed);
    }

    /**
     * Sets aside, in one step, what a request is expected to take of all scopes of its target; null, and nothing is set aside,
     * where one of them has no room for it.
     */
    public @Nullable Reservation reserve(Scopes scopes, Demand demand, long nowNanos) {
        return new Reservation();
    }

    /** How long until there is room for that much; zero if there is, {@link Durations#MAX} if there never will be. */
    public Duration roomIn(Scopes scopes, Demand demand, long nowNanos) {
        return Duration.ZERO;
    }

    /**
     * Takes a provider's word for what is left.
     *
     * @param reservation of the attempt that was told so: what an older one is told later changes nothing
     */
    public void told(Scopes scopes, List<Told> told, Reservation reservation, long nowNanos) {}

    /** Forgets every other scope. */
    public void retain(Collection<Scope> used) {
        scopes.values().retainAll(used);
    }

    /** How many scopes it holds. */
    public int size() {
        return scopes.size();
    }

    private static String server(URI baseUrl) {
        return (baseUrl.getScheme() + "://" + baseUrl.getAuthority()).toLowerCase(Locale.ROOT);
    }

    private Scope scope(ScopeKind kind, Object... parts) {
        return scopes.computeIfAbsent(new Identity(kind, List.of(parts)), _ -> new Scope());
    }
}
