package dev.relevo.stats;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.function.UnaryOperator;

/** A request, as a trace tells it. May be used by many threads. */
public final class RequestSpan {
    private final Tracer tracer;
    private final Span span;
    private final UnaryOperator<String> redaction;

    RequestSpan(Tracer tracer, Span span, UnaryOperator<String> redaction) {
        this.tracer = tracer;
        this.span = span;
        this.redaction = redaction;
    }

    /**
     * An attempt begins.
     *
     * @param host of the provider
     */
    public AttemptSpan attempt(UpstreamModel model, String host, int port) {
        Span attempt = tracer.spanBuilder(model.operation() + ' ' + model.model())
                .setParent(Context.root().with(span))
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("gen_ai.operation.name", model.operation())
                .setAttribute("gen_ai.provider.name", model.provider())
                .setAttribute("gen_ai.request.model", model.model())
                .setAttribute("relevo.target", model.target())
                .setAttribute("server.address", host)
                .setAttribute("server.port", port)
                .startSpan();
        return new AttemptSpan(attempt);
    }

    /**
     * It was answered, or its client left.
     *
     * @param alias a pool's name, or {@link RequestMeters#NO_ALIAS}
     */
    public void end(String alias, RequestRecord request) {
        span.setAttribute("gen_ai.request.model", alias)
                .setAttribute("http.response.status_code", request.status())
                .setAttribute("relevo.attempts", request.attempts())
                .setAttribute("relevo.request_id", redaction.apply(request.requestId()));
        if (request.ending() == RequestRecord.Ending.CUT || request.status() >= 500) {
            String error = request.status() >= 500 ? Integer.toString(request.status()) : "cut";
            span.setAttribute("error.type", error).setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
