package dev.relevo.relay;

import dev.relevo.config.Alias;
import dev.relevo.config.Target;
import dev.relevo.config.Timeouts;
import dev.relevo.time.Deadline;
import dev.relevo.upstream.Phase;
import dev.relevo.upstream.Wait;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How long the targets of one request may keep it waiting: their own timeouts within the pool's, and before that their
 * share of the time that the request has left, so that a silent target leaves some to the others.
 *
 * @param begun whether the client has the beginning of an answer: then it waits for as long as it hears of us
 */
record Waits(Call call, Alias alias, BooleanSupplier begun) {
    /** A share too short for a first token would only waste a call. */
    static final Duration LEAST_SHARE = Duration.ofSeconds(1);

    Timeouts timeouts(Target target) {
        return target.provider().timeouts().within(alias.timeouts());
    }

    /** When the answer must have ended. A client's patience counts no more once there is one. */
    Deadline total(Target target) {
        return Deadline.after(call.arrival().nanos(), timeouts(target).total());
    }

    /** When an answer of that target must have begun, or the search is over. */
    Deadline search(Target target) {
        Deadline total = total(target);
        return begun.getAsBoolean()
                ? total
                : total.earlier(call.arrival().patienceEnds(timeouts(target).total()));
    }

    /** @param targetsLeft how many there are for the time that is left, the given one included */
    Wait of(Target target, int targetsLeft, long nowNanos) {
        Wait own = Wait.of(timeouts(target), call.request().stream(), nowNanos);
        Deadline end = search(target);
        long left = Math.min(end.nanos() - nowNanos, patience());
        if (targetsLeft > 1 && left > 0) {
            own = own.atMost(Phase.SHARE, new Deadline(nowNanos + share(left, targetsLeft)))
                    .endingBy(Phase.SHARE, new Deadline(nowNanos + left / 2));
        }
        return own.endingBy(Phase.TOTAL, end);
    }

    /** A client that hears of us waits for longer, but nobody gets more time for that while others are left. */
    private long patience() {
        Duration told = call.arrival().patience();
        return told == null ? Long.MAX_VALUE : told.toNanos();
    }

    /**
     * For the first content of streams: the same for every target. For whole answers: half, since a target that is at work
     * is as silent as a dead one until its answer is finished.
     */
    private long share(long left, int targets) {
        long half = left / 2;
        return call.request().stream() ? Math.max(left / targets, Math.min(half, LEAST_SHARE.toNanos())) : half;
    }
}
