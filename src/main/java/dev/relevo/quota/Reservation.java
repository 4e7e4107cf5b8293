package dev.relevo.quota;

/**
 * What is set aside for one attempt in all scopes of its target. Ended by exactly one of its methods; whatever is called
 * after that does nothing. Safe for use by many threads.
 */
public final class Reservation {
    Reservation() {}

    /** The attempt took that much. */
    public void settle(Demand taken, long nowNanos) {}

    /** The provider was reached, and nobody told what it took: as much as was expected. */
    public void count(long nowNanos) {}

    /** The provider was not reached, or refused for a limit: it took nothing. */
    public void release(long nowNanos) {}
}
