package dev.relevo.upstream;

import dev.relevo.config.Timeouts;
import dev.relevo.time.Deadline;
import java.time.Duration;

/**
 * How long an attempt may wait for something to commit to.
 *
 * @param connect for the connection alone
 * @param phase what is over when {@code until} has passed
 * @param until for the first content of a stream, or for a plain answer
 * @param idle for each read of a stream that is held to its end, from its first content on
 * @param end for all of it; {@link Phase#TOTAL} is over then
 */
public record Wait(Duration connect, Phase phase, Deadline until, Duration idle, Deadline end) {
    /** What the timeouts allow an attempt that starts now, their total aside. */
    public static Wait of(Timeouts timeouts, boolean stream, long nowNanos) {
        Phase phase = stream ? Phase.TTFT : Phase.ANSWER;
        Deadline until = Deadline.after(nowNanos, stream ? timeouts.ttft() : timeouts.answer());
        return new Wait(timeouts.connect(), phase, until, timeouts.idle(), Deadline.NEVER);
    }

    /** This, with something to commit to, or the first content of it, by {@code other} at the latest. */
    public Wait atMost(Phase why, Deadline other) {
        return other.nanos() < until.nanos() ? new Wait(connect, why, other, idle, end) : this;
    }

    /** This, all over by {@code other} at the latest. */
    public Wait endingBy(Deadline other) {
        Wait within = atMost(Phase.TOTAL, other);
        return new Wait(connect, within.phase, within.until, idle, end.earlier(other));
    }
}
