package dev.relevo.soak;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** What a client does. */
enum Habit {
    /** Asks, on a connection that it keeps, and reads. */
    ASKS(64),
    /** The same, for a large answer. */
    ASKS_FOR_MUCH(5),
    /** Reads a large answer in little pieces, or stops reading in its midst and leaves. */
    READS_SLOWLY(4),
    /** Sends its request in little pieces, or leaves before all of it is out. */
    SENDS_SLOWLY(4),
    /** Leaves at any moment, in any way. */
    LEAVES(14),
    /** Sends what is no request. */
    MALFORMED(5),
    /** Opens many connections that it does not need. */
    CROWDS(1),
    /** Asks whether the process lives. */
    ASKS_FOR_HEALTH(3);

    private static final int HUNDRED = 100;

    private final int share;

    Habit(int share) {
        this.share = share;
    }

    static Habit any(RandomGenerator random) {
        int left = random.nextInt(HUNDRED);
        for (Habit habit : values()) {
            left -= habit.share;
            if (left < 0) {
                return habit;
            }
        }
        throw new IllegalStateException("the shares are no hundred");
    }

    /** Whether it wants an answer, so that a connection that fails is a loss. */
    boolean stays() {
        return this != LEAVES && this != CROWDS;
    }

    /** For people. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
