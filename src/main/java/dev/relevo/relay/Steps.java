package dev.relevo.relay;

import dev.relevo.routing.Lease;
import dev.relevo.routing.Plan;
import dev.relevo.stats.PoolMeters;
import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.upstream.Outcome.Failed;
import dev.relevo.upstream.Outcome.Failure;
import dev.relevo.upstream.Outcome.Limited;
import dev.relevo.upstream.Outcome.Malformed;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** From one lease of a request to the next, with the pauses between them, which end when the request does. */
final class Steps {
    private final Plan plan;
    private final Waits waits;
    private final Live live;
    private final PoolMeters meters;
    private final Clock clock;
    private boolean outOfTime;

    Steps(Plan plan, Waits waits, Live live, PoolMeters meters, Clock clock) {
        this.plan = plan;
        this.waits = waits;
        this.live = live;
        this.meters = meters;
        this.clock = clock;
    }

    /** The next target that may serve, waited for where the plan says so; null if there is none. */
    @Nullable
    Lease next() {
        Plan.Step step = plan.next(clock.nanos());
        if (step instanceof Plan.Later later) {
            long began = clock.nanos();
            step = queued(later);
            meters.waited(plan.alias().knownName(), clock.nanos() - began);
        }
        return step instanceof Lease lease ? inTime(lease) : null;
    }

    /** What comes after the pauses: the last of them, if it ended the request. */
    private Plan.Step queued(Plan.Later first) {
        Plan.Step step = first;
        while (step instanceof Plan.Later(var target, Duration wait)) {
            plan.whenDecided(live::wake);
            if (!pause(wait, waits.search(target), plan::isDecided)) {
                return step;
            }
            step = plan.next(clock.nanos());
        }
        return step;
    }

    /** The same target after a pause, where that may help and the pool wants it; else the next. */
    @Nullable
    Lease after(Lease failed, Failure failure) {
        if (failure instanceof Limited) {
            plan.limited(failed, clock.nanos());
        }
        Duration wait = pauseAfter(failed, failure);
        if (wait != null && pause(wait, waits.search(failed.target()), () -> false)) {
            Lease again = plan.again(failed, clock.nanos());
            return again == null ? next() : inTime(again);
        }
        return live.cause() == null ? next() : null;
    }

    /** Whether the request's time was over before a target could be asked. */
    boolean outOfTime() {
        return outOfTime;
    }

    private @Nullable Lease inTime(Lease lease) {
        outOfTime = waits.search(lease.target()).passed(clock);
        if (outOfTime) {
            lease.released(clock.nanos());
        }
        return outOfTime ? null : lease;
    }

    private @Nullable Duration pauseAfter(Lease failed, Failure failure) {
        long now = clock.nanos();
        return switch (failure) {
            case Failed(var refusal) when refusal.status() >= 500 -> plan.retry(failed, refusal.retryAfter(), now);
            case Malformed malformed when malformed.isReset() -> plan.retry(failed, null, now);
            default -> null;
        };
    }

    /** False, at once, if too little time would be left or the request has ended; or as soon as it ends. */
    private boolean pause(Duration wait, Deadline deadline, BooleanSupplier over) {
        boolean leavesTime = Deadline.after(clock, wait.plus(Waits.LEAST_SHARE)).nanos() < deadline.nanos();
        return leavesTime && live.pause(wait, over);
    }
}
