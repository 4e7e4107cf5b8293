package dev.relevo.routing;

import java.util.function.Predicate;

/**
 * One search for a target.
 *
 * @param open whether the request may go there
 * @param ask what it asks for
 * @param pool what is known of the pool
 */
record Draw(Predicate<Candidate> open, Ask ask, Kind kind, PoolHealth pool, long nowNanos) {
    boolean admits(Candidate candidate) {
        return open.test(candidate) && candidate.available(kind, ask, nowNanos);
    }

    /** Those of the pool to requests of that kind. */
    RecentAnswers answers() {
        return pool.answers(kind);
    }
}
