package dev.relevo.upstream;

import dev.relevo.config.Timeouts;
import dev.relevo.time.Deadline;
import java.time.Duration;

/**
 * How long an attempt may wait for something to commit to.
 *
 * @param connect for the connection alone
 * @param phase what is over when {@code until} has passed
 */
public record Wait(Duration connect, Phase phase, Deadline until) {
    /** What the timeouts allow an attempt that starts now, their total aside. */
    public static Wait of(Timeouts timeouts, boolean stream, long nowNanos) {
        return stream
                ? new Wait(timeouts.connect(), Phase.TTFT, Deadline.after(nowNanos, timeouts.ttft()))
                : new Wait(timeouts.connect(), Phase.ANSWER, Deadline.after(nowNanos, timeouts.answer()));
    }

    /** This, unless {@code other} comes before. */
    public Wait atMost(Phase why, Deadline other) {
        return other.nanos() < until.nanos() ? new Wait(connect, why, other) : this;
    }
}
