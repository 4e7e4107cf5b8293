package dev.relevo.config;

import java.util.List;
import java.util.Set;

/**
 * Who may use the server. Without keys and without {@code allowAnonymous} that is loopback alone: such a listener, such a
 * {@code Host}.
 *
 * @param allowAnonymous whether anyone who reaches it may use it
 * @param keys the access keys of clients, those of admins among them; if there is one, every request needs one
 * @param created whether access keys were created by command besides, which the state directory keeps
 * @param corsOrigins origins of web pages that may use it, besides loopback ones; {@link #ANY_ORIGIN} admits all
 */
public record Admittance(boolean allowAnonymous, List<ClientKey> keys, boolean created, Set<String> corsOrigins) {
    public static final String ANY_ORIGIN = "*";
    public static final Admittance LOOPBACK = new Admittance(false, List.of(), false, Set.of());

    /**
     * A client's access key.
     *
     * @param name tells clients apart in the log
     * @param aliases the models that it may ask for; empty for all
     * @param limits what it may use, whoever serves it
     * @param admin whether it may also see how the server fares, from anywhere
     */
    public record ClientKey(String name, Secret key, Set<String> aliases, List<QuotaLimit> limits, boolean admin) {
        public ClientKey {
            aliases = Set.copyOf(aliases);
            limits = List.copyOf(limits);
        }

        /** One that may use everything. */
        public ClientKey(String name, Secret key) {
            this(name, key, Set.of(), List.of(), false);
        }
    }

    public Admittance {
        keys = List.copyOf(keys);
        corsOrigins = Set.copyOf(corsOrigins);
    }

    public Admittance withKeys(List<ClientKey> others) {
        return new Admittance(allowAnonymous, others, created, corsOrigins);
    }

    public Admittance withCreated(boolean others) {
        return new Admittance(allowAnonymous, keys, others, corsOrigins);
    }

    public Admittance anonymous() {
        return new Admittance(true, keys, created, corsOrigins);
    }

    /** Whether only this machine may use it. */
    public boolean loopbackOnly() {
        return !allowAnonymous && keys.isEmpty() && !created;
    }
}
