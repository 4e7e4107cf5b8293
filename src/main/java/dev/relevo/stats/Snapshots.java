package dev.relevo.stats;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Samples in the words of the library. */
final class Snapshots {
    private Snapshots() {}

    static List<MetricSnapshot> of(List<Sample> samples) {
        Map<Gauge, Map<List<String>, Double>> byGauge = new EnumMap<>(Gauge.class);
        for (Sample sample : samples) {
            byGauge.computeIfAbsent(sample.gauge(), _ -> new LinkedHashMap<>())
                    .putIfAbsent(sample.labels(), sample.value());
        }
        return byGauge.entrySet().stream()
                .map(each -> snapshot(each.getKey(), each.getValue()))
                .toList();
    }

    private static MetricSnapshot snapshot(Gauge gauge, Map<List<String>, Double> values) {
        MetricMetadata metadata = new MetricMetadata(gauge.metric(), gauge.help());
        return gauge.counts()
                ? new CounterSnapshot(
                        metadata,
                        values.entrySet().stream()
                                .map(each ->
                                        new CounterDataPointSnapshot(each.getValue(), labels(gauge, each), null, 0))
                                .toList())
                : new GaugeSnapshot(
                        metadata,
                        values.entrySet().stream()
                                .map(each -> new GaugeDataPointSnapshot(each.getValue(), labels(gauge, each), null))
                                .toList());
    }

    private static Labels labels(Gauge gauge, Map.Entry<List<String>, Double> each) {
        return Labels.of(gauge.labels(), each.getKey());
    }
}
