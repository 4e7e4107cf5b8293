package dev.relevo.edge;

import dev.relevo.relay.Client;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param client whose access key the request came with, or null
 * @param authenticated whether it may see more than anybody: it has a key, or none is needed
 * @param admin whether its key is an admin's
 */
record Caller(@Nullable Client client, boolean authenticated, boolean admin) {
    static final Caller STRANGER = new Caller(null, false, false);
    static final Caller ANYONE = new Caller(null, true, false);

    /** The name of its key, or null. */
    @Nullable
    String name() {
        return client == null ? null : client.name();
    }
}
