package dev.relevo.stats;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts and measures what becomes of requests, for {@code /metrics}. Recording takes no lock and makes no series twice. Labels
 * are names of the configuration or of a closed set, never what a client or a provider wrote.
 */
public final class Metrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final RequestMeters requests;
    private final AttemptMeters attempts;
    private final PoolMeters pools;
    private boolean ofProcess;

    public Metrics() {
        Families families = new Families(registry);
        this.requests = new RequestMeters(families);
        this.attempts = new AttemptMeters(families);
        this.pools = new PoolMeters(families);
    }

    public RequestMeters requests() {
        return requests;
    }

    public AttemptMeters attempts() {
        return attempts;
    }

    public PoolMeters pools() {
        return pools;
    }

    /**
     * All of it.
     *
     * @param accept which form is wanted, as in HTTP: OpenMetrics, or else Prometheus' own text
     * @param samples what is not counted here, of this moment; of equal labels the first counts
     */
    public Exposition exposition(@Nullable String accept, List<Sample> samples) {
        lookAtProcess();
        List<MetricSnapshot> all = new ArrayList<>(registry.scrape().stream().toList());
        all.addAll(Snapshots.of(samples));
        ExpositionFormatWriter writer = writer(accept);
        ByteArrayOutputStream text = new ByteArrayOutputStream(64 * 1024);
        try {
            writer.write(text, new MetricSnapshots(all), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException("memory was written to", e);
        }
        return new Exposition(writer.getContentType(), text.toByteArray());
    }

    private static ExpositionFormatWriter writer(@Nullable String accept) {
        ExpositionFormatWriter open = OpenMetricsTextFormatWriter.create();
        return open.accepts(accept) ? open : PrometheusTextFormatWriter.create();
    }

    /** Only now, since it takes a while and many never ask. */
    private synchronized void lookAtProcess() {
        if (ofProcess) {
            return;
        }
        ofProcess = true;
        Info.builder()
                .name("relevo_build_info")
                .help("The version that runs.")
                .labelNames("version")
                .register(registry)
                .setLabelValues(version());
        JvmMemoryMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        ProcessMetrics.builder().register(registry);
    }

    private static String version() {
        return Objects.requireNonNullElse(Metrics.class.getPackage().getImplementationVersion(), "development");
    }
}
