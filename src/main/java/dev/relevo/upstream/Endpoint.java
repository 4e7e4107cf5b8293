package dev.relevo.upstream;

import java.net.URI;
import java.util.Locale;

/**
 * Where a provider is reached.
 *
 * @param baseUrl {@code http} or {@code https}, a host, perhaps a port, a path and a query; no user, no fragment
 */
public record Endpoint(URI baseUrl) {
    /** @throws IllegalArgumentException if the URL is not such a one */
    public Endpoint {
        String scheme = baseUrl.getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
            throw new IllegalArgumentException("a base URL begins with http:// or https://");
        }
        // The raw authority, since URI finds no host in names with an underscore, which containers have.
        String authority = baseUrl.getRawAuthority();
        if (authority == null || authority.indexOf('@') >= 0 || baseUrl.getRawFragment() != null) {
            throw new IllegalArgumentException("a base URL names a host, and neither a user nor a fragment");
        }
        if (!isHost(hostOf(authority)) || portOf(authority, 1) < 1) {
            throw new IllegalArgumentException("a base URL names a host and at most a port from 1 to 65535");
        }
    }

    public boolean tls() {
        return "https".equalsIgnoreCase(baseUrl.getScheme());
    }

    /** The name or the address, an IPv6 address without its brackets. */
    public String host() {
        String host = hostOf(baseUrl.getRawAuthority());
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    public int port() {
        return portOf(baseUrl.getRawAuthority(), tls() ? 443 : 80);
    }

    /** What the {@code Host} header says: the port only where it is not the scheme's own (RFC 9110, 4.2.3). */
    public String authority() {
        String host = hostOf(baseUrl.getRawAuthority());
        return port() == (tls() ? 443 : 80) ? host : host + ":" + port();
    }

    /** The request target: the base URL's path, then {@code suffix} (with its leading slash), then the base URL's query. */
    public String path(String suffix) {
        String base = baseUrl.getRawPath();
        String query = baseUrl.getRawQuery();
        String path = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + suffix;
        return query == null ? path : path + "?" + query;
    }

    private static String hostOf(String authority) {
        int colon = portColon(authority);
        return (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    private static int portOf(String authority, int otherwise) {
        int colon = portColon(authority);
        if (colon < 0 || colon == authority.length() - 1) {
            return otherwise;
        }
        try {
            int port = Integer.parseInt(authority, colon + 1, authority.length(), 10);
            return port <= 0xffff ? port : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static int portColon(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? colon : -1;
    }

    private static boolean isHost(String host) {
        if (host.startsWith("[")) {
            return host.length() > 2 && host.endsWith("]");
        }
        return !host.isEmpty()
                && host.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-._".indexOf(c) >= 0);
    }
}
