package dev.relevo.quota;

/** The most that was begun within a second of late. */
final class Peak {
    private static final long SECOND_NANOS = 1_000_000_000;

    private long second;
    private long inSecond;
    private long before;

    void add(long amount, long now) {
        long current = now / SECOND_NANOS;
        if (current > second) {
            before = current == second + 1 ? inSecond : 0;
            inSecond = 0;
            second = current;
        }
        inSecond += amount;
    }

    /** In the last second or the one before, whichever had more. */
    long perSecond() {
        return Math.max(inSecond, before);
    }
}
