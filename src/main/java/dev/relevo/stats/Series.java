package dev.relevo.stats;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The series of a metric, each made once and then found without a lock. There are only so many: whatever would be one more
 * goes into a series for all others, and is counted as dropped.
 *
 * @param <K> what tells series apart
 * @param <P> what is measured by
 */
final class Series<K, P> {
    /** A configuration of a hundred targets stays far below; one that is reloaded with other names for ever does not. */
    static final int MOST = 1000;

    /** The value of each label of the series for all others. */
    static final String OTHER = "other";

    private final Map<K, P> known = new ConcurrentHashMap<>();
    private final Function<K, P> make;
    private final K other;
    private final CounterDataPoint dropped;

    Series(K other, CounterDataPoint dropped, Function<K, P> make) {
        this.make = make;
        this.other = other;
        this.dropped = dropped;
    }

    P of(K key) {
        P point = known.get(key);
        return point == null ? added(key) : point;
    }

    private P added(K key) {
        if (known.size() < MOST) {
            return known.computeIfAbsent(key, make);
        }
        dropped.inc();
        return known.computeIfAbsent(other, make);
    }
}
