package dev.relevo.routing;

import dev.relevo.config.Feature;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * How a model at its provider fares: a breaker for each operation, since one may fail where another works, and a latency
 * for each kind of request, since streams and plain answers are led by different ones. Safe for use by many threads.
 */
final class Performance {
    static final List<Feature> OPERATIONS = List.of(Feature.CHAT, Feature.COMPLETIONS, Feature.EMBEDDINGS);

    private final Map<Feature, Breaker> breakers = new EnumMap<>(Feature.class);
    private final Map<Feature, Latency> plain = new EnumMap<>(Feature.class);
    private final Map<Feature, Latency> streamed = new EnumMap<>(Feature.class);

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
        for (Feature operation : OPERATIONS) {
            breakers.put(operation, new Breaker(random, model, watch));
            plain.put(operation, new Latency());
            streamed.put(operation, new Latency());
        }
    }

    Breaker breaker(Kind kind) {
        return Objects.requireNonNull(breakers.get(kind.operation()));
    }

    Latency latency(Kind kind) {
        return Objects.requireNonNull((kind.stream() ? streamed : plain).get(kind.operation()));
    }

    /** Of each operation. */
    Collection<Breaker> breakers() {
        return breakers.values();
    }
}
