package dev.relevo.routing;

import java.util.function.Predicate;

/**
 * One search for a target.
 *
 * @param open whether the request may go there
 * @param stream whether it asks for a stream
 */
record Draw(Predicate<Candidate> open, boolean stream, long nowNanos) {
    boolean admits(Candidate candidate) {
        return open.test(candidate) && candidate.available(nowNanos);
    }
}
