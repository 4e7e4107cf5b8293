package dev.relevo.config;

import java.util.List;
import java.util.Set;

/**
 * Who may use the server. Without keys and without {@code allowAnonymous} that is loopback alone: such a listener, such a
 * {@code Host}.
 *
 * @param allowAnonymous whether anyone who reaches it may use it
 * @param keys the access keys of clients; if there is one, every request needs one
 * @param corsOrigins origins of web pages that may use it, besides loopback ones; {@link #ANY_ORIGIN} admits all
 */
public record Admittance(boolean allowAnonymous, List<ClientKey> keys, Set<String> corsOrigins) {
    public static final String ANY_ORIGIN = "*";
    public static final Admittance LOOPBACK = new Admittance(false, List.of(), Set.of());

    /**
     * A client's access key.
     *
     * @param name tells clients apart in the log
     */
    public record ClientKey(String name, Secret key) {}

    public Admittance {
        keys = List.copyOf(keys);
        corsOrigins = Set.copyOf(corsOrigins);
    }

    public Admittance withKeys(List<ClientKey> others) {
        return new Admittance(allowAnonymous, others, corsOrigins);
    }

    public Admittance anonymous() {
        return new Admittance(true, keys, corsOrigins);
    }

    /** Whether only this machine may use it. */
    public boolean loopbackOnly() {
        return !allowAnonymous && keys.isEmpty();
    }
}
