package dev.relevo.routing;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One search for a target.
 *
 * @param open whether the request may go there
 * @param ask what it asks for
 * @param pool what is known of the pool
 * @param passedOver is told who could not serve; null where nobody wants to know
 */
record Draw(
        Predicate<Candidate> open,
        Ask ask,
        Kind kind,
        PoolHealth pool,
        @Nullable PassedOver passedOver,
        long nowNanos) {
    boolean admits(Candidate candidate) {
        if (!open.test(candidate)) {
            return false;
        }
        boolean admitted = candidate.available(kind, ask, nowNanos);
        if (!admitted) {
            passesOver(candidate);
        }
        return admitted;
    }

    /** That one can do it, but not now. */
    void passesOver(Candidate candidate) {
        if (passedOver != null) {
            passedOver.note(candidate, this);
        }
    }

    /** Those of the pool to requests of that kind. */
    RecentAnswers answers() {
        return pool.answers(kind);
    }
}
