package dev.relevo.relay;

import dev.relevo.quota.Wallet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom an access key was given to.
 *
 * @param name tells clients apart: in the log, in usage, where they wait in turn
 * @param aliases the models that it may ask for; empty for all
 * @param own what it may use by limits of its own; null where it has none
 */
public record Client(
        String name, Set<String> aliases, @Nullable Wallet own) {
    public Client {
        aliases = Set.copyOf(aliases);
    }

    /** Whether it may ask for that alias; a {@code provider/model} only where it may ask for everything. */
    public boolean mayUse(String alias) {
        return aliases.isEmpty() || aliases.contains(alias);
    }
}
