package dev.relevo.edge;

import dev.relevo.config.Hosts;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask, judged by where a request says it was sent to and which web page made it.
 *
 * <p>Without keys a loopback listener trusts this machine's users. Web pages of strangers are none of them: a page that
 * posts here from another origin is known by {@code Origin}; one whose name was bound to this address meanwhile (DNS
 * rebinding) is known by {@code Host}. An opaque origin ({@code null}) is foreign. Pages on loopback are admitted,
 * whatever their scheme and port.
 *
 * <p>With {@code server.allow-anonymous} anyone who reaches the address may ask, so {@code Host} is free, and pages that
 * this very address served ({@code Origin} names the same authority as {@code Host}) are admitted too. Other origins are
 * refused all the same: their visitors reach an address that the page's author may not.
 */
final class Access {
    /** A scheme, a host and perhaps a port (RFC 6454, 6.2); several origins, or a page's whole address, are none. */
    private static final Pattern ORIGIN =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");

    private final boolean allowAnonymous;

    Access(boolean allowAnonymous) {
        this.allowAnonymous = allowAnonymous;
    }

    /** Why the request is refused, or null if it is admitted. */
    @Nullable
    Refusal refusal(@Nullable String host, @Nullable String origin) {
        if (!allowAnonymous && (host == null || !loopback(host))) {
            return Refusal.of(
                    403,
                    "The request is addressed to " + (host == null ? "no host" : host)
                            + ", but only loopback addresses (127.0.0.1, [::1], localhost) are served"
                            + " unless server.allow-anonymous is true.");
        }
        if (origin != null && !admitted(origin, host)) {
            return Refusal.of(403, "Web pages at " + origin + " may not use this server; pages on loopback may.");
        }
        return null;
    }

    private boolean admitted(String origin, @Nullable String host) {
        Matcher parts = ORIGIN.matcher(origin);
        if (!parts.matches()) {
            return false;
        }
        String page = parts.group(1);
        return Hosts.isLoopback(page)
                || (allowAnonymous && origin.substring(parts.start(1)).equalsIgnoreCase(host));
    }

    private static boolean loopback(String authority) {
        return Hosts.isLoopback(withoutPort(authority));
    }

    private static String withoutPort(String authority) {
        int port = authority.lastIndexOf(':');
        return port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
    }
}
