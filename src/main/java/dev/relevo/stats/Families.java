package dev.relevo.stats;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Function;

/** Makes metrics in one registry. Exemplars are left out: they would look for a tracer with every measurement. */
final class Families {
    private final PrometheusRegistry registry;
    private final CounterDataPoint dropped;

    Families(PrometheusRegistry registry) {
        this.registry = registry;
        this.dropped = counter(
                        "relevo_metrics_dropped",
                        "Measurements for which there were too many series already; they count as other.")
                .labelValues();
    }

    /** @param name without {@code _total} */
    Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    Histogram histogram(String name, String help, double[] bounds, String... labels) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(bounds)
                .withoutExemplars()
                .register(registry);
    }

    <K, P> Series<K, P> series(K other, Function<K, P> make) {
        return new Series<>(other, dropped, make);
    }
}
