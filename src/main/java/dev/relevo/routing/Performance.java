package dev.relevo.routing;

import dev.relevo.config.Feature;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * How a model at its provider fares: a breaker for each operation, since one may fail where another works, and a latency
 * for each kind of request, since streams and plain answers are led by different ones. Safe for use by many threads.
 */
final class Performance {
    private final RandomGenerator random;
    private final Map<Feature, Breaker> breakers = new ConcurrentHashMap<>();
    private final Map<Kind, Latency> latencies = new ConcurrentHashMap<>();

    /** @param random safe for use by many threads */
    Performance(RandomGenerator random) {
        this.random = random;
    }

    Breaker breaker(Kind kind) {
        return breakers.computeIfAbsent(kind.operation(), _ -> new Breaker(random));
    }

    Latency latency(Kind kind) {
        return latencies.computeIfAbsent(kind, _ -> new Latency());
    }

    /** Those of the operations that were asked for. */
    Collection<Breaker> breakers() {
        return breakers.values();
    }
}
