package dev.relevo.routing;

import dev.relevo.config.Feature;
import java.util.Set;

/**
 * What a request asks for, as far as that makes a difference to how long an answer takes and what its failure says.
 *
 * @param operation chat, completions, …
 * @param stream whether it asks for a stream
 */
record Kind(Feature operation, boolean stream) {
    static Kind of(Set<Feature> needs, boolean stream) {
        if (needs.contains(Feature.EMBEDDINGS)) {
            return new Kind(Feature.EMBEDDINGS, stream);
        }
        return new Kind(needs.contains(Feature.COMPLETIONS) ? Feature.COMPLETIONS : Feature.CHAT, stream);
    }
}
