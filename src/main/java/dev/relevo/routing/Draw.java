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
        if (!admitted && passedOver != null) {
            passedOver.note(candidate, this);
        }
        return admitted;
    }

    /** Those of the pool to requests of that kind. */
    RecentAnswers answers() {
        return pool.answers(kind);
    }
}
