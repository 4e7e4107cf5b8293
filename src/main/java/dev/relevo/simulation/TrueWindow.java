package dev.relevo.simulation;

import dev.relevo.config.Period;
import dev.relevo.config.Traffic.Shape;
import dev.relevo.config.Window;
import dev.relevo.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a provider counts, exactly: each use by itself. Written apart from how Relevo counts, so that one shows the mistakes of
 * the other. Moments are nanoseconds of the clock that it is made with. Used by one thread at a time.
 */
public interface TrueWindow {
    /** How much counts. */
    long used(long now);

    /** With what ceased to count so shortly ago that nobody can be blamed for not knowing. */
    default long usedOfLate(long now) {
        return used(now);
    }

    /** That much is used. */
    void add(long amount, long now);

    /** The earliest moment from now on at which no more than that counts. */
    long whenAtMost(long allowed, long now);

    /** When all is back. */
    long ends(long now);

    /** How often the limit may be used within a time from the beginning on. */
    double times(Duration whole);

    /** Which one of the windows it is, where they follow each other. */
    long number(long now);

    /** Whether each use has a window of its own. */
    default boolean moves() {
        return false;
    }

    /**
     * One of which nothing is used yet.
     *
     * @param shape null for what the window says
     * @param most what the limit allows
     */
    static TrueWindow of(Window window, @Nullable Shape shape, Period period, long most, Clock clock) {
        long nanos = period.length().toNanos();
        Shape meant = shape == null ? shape(window) : shape;
        return switch (meant) {
            case ROLLING -> new TrueRolling(nanos);
            case FIXED -> new TrueFixed(nanos);
            case BUCKET -> new TrueBucket(nanos, most);
            case CALENDAR -> new TrueCalendar(period, window, clock);
        };
    }

    private static Shape shape(Window window) {
        return switch (window) {
            case Window.Rolling _ -> Shape.ROLLING;
            case Window.Fixed _ -> Shape.FIXED;
            case Window.Calendar _ -> Shape.CALENDAR;
        };
    }
}
