package dev.relevo.quota;

import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One thing that limits apply to, and how long it still rests. Shared by all targets that belong to it; safe for use by
 * many threads.
 */
public final class Scope {
    private static final Duration FIRST_REST = Duration.ofSeconds(10);
    private static final Duration LONGEST_REST = Duration.ofSeconds(60);

    /** Where a limit is said to be over already. */
    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);

    private final Meters meters = new Meters();
    private final Calibration calibration = new Calibration();

    private volatile Rest rest = new Rest(0, 0, "");

    /** The last rest of which nobody told the length, zero once an answer came. */
    private Duration untold = Duration.ZERO;

    /**
     * A pause.
     *
     * @param until as {@link Clock#nanos} counts
     * @param status the HTTP status that tells a client of it
     * @param reason for people
     */
    private record Rest(long until, int status, String reason) {}

    Scope() {}

    Meters meters() {
        return meters;
    }

    Calibration calibration() {
        return calibration;
    }

    /** How long it rests from now on; zero when it does not. */
    public Duration remaining(long nowNanos) {
        return Duration.ofNanos(Math.max(0, rest.until() - nowNanos));
    }

    public boolean resting(long nowNanos) {
        return rest.until() > nowNanos;
    }

    /** The HTTP status that tells a client why it rests: 429 for a limit. */
    public int status() {
        return rest.status();
    }

    /** Why it rests, or rested last. */
    public String reason() {
        return rest.reason();
    }

    /** Rests at least that long. */
    public synchronized void rest(long nowNanos, Duration wait, int status, String reason) {
        long until = Deadline.after(nowNanos, wait).nanos();
        if (until > rest.until()) {
            rest = new Rest(until, status, reason);
        }
    }

    /**
     * Rests after a limit was reached: as long as told, 1 s if that is no time at all; else 10 s, doubling to 60 s until an
     * answer comes.
     */
    public synchronized void limited(long nowNanos, @Nullable Duration told, String reason) {
        Duration wait = told == null ? untold(nowNanos) : told;
        rest(nowNanos, wait.isPositive() ? wait : SHORTEST_REST, 429, reason);
    }

    /** An answer came: the next rest without a told time is short again. */
    public void answered() {
        if (rest.until() != 0) {
            forgive();
        }
    }

    /** Doubles once for each rest, not for each of the requests that were under way when it began. */
    private Duration untold(long nowNanos) {
        if (untold.isZero()) {
            untold = FIRST_REST;
        } else if (!resting(nowNanos)) {
            Duration doubled = untold.multipliedBy(2);
            untold = doubled.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : doubled;
        }
        return untold;
    }

    private synchronized void forgive() {
        untold = Duration.ZERO;
    }
}
