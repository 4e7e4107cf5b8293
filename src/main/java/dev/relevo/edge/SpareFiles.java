package dev.relevo.edge;

import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether so many files are open, for whatever, that the next client might be the last that can be accepted: connections to
 * providers that wait to serve again, and second ones of hedged requests, are beyond what clients are counted by. Counting
 * takes as long as there are many, so it is done seldom. Used by the thread that accepts.
 */
final class SpareFiles {
    /** Fewer than this part of all must not be left when a client is let in: its requests will open some. */
    private static final long SPARE_PART = 8;

    /** Up to so many of all, counting takes no time to speak of, however few clients there are. */
    private static final long FEW = 8192;

    /** What one client may add before the next count: itself, what it is asked of, and as much again. */
    private static final long FOR_EACH = 4;

    private static final Duration COUNT_HOLDS = Duration.ofMillis(100);
    private static final Duration SHORTAGE_HOLDS = Duration.ofMillis(10);

    private final long most;
    private final LongSupplier open;
    private final Clock clock;
    private Deadline countAgain = new Deadline(0);
    private long clientsUntilThen;
    private boolean scarce;

    /**
     * @param most how many files there may be
     * @param open how many there are
     */
    SpareFiles(long most, LongSupplier open, Clock clock) {
        this.most = most;
        this.open = open;
        this.clock = clock;
    }

    /** Those of this process. */
    static SpareFiles ofThisProcess(Clock clock) {
        return new SpareFiles(OpenFiles.most(), OpenFiles::open, clock);
    }

    /**
     * Called for each client that comes.
     *
     * @param clients how many there are; only where they may come near to the limit anybody counts
     */
    boolean areScarce(int clients) {
        if (most >= FEW && clients <= most / SPARE_PART) {
            return false;
        }
        if ((!scarce && clientsUntilThen == 0) || countAgain.passed(clock)) {
            count();
        }
        clientsUntilThen = Math.max(0, clientsUntilThen - 1);
        return scarce;
    }

    private void count() {
        long spare = most - open.getAsLong() - most / SPARE_PART;
        scarce = spare < 0;
        clientsUntilThen = Math.max(0, spare / FOR_EACH);
        countAgain = Deadline.after(clock, scarce ? SHORTAGE_HOLDS : COUNT_HOLDS);
    }
}
