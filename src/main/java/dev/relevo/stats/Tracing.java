package dev.relevo.stats;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Tells a collector of OpenTelemetry what becomes of requests, over OTLP, on a thread of its own: a span of each request and one
 * below it of each attempt. What does not fit into its queue is dropped. Nothing of prompts, of answers and of keys is in a span.
 */
public final class Tracing implements AutoCloseable {
    private static final int QUEUE = 2048;
    private static final Duration SENDING = Duration.ofSeconds(10);
    private static final Duration BETWEEN_BATCHES = Duration.ofSeconds(2);
    private static final Duration FLUSHING = Duration.ofSeconds(5);
    private static final String TRACEPARENT = "traceparent";
    private static final TextMapGetter<String> FIELD = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(TRACEPARENT);
        }

        @Override
        public @Nullable String get(@Nullable String traceparent, String key) {
            return key.equals(TRACEPARENT) ? traceparent : null;
        }
    };

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final UnaryOperator<String> redaction;

    /**
     * @param endpoint of the collector, without {@code /v1/traces}
     * @param headers sent with all that is sent there
     * @param sampleRatio of the requests that come without a trace of their own
     * @param redaction takes secrets out of what clients call things
     */
    public Tracing(String endpoint, Map<String, String> headers, double sampleRatio, UnaryOperator<String> redaction) {
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint + "/v1/traces")
                .setConnectTimeout(SENDING)
                .setTimeout(SENDING)
                .setRetryPolicy(null);
        headers.forEach(exporter::addHeader);
        BatchSpanProcessor batches = BatchSpanProcessor.builder(new WatchedExporter(exporter.build(), endpoint))
                .setMaxQueueSize(QUEUE)
                .setScheduleDelay(BETWEEN_BATCHES)
                .setExporterTimeout(SENDING)
                .build();
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "relevo"))))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sampleRatio)))
                .setSpanLimits(
                        SpanLimits.builder().setMaxAttributeValueLength(256).build())
                .addSpanProcessor(batches)
                .build();
        this.tracer = provider.get("relevo");
        this.redaction = redaction;
    }

    /**
     * A request for a model has come.
     *
     * @param route its endpoint's path
     * @param traceparent as its client sent it (W3C Trace Context), whose trace it then belongs to; null for none
     */
    public RequestSpan begin(String route, @Nullable String traceparent) {
        Context parent = traceparent == null
                ? Context.root()
                : W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, FIELD);
        Span span = tracer.spanBuilder("POST " + route)
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", "POST")
                .setAttribute("http.route", route)
                .startSpan();
        return new RequestSpan(tracer, span, redaction);
    }

    /** As a header field's value. */
    static String traceparent(SpanContext span) {
        return "00-" + span.getTraceId() + '-' + span.getSpanId() + (span.isSampled() ? "-01" : "-00");
    }

    /** Sends what there is, for five seconds at most. */
    @Override
    public void close() {
        provider.shutdown().join(FLUSHING.toMillis(), TimeUnit.MILLISECONDS);
    }
}
