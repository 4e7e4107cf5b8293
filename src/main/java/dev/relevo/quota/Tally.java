package dev.relevo.quota;

import dev.relevo.config.Period;
import dev.relevo.time.Clock;
import java.time.ZoneId;
import java.util.List;

/**
 * What was used within one kind of window. Moments are on the monotonic clock, in nanoseconds; {@code now} never runs
 * backwards. Not safe for use by several threads at once.
 */
sealed interface Tally permits Rolling, Fixed, Calendar, Bucket {
    /** No moment is as late. */
    long NEVER = Long.MAX_VALUE;

    /** How much of it still counts. */
    long used(long now);

    /** Adds what is used at a moment, or takes some of it back if negative. What counts no more is left alone. */
    void add(long amount, long at, long now);

    /** What was counted as of one moment counts as of now, where that makes a difference. */
    default void move(long amount, long at, long now) {}

    /** Where nothing counts any more, that much does that was begun before and is yet to be counted. */
    default void carry(long underWay, long now) {}

    /**
     * An answer has ended, and counts as of now.
     *
     * @param expected what was counted for it when it began
     * @param at when that was
     */
    default void answered(long expected, long really, long at, long now) {
        add(-expected, at, now);
        add(really, now, now);
    }

    /** Whatever was counted, that much is used now. */
    void set(long used, long now);

    /**
     * No less and no more than that is used now. What lies between is left alone: it is what was counted, and nobody knows
     * better.
     */
    default void bound(long least, long most, long now) {
        long used = used(now);
        if (used < least || used > most) {
            set(used < least ? least : most, now);
        }
    }

    /** When the window ends, or all would be back had anything been used now. */
    long ends(long now);

    /** What counts, by when it ceases to. */
    List<Portion> portions(Moment now);

    /** Counts what counted in another process. */
    void restore(List<Portion> portions, Moment now);

    /** Its name, by which {@link #of} makes another. */
    String kind();

    /**
     * An empty one.
     *
     * @throws java.time.DateTimeException if it names a zone that is none
     */
    static Tally of(String kind, Period period, long most, Clock clock) {
        long nanos = period.length().toNanos();
        if (kind.startsWith(Calendar.KIND)) {
            return new Calendar(period, ZoneId.of(kind.substring(Calendar.KIND.length())), clock);
        }
        return switch (kind) {
            case Bucket.KIND -> new Bucket(nanos, most);
            case Fixed.KIND -> new Fixed(nanos);
            default -> new Rolling(nanos);
        };
    }

    /** The earliest moment from now on at which no more than that counts, if nothing is added. */
    long whenAtMost(long allowed, long now);
}
