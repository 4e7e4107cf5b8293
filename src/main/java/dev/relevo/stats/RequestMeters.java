package dev.relevo.stats;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;

/** What clients get. */
public final class RequestMeters {
    /** Where a request came to no pool. */
    public static final String NO_ALIAS = "none";

    private static final double[] WAITS = {0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1};

    private final Series<Asked, CounterDataPoint> requests;
    private final Series<Place, DistributionDataPoint> durations;
    private final Series<String, CounterDataPoint> shed;
    private final DistributionDataPoint turnWaits;

    private record Asked(String endpoint, String alias, int status) {}

    private record Place(String endpoint, String alias) {}

    RequestMeters(Families families) {
        Counter ended = families.counter(
                "relevo_requests",
                "Requests that have ended; 499 is a client that left.",
                "endpoint",
                "alias",
                "status");
        this.requests = families.series(
                new Asked(Series.OTHER, Series.OTHER, 0),
                asked -> ended.labelValues(asked.endpoint(), asked.alias(), Integer.toString(asked.status())));
        Histogram took = families.histogram(
                "relevo_request_duration_seconds",
                "From a request's head to the end of its answer.",
                Bounds.OPERATIONS,
                "endpoint",
                "alias");
        this.durations = families.series(
                new Place(Series.OTHER, Series.OTHER), place -> took.labelValues(place.endpoint(), place.alias()));
        Counter refused = families.counter(
                "relevo_shed", "Requests turned away for a limit of the whole server, by the limit.", "reason");
        this.shed = families.series(Series.OTHER, refused::labelValues);
        this.turnWaits = families.histogram(
                        "relevo_turnstile_wait_seconds",
                        "How long requests waited for the processor; those that did not are not counted.",
                        WAITS)
                .labelValues();
    }

    /**
     * A request was answered, or its client left.
     *
     * @param endpoint a path that is served, or a word for all others
     * @param alias a pool's name, or {@link #NO_ALIAS}
     */
    public void ended(String endpoint, String alias, RequestRecord request) {
        requests.of(new Asked(endpoint, alias, request.status())).inc();
        if (request.tookNanos() >= 0) {
            durations.of(new Place(endpoint, alias)).observe(Bounds.seconds(request.tookNanos()));
        }
    }

    /**
     * A request was turned away.
     *
     * @param reason the limit: its key, or a word of ours
     */
    public void shed(String reason) {
        shed.of(reason).inc();
    }

    /** A request waited for the processor. */
    public void turnWaited(long nanos) {
        turnWaits.observe(Bounds.seconds(nanos));
    }
}
