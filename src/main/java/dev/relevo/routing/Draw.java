package dev.relevo.routing;

import java.util.function.Predicate;

/**
 * One search for a target.
 *
 * @param open whether the request may go there
 * @param answers those of the pool to requests of that kind
 */
record Draw(Predicate<Candidate> open, Kind kind, RecentAnswers answers, long nowNanos) {
    boolean admits(Candidate candidate) {
        return open.test(candidate) && candidate.available(kind, nowNanos);
    }
}
