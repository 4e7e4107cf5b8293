package dev.relevo.stats;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;

/** Says once that a collector takes no spans, and once that it does again. */
final class WatchedExporter implements SpanExporter {
    private static final System.Logger LOG = System.getLogger(WatchedExporter.class.getName());
    /** Held, since a logger that nobody holds forgets its level. It would say the same again and again. */
    private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

    private final SpanExporter exporter;
    private final String endpoint;
    private final AtomicBoolean failing = new AtomicBoolean();

    WatchedExporter(SpanExporter exporter, String endpoint) {
        this.exporter = exporter;
        this.endpoint = endpoint;
        LIBRARY.setLevel(java.util.logging.Level.OFF);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> tell(!result.isSuccess()));
    }

    private void tell(boolean fails) {
        if (failing.compareAndSet(!fails, fails)) {
            LOG.log(
                    fails ? Level.WARNING : Level.INFO,
                    fails
                            ? "the collector at {0} takes no traces (server.tracing.endpoint); they are dropped until it does"
                            : "the collector at {0} takes traces again",
                    endpoint);
        }
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
