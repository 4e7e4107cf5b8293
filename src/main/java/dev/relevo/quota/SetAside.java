package dev.relevo.quota;

/** What is set aside in the meters of a scope until it is over. Guarded by the ledger's lock. */
interface SetAside {
    /** Later ones have a higher one. */
    long sequence();

    Demand expected();

    /** The moment as of which it counts. */
    long at();

    /** Whether the provider counts it by now. */
    boolean isCounted();

    /** Whether what was told to it does not count its answer. */
    default boolean answerFollows() {
        return false;
    }
}
