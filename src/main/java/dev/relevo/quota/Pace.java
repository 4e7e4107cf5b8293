package dev.relevo.quota;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How much attempts really take each second, counted when they end: what is set aside for one is often far more. */
final class Pace {
    private static final long SECOND_NANOS = 1_000_000_000;

    /** What remains of a second's weight in the average after another: half of it after half a minute. */
    private static final double KEPT = Math.pow(0.5, 1 / 30.0);

    private static final double LONGEST_SECONDS = Duration.ofDays(366).toSeconds();

    private long second;
    private long inSecond;
    private double average;

    void add(long amount, long now) {
        turn(now / SECOND_NANOS);
        inSecond += amount;
    }

    /** How long so much lasts at the average of late; null if it lasts for ever. */
    @Nullable
    Duration lasts(long amount, long now) {
        turn(now / SECOND_NANOS);
        double seconds = amount <= 0 ? 0 : amount / average;
        return seconds > LONGEST_SECONDS ? null : Duration.ofNanos((long) (seconds * SECOND_NANOS));
    }

    private void turn(long current) {
        if (current > second) {
            average = (average * KEPT + inSecond * (1 - KEPT)) * Math.pow(KEPT, current - second - 1.0);
            inSecond = 0;
            second = current;
        }
    }
}
