package dev.relevo.routing;

import dev.relevo.config.Feature;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * How a model at its provider fares: a breaker for each operation, since one may fail where another works, and a latency
 * for each kind of request, since streams and plain answers are led by different ones. Safe for use by many threads.
 */
final class Performance {
    private final RandomGenerator random;
    private final String model;
    private final Consumer<BreakerTurn> watch;
    private final Map<Feature, Breaker> breakers = new ConcurrentHashMap<>();
    private final Map<Kind, Latency> latencies = new ConcurrentHashMap<>();

    /** One that tells nobody of its breakers. */
    Performance(RandomGenerator random) {
        this(random, "", _ -> {});
    }

    /**
     * @param random safe for use by many threads
     * @param model as {@code provider/model}
     * @param watch is told when a breaker opens and when it closes again; must not block
     */
    Performance(RandomGenerator random, String model, Consumer<BreakerTurn> watch) {
        this.random = random;
        this.model = model;
        this.watch = watch;
    }

    Breaker breaker(Kind kind) {
        return breakers.computeIfAbsent(kind.operation(), _ -> new Breaker(random, model, watch));
    }

    Latency latency(Kind kind) {
        return latencies.computeIfAbsent(kind, _ -> new Latency());
    }

    /** Those of the operations that were asked for. */
    Collection<Breaker> breakers() {
        return breakers.values();
    }
}
