package dev.relevo.relay;

import dev.relevo.dialect.Encoded;
import dev.relevo.routing.Lease;
import dev.relevo.stats.AttemptSpan;
import dev.relevo.upstream.Abandonment;
import dev.relevo.upstream.Answer;
import dev.relevo.upstream.Attempt;
import dev.relevo.upstream.Outcome;
import dev.relevo.upstream.Outcome.Abandoned;
import dev.relevo.wire.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * One attempt on its way.
 *
 * @param live aborts it when the request ends
 * @param span of its trace, or null where nobody traces
 * @param client the trace that the request came with, or null
 * @param startedNanos when it began
 */
record Run(
        Lease lease,
        Encoded encoded,
        Attempt attempt,
        Live live,
        @Nullable AttemptSpan span,
        @Nullable TraceContext client,
        long startedNanos) {
    /** Makes it. An answer's exchange stays with the request until it is closed; whoever gets it untracks it. */
    Outcome outcome() {
        live.track(attempt.exchange());
        lease.sending();
        TraceContext trace = span == null ? client : TraceContext.below(span.traceparent(), client);
        Outcome outcome = attempt.run(encoded, trace);
        if (outcome instanceof Answer) {
            return outcome;
        }
        live.untrack(attempt.exchange());
        Abandonment cause = live.cause();
        return cause == null ? outcome : new Abandoned(cause);
    }

    /** Ends it, from any thread. */
    void abort() {
        attempt.exchange().abort();
    }

    /** Another one won. */
    void lost(Outcome outcome, long nowNanos) {
        if (outcome instanceof Answer answer) {
            live.untrack(answer.exchange());
            answer.close();
        }
        lease.lost(nowNanos);
    }

    Found found(Answer answer) {
        if (span != null) {
            span.answeredBy(ReportedModel.of(answer));
        }
        return new Found(lease, encoded, answer, span, startedNanos);
    }
}
