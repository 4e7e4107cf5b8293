package dev.relevo.edge;

import dev.relevo.relay.Client;
import dev.relevo.relay.Insight;
import dev.relevo.stats.Attempts;
import dev.relevo.stats.Metrics;
import dev.relevo.stats.TargetState;
import dev.relevo.stats.Tracing;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the server tells about itself. Each part is asked for anew by each request, since a reload may change it.
 *
 * @param models the model names that clients may ask for, aliases first
 * @param services the display names of the live providers, in the file's order
 * @param targets the health of every target
 * @param clients those who were given an access key
 * @param insight what only the server's owner is told
 * @param metrics where requests are counted
 * @param tracing where they are told of; null for nowhere
 */
public record Overview(
        Supplier<List<String>> models,
        Supplier<List<String>> services,
        Attempts attempts,
        Supplier<List<TargetState>> targets,
        Supplier<List<Client>> clients,
        Insight insight,
        Metrics metrics,
        @Nullable Tracing tracing) {}
