package dev.relevo.relay;

import dev.relevo.dialect.Encoded;
import dev.relevo.routing.Lease;
import dev.relevo.stats.AttemptSpan;
import dev.relevo.upstream.Answer;
import org.jspecify.annotations.Nullable;

/**
 * An answer, and where it comes from.
 *
 * @param span of its trace, or null where nobody traces
 * @param startedNanos when its attempt began
 */
record Found(
        Lease lease,
        Encoded encoded,
        Answer answer,
        @Nullable AttemptSpan span,
        long startedNanos) {}
