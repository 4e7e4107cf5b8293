package dev.relevo.routing;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a request if it came now, and why each target would or would not be asked first.
 *
 * @param next the target that it would go to; null if it would have to wait, or be refused
 * @param waits how long it would wait for room; null if it would not
 * @param targets all of the pool's, tier by tier in the file's order
 */
public record Explanation(@Nullable String next, @Nullable Duration waits, List<Considered> targets) {
    public Explanation {
        targets = List.copyOf(targets);
    }

    /** What is said of a target. */
    public enum Standing {
        /** The request would go there. */
        NEXT,
        /** The request would go there though it is broken, since nothing else is left. */
        LAST_RESORT,
        /** It could serve, but another's turn comes first. */
        NOT_ITS_TURN,
        /** It could serve, but a lower tier comes first. */
        LATER_TIER,
        /** It could serve, but it kept silent of late, so that the others of its tier come first. */
        SILENT,
        /** Its limits leave no room for the request. */
        NO_ROOM,
        /** It rests, or something that it belongs to does. */
        RESTS,
        /** A breaker is open. */
        BROKEN,
        /** It lacks what the request needs. */
        LACKS
    }

    /**
     * A target.
     *
     * @param reason for people; empty where the standing says all
     * @param remaining until it could serve; zero if it could now or never will
     */
    public record Considered(String target, int tier, Standing standing, String reason, Duration remaining) {}
}
