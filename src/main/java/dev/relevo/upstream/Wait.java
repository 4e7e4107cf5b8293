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
 * @param endPhase what is over when {@code end} has passed
 * @param end for all of such a stream
 */
public record Wait(Duration connect, Phase phase, Deadline until, Duration idle, Phase endPhase, Deadline end) {
    /** What the timeouts allow an attempt that starts now, their total aside. */
    public static Wait of(Timeouts timeouts, boolean stream, long nowNanos) {
        Phase phase = stream ? Phase.TTFT : Phase.ANSWER;
        Deadline until = Deadline.after(nowNanos, stream ? timeouts.ttft() : timeouts.answer());
        return new Wait(timeouts.connect(), phase, until, timeouts.idle(), Phase.TOTAL, Deadline.NEVER);
    }

    /** This, with something to commit to, or the first content of it, by {@code other} at the latest. */
    public Wait atMost(Phase why, Deadline other) {
        return other.nanos() < until.nanos() ? new Wait(connect, why, other, idle, endPhase, end) : this;
    }

    /** This, all over by {@code other} at the latest. */
    public Wait endingBy(Phase why, Deadline other) {
        Wait within = atMost(why, other);
        return other.nanos() < end.nanos() ? new Wait(connect, within.phase, within.until, idle, why, other) : within;
    }
}
