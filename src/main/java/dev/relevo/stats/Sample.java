package dev.relevo.stats;

import java.util.List;

/**
 * What a {@link Gauge} shows at one moment.
 *
 * @param labels a value for each of the gauge's labels, in their order
 */
public record Sample(Gauge gauge, List<String> labels, double value) {
    public Sample {
        labels = List.copyOf(labels);
        if (labels.size() != gauge.labels().size()) {
            throw new IllegalArgumentException(gauge + " takes " + gauge.labels() + ", not " + labels);
        }
    }

    /** One of something that is counted in whole numbers. */
    public static Sample of(Gauge gauge, long value, String... labels) {
        return of(gauge, (double) value, labels);
    }

    /** One with those labels. */
    public static Sample of(Gauge gauge, double value, String... labels) {
        return new Sample(gauge, List.of(labels), value);
    }
}
