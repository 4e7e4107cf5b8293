package dev.relevo.relay;

import dev.relevo.stats.RequestSpan;
import dev.relevo.time.Deadline;
import dev.relevo.wire.TraceContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a request came, from whom, and for how long its client waits.
 *
 * @param nanos when its head was read, as {@link dev.relevo.time.Clock#nanos} counts; what Relevo itself allows a
 *     request counts from here
 * @param bodyEndNanos when its body had been read: an upload is no part of waiting
 * @param patience of the client, from the end of its body until it must have the beginning of an answer; null if it did
 *     not tell
 * @param client whose access key it came with, or null
 * @param session what its client calls the conversation that it belongs to, or null
 * @param trace that its client told it to belong to, or null
 * @param span of its trace, or null where nobody traces
 */
public record Arrival(
        long nanos,
        long bodyEndNanos,
        @Nullable Duration patience,
        @Nullable Client client,
        @Nullable String session,
        @Nullable TraceContext trace,
        @Nullable RequestSpan span) {
    private static final Duration SHORTEST_MARGIN = Duration.ofMillis(200);
    private static final Duration LONGEST_MARGIN = Duration.ofSeconds(1);

    /**
     * Until when to find an answer: a little before the client's patience ends, since its clock started before ours.
     * Never, if it waits for the {@code total} that any request may take; an SDK that was told nothing says 600 s.
     */
    Deadline patienceEnds(Duration total) {
        if (patience == null || bodyEndNanos - nanos + patience.toNanos() >= total.toNanos()) {
            return Deadline.NEVER;
        }
        return Deadline.after(bodyEndNanos, patience.minus(margin(patience)));
    }

    private static Duration margin(Duration patience) {
        return shorter(patience.dividedBy(2), shorter(LONGEST_MARGIN, longer(SHORTEST_MARGIN, patience.dividedBy(20))));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
