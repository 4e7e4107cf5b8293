package dev.relevo.relay;

import dev.relevo.routing.Plan.Resting;
import dev.relevo.upstream.Abandonment;
import dev.relevo.upstream.Fault;
import dev.relevo.upstream.Outcome.Abandoned;
import dev.relevo.upstream.Outcome.Failed;
import dev.relevo.upstream.Outcome.Failure;
import dev.relevo.upstream.Outcome.Limited;
import dev.relevo.upstream.Outcome.Malformed;
import dev.relevo.upstream.Outcome.Rejected;
import dev.relevo.upstream.Outcome.Starved;
import dev.relevo.upstream.Outcome.TimedOut;
import dev.relevo.upstream.Outcome.Unreachable;
import dev.relevo.upstream.Refusal;
import dev.relevo.wire.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why one target did not answer, in the client's terms.
 *
 * @param status the HTTP status that tells it truthfully
 * @param words a sentence for people
 * @param refusal the provider's own words, where they may be shown as they came; else null
 * @param refusesRequest whether this very request was refused, so that waiting would not help
 */
record Reason(
        String target, int status, String words, @Nullable Refusal refusal, boolean refusesRequest) {

    static Reason of(Trail.Failed attempt) {
        Failure failure = attempt.failure();
        String target = attempt.lease().target().name();
        return new Reason(target, status(failure), failure.reason(), refusal(failure), refusesRequest(failure));
    }

    static Reason of(Resting resting) {
        return new Reason(resting.target(), resting.status(), words(resting), null, false);
    }

    private static String words(Resting resting) {
        Duration remaining = resting.remaining();
        return remaining.compareTo(Durations.MAX) < 0
                ? "rests " + Verdict.seconds(remaining) + " s more; " + resting.reason()
                : resting.reason();
    }

    private static boolean refusesRequest(Failure failure) {
        return failure instanceof Rejected rejected && rejected.fault().isOfRequest();
    }

    private static int status(Failure failure) {
        return switch (failure) {
            case Limited _ -> 429;
            case Rejected(Fault fault, Refusal refusal) -> fault.status(refusal.status());
            case Unreachable _, Starved _ -> 503;
            case TimedOut _ -> 504;
            case Failed failed -> failedStatus(failed.refusal().status());
            case Malformed _ -> 502;
            case Abandoned(Abandonment cause) -> cause == Abandonment.DEADLINE ? 504 : 503;
        };
    }

    /** Statuses that clients' SDKs know stay; those that mean "not now" become 503. */
    private static int failedStatus(int status) {
        return switch (status) {
            case 500, 502, 503, 504 -> status;
            case 408, 409, 424, 425, 429, 498, 499, 529 -> 503;
            default -> 502;
        };
    }

    private static @Nullable Refusal refusal(Failure failure) {
        return failure instanceof Rejected rejected && isOurs(rejected.fault()) ? null : failure.refusal();
    }

    private static boolean isOurs(Fault fault) {
        return fault == Fault.KEY || fault == Fault.ACCOUNT || fault == Fault.MODEL_DENIED;
    }
}
