package dev.relevo.upstream;

import dev.relevo.config.Provider;
import dev.relevo.time.Clock;
import dev.relevo.time.Watchdog;
import dev.relevo.wire.Heap;
import io.helidon.common.tls.Tls;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One pool of connections for all providers at one address. Used by one thread at a time. */
public final class ConnectionPools implements AutoCloseable {
    private final @Nullable Tls tls;
    private final Clock clock;
    private final Watchdog watchdog;
    private final Heap heap;
    private final Map<Way, ConnectionPool> pools = new HashMap<>();

    /** What connections can be shared by. */
    private record Way(boolean tls, String authority, Duration connectTimeout) {
        static Way to(Provider provider) {
            Endpoint endpoint = new Endpoint(provider.baseUrl());
            return new Way(
                    endpoint.tls(), endpoint.authority(), provider.timeouts().connect());
        }
    }

    /**
     * @param tls whom to trust; null: the machine's roots
     * @param heap from which connections are taken, and answers that are held back
     */
    public ConnectionPools(@Nullable Tls tls, Heap heap, Clock clock, Watchdog watchdog) {
        this.heap = heap;
        this.tls = tls;
        this.clock = clock;
        this.watchdog = watchdog;
    }

    public ConnectionPool of(Provider provider) {
        Endpoint endpoint = new Endpoint(provider.baseUrl());
        Duration connectTimeout = provider.timeouts().connect();
        return pools.computeIfAbsent(
                Way.to(provider), _ -> new ConnectionPool(endpoint, connectTimeout, tls, heap, clock, watchdog));
    }

    /** Closes the pools of all other providers; requests that still use them end in peace. */
    public void retain(Collection<Provider> used) {
        Set<Way> ways = used.stream().map(Way::to).collect(Collectors.toSet());
        pools.entrySet().removeIf(entry -> {
            boolean left = !ways.contains(entry.getKey());
            if (left) {
                entry.getValue().close();
            }
            return left;
        });
    }

    @Override
    public void close() {
        pools.values().forEach(ConnectionPool::close);
    }
}
