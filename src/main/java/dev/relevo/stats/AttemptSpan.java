package dev.relevo.stats;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/** An attempt, as a trace tells it. */
public final class AttemptSpan {
    private static final String CLIENT_LEFT = "499";

    private final Span span;

    AttemptSpan(Span span) {
        this.span = span;
    }

    /** What the provider is told of the trace, by the header {@code traceparent} (W3C Trace Context). */
    public String traceparent() {
        return Tracing.traceparent(span.getSpanContext());
    }

    /** It is answered, by that model as the provider tells; null where it does not. */
    public void answeredBy(@Nullable String model) {
        if (model != null) {
            span.setAttribute("gen_ai.response.model", model);
        }
    }

    /** It ended. */
    public void end(AttemptRecord attempt) {
        String outcome = attempt.outcome();
        span.setAttribute("relevo.outcome", outcome);
        if (attempt.ttftNanos() >= 0) {
            span.setAttribute("http.response.status_code", 200);
        } else if (outcome.length() == 3 && Character.isDigit(outcome.charAt(0)) && !outcome.equals(CLIENT_LEFT)) {
            span.setAttribute("http.response.status_code", Long.parseLong(outcome));
        }
        if (attempt.promptTokens() >= 0) {
            span.setAttribute("gen_ai.usage.input_tokens", attempt.promptTokens())
                    .setAttribute("gen_ai.usage.output_tokens", attempt.completionTokens());
        }
        if (attempt.isError()) {
            span.setAttribute("error.type", outcome).setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
