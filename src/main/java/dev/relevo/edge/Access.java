package dev.relevo.edge;

import dev.relevo.config.Admittance;
import dev.relevo.config.Hosts;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.Headers;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask, judged by the access key that a request brings, where it says it was sent to and which web page made it.
 *
 * <p>Where there are keys every request needs one, also with {@code server.allow-anonymous}; {@code Host} is free then.
 *
 * <p>Without keys a loopback listener trusts this machine's users. Web pages of strangers are none of them: a page that
 * posts here from another origin is known by {@code Origin}; one whose name was bound to this address meanwhile (DNS
 * rebinding) is known by {@code Host}. With {@code server.allow-anonymous} anyone who reaches the address may ask, so
 * {@code Host} is free as well.
 *
 * <p>Pages on loopback are admitted, whatever their scheme and port, and those of {@code server.cors-origins}. Where
 * {@code Host} is free, so are pages that this very address served ({@code Origin} names the same authority as
 * {@code Host}). Other origins are refused all the same: their visitors reach an address that the page's author may not.
 * An opaque origin ({@code null}) is foreign.
 */
final class Access {
    /** A scheme, a host and perhaps a port (RFC 6454, 6.2); several origins, or a page's whole address, are none. */
    private static final Pattern ORIGIN =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");

    private final boolean loopbackOnly;
    private final boolean keyRequired;
    private final ClientKeys keys;
    private final Set<String> origins;

    Access(Admittance admittance, AccessKeys known) {
        this.loopbackOnly = !admittance.allowAnonymous() && !known.required();
        this.keyRequired = known.required();
        this.keys = new ClientKeys(known.all());
        this.origins = admittance.corsOrigins().stream()
                .map(origin -> origin.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Who it is that sends this head; a stranger where a key is missing or wrong. */
    Caller caller(Headers head) {
        if (!keyRequired) {
            return Caller.ANYONE;
        }
        AccessKey key = keys.of(head);
        return key == null ? Caller.STRANGER : new Caller(key.client(), true, key.admin());
    }

    /**
     * Whether that caller, who may ask for models, may also see how the server fares: with an admin's key from anywhere, else
     * from this machine alone, addressed as such. A page whose name was bound to this address is no part of it.
     */
    static boolean isOwner(Caller caller, @Nullable String host, PeerInfo peer) {
        return caller.admin()
                || (caller.authenticated()
                        && host != null
                        && Hosts.isLoopback(withoutPort(host))
                        && peer.address() instanceof InetSocketAddress address
                        && address.getAddress() != null
                        && address.getAddress().isLoopbackAddress());
    }

    /** Why a request to that host, by that page, is refused whoever sends it; null if it is not. */
    @Nullable
    Refusal refusal(@Nullable String host, @Nullable String origin) {
        if (loopbackOnly && (host == null || !Hosts.isLoopback(withoutPort(host)))) {
            return Refusal.of(
                    403,
                    "The request is addressed to " + (host == null ? "no host" : host)
                            + ", but only loopback addresses (127.0.0.1, [::1], localhost) are served"
                            + " unless server.api-keys are set or server.allow-anonymous is true.");
        }
        if (origin != null && !admitted(origin, host)) {
            return Refusal.of(
                    403,
                    "Web pages at " + origin
                            + " may not use this server; pages on loopback may, and those that server.cors-origins lists.");
        }
        return null;
    }

    private boolean admitted(String origin, @Nullable String host) {
        if (origins.contains(Admittance.ANY_ORIGIN)) {
            return true;
        }
        Matcher parts = ORIGIN.matcher(origin);
        if (!parts.matches()) {
            return false;
        }
        return Hosts.isLoopback(parts.group(1))
                || origins.contains(origin.toLowerCase(Locale.ROOT))
                || (!loopbackOnly && origin.substring(parts.start(1)).equalsIgnoreCase(host));
    }

    private static String withoutPort(String authority) {
        int port = authority.lastIndexOf(':');
        return port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
    }
}
