package dev.relevo.time;

/** The time, passed in so that tests can move it. */
public interface Clock {
    /** Nanoseconds on a monotonic scale that starts near zero when the process starts. */
    long nanos();

    /** Milliseconds since the Unix epoch, for dates that others gave or will read; never for measuring. */
    long epochMillis();

    /** The machine's clock. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
