package dev.relevo.relay;

import dev.relevo.config.Feature;
import dev.relevo.dialect.Operation;
import dev.relevo.dialect.Request;
import dev.relevo.routing.Pool;
import dev.relevo.routing.Router;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one client may ask for. Whatever else there is does not exist for it.
 *
 * @param client null for whoever may ask for everything
 */
record Offer(Router router, @Nullable Client client) {

    /**
     * Where a request goes; null if there is nothing of that name. Names that nobody has go to the default alias, but never
     * for embeddings: whoever compares vectors of another model would compare nonsense.
     */
    @Nullable
    Pool pool(Request request) {
        Pool named = router.named(request.model());
        if (named != null) {
            return isOffered(request.model()) ? named : null;
        }
        Pool pool = request.operation() == Operation.EMBEDDINGS ? null : router.pool(request.model());
        return pool != null && isOffered(pool.alias().name()) ? pool : null;
    }

    List<String> aliases() {
        return offered(router.aliases());
    }

    /** The aliases of which some target supports all that. */
    List<String> aliases(Set<Feature> needs) {
        return offered(router.aliases(needs));
    }

    /** Whether it may ask for {@code provider/model}. */
    boolean directModels() {
        return router.directModels() && (client == null || client.aliases().isEmpty());
    }

    private List<String> offered(List<String> names) {
        return names.stream().filter(this::isOffered).toList();
    }

    private boolean isOffered(String name) {
        return client == null || client.mayUse(name);
    }
}
