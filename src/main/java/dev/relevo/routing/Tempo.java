package dev.relevo.routing;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How many attempts are under way on one target, and how quick its latest answers were. Safe for use by many threads. */
final class Tempo {
    private static final int KEPT = 128;

    /** What remains of an answer's weight in the average after another. */
    private static final double KEPT_WEIGHT = 63 / 64.0;

    private static final double SECOND = Duration.ofSeconds(1).toNanos();

    /** In nanoseconds. */
    private final long[] firsts = new long[KEPT];

    private int answers;
    private int underWay;
    private double tokens;
    private double seconds;

    synchronized void began() {
        underWay++;
    }

    synchronized void ended() {
        underWay--;
    }

    /** The first of an answer came; of a plain one, all of it. */
    synchronized void answered(long tookNanos) {
        firsts[answers % KEPT] = tookNanos;
        answers = answers == 2 * KEPT - 1 ? KEPT : answers + 1;
    }

    /** An answer of so many tokens came in that time, from its request to its end. */
    synchronized void took(long outputTokens, long nanos) {
        if (outputTokens > 0) {
            tokens = tokens * KEPT_WEIGHT + outputTokens;
            seconds = seconds * KEPT_WEIGHT + Math.max(1, nanos) / SECOND;
        }
    }

    synchronized int underWay() {
        return underWay;
    }

    /** That part of the latest answers began within this time; null if there was none. */
    synchronized @Nullable Duration first(double part) {
        int known = Math.min(answers, KEPT);
        if (known == 0) {
            return null;
        }
        long[] sorted = Arrays.copyOf(firsts, known);
        Arrays.sort(sorted);
        return Duration.ofNanos(sorted[(int) Math.ceil(part * known) - 1]);
    }

    /** Of its latest answers' whole time; null if there was none. */
    synchronized @Nullable Double tokensPerSecond() {
        return seconds == 0 ? null : tokens / seconds;
    }
}
