package dev.relevo.stats;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;

/** How pools serve the requests that come to them. */
public final class PoolMeters {
    private final Series<String, CounterDataPoint> failovers;
    private final Series<String, CounterDataPoint> cuts;
    private final Series<String, CounterDataPoint> rescues;
    private final Series<Refused, CounterDataPoint> unanswered;
    private final Series<String, DistributionDataPoint> queueWaits;

    private record Refused(String alias, int status) {}

    PoolMeters(Families families) {
        this.failovers = byAlias(
                families,
                "relevo_failovers",
                "Requests that were answered after another target had failed or refused them.");
        this.cuts = byAlias(families, "relevo_answers_cut", "Answers that broke off for good after they had begun.");
        this.rescues = byAlias(
                families,
                "relevo_answers_rescued",
                "Times that another target went on with a stream that had broken off.");
        Counter refused = families.counter(
                "relevo_unanswered", "Requests that no target answered; 499 is a client that left.", "alias", "status");
        this.unanswered = families.series(
                new Refused(Series.OTHER, 0), key -> refused.labelValues(key.alias(), Integer.toString(key.status())));
        Histogram waited = families.histogram(
                "relevo_queue_wait_seconds",
                "How long requests waited until some target had room; those that did not are not counted.",
                Bounds.OPERATIONS,
                "alias");
        this.queueWaits = families.series(Series.OTHER, waited::labelValues);
    }

    private static Series<String, CounterDataPoint> byAlias(Families families, String name, String help) {
        Counter counter = families.counter(name, help, "alias");
        return families.series(Series.OTHER, counter::labelValues);
    }

    /** A request was answered after another target had failed. */
    public void failedOver(String alias) {
        failovers.of(alias).inc();
    }

    /** An answer broke off, and nobody went on with it. */
    public void cut(String alias) {
        cuts.of(alias).inc();
    }

    /** Another target goes on with an answer that broke off. */
    public void rescued(String alias) {
        rescues.of(alias).inc();
    }

    /**
     * No target answered a request.
     *
     * @param status as the client was told, 499 if it left
     */
    public void unanswered(String alias, int status) {
        unanswered.of(new Refused(alias, status)).inc();
    }

    /** A request waited for room, in vain or not. */
    public void waited(String alias, long nanos) {
        queueWaits.of(alias).observe(Bounds.seconds(nanos));
    }
}
