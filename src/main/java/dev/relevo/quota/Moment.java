package dev.relevo.quota;

import dev.relevo.time.Clock;
import java.time.Duration;

/**
 * The same moment on two clocks.
 *
 * @param nanos on the monotonic one
 * @param epochMillis on the wall
 */
record Moment(long nanos, long epochMillis) {
    private static final long NANOS_PER_MILLI = Duration.ofMillis(1).toNanos();

    /** What is later is never. */
    private static final long LONGEST_MILLIS = Duration.ofDays(3660).toMillis();

    static Moment of(Clock clock) {
        return new Moment(clock.nanos(), clock.epochMillis());
    }

    /** On the wall, rounded up. */
    long toMillis(long otherNanos) {
        return epochMillis + Math.ceilDiv(otherNanos - nanos, NANOS_PER_MILLI);
    }

    long toNanos(long otherMillis) {
        return nanos + Math.clamp(otherMillis - epochMillis, -LONGEST_MILLIS, LONGEST_MILLIS) * NANOS_PER_MILLI;
    }

    /** As one must read what was written at that time, should the wall clock have been set back since. */
    Moment notBefore(long writtenMillis) {
        return new Moment(nanos, Math.max(epochMillis, writtenMillis));
    }
}
