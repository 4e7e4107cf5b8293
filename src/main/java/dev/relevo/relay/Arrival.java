package dev.relevo.relay;

import dev.relevo.time.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a request came, and for how long its client waits.
 *
 * @param nanos when its head was read, as {@link dev.relevo.time.Clock#nanos} counts
 * @param patience of the client, until it must have the beginning of an answer; null if it did not tell
 */
public record Arrival(long nanos, @Nullable Duration patience) {
    private static final Duration SHORTEST_MARGIN = Duration.ofMillis(200);
    private static final Duration LONGEST_MARGIN = Duration.ofSeconds(1);

    /**
     * Until when to find an answer: a little before the client's patience ends, since its clock started before ours.
     * Never, if it waits for the {@code total} that any request may take; an SDK that was told nothing says 600 s.
     */
    Deadline patienceEnds(Duration total) {
        return patience == null || patience.compareTo(total) >= 0
                ? Deadline.NEVER
                : Deadline.after(nanos, patience.minus(margin(patience)));
    }

    private static Duration margin(Duration patience) {
        Duration part = patience.dividedBy(20);
        Duration atLeast = part.compareTo(SHORTEST_MARGIN) < 0 ? SHORTEST_MARGIN : part;
        return atLeast.compareTo(LONGEST_MARGIN) > 0 ? LONGEST_MARGIN : atLeast;
    }
}
