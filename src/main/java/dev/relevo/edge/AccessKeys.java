package dev.relevo.edge;

import dev.relevo.relay.Client;
import java.util.List;

/**
 * The access keys of a server.
 *
 * @param all those that are good now
 * @param required whether every request needs one, even if nobody has a good one any more
 */
public record AccessKeys(List<AccessKey> all, boolean required) {
    public AccessKeys {
        all = List.copyOf(all);
    }

    /** Whose they are. */
    public List<Client> clients() {
        return all.stream().map(AccessKey::client).toList();
    }
}
