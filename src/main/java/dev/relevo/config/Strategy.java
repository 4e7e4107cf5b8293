package dev.relevo.config;

/** How a pool chooses among the entries of one tier. */
public enum Strategy {
    ROUND_ROBIN,
    /** Turns in proportion to the entries' weights, evenly mixed. */
    WEIGHTED,
    /** Of two entries drawn at random the one whose first token came sooner of late. */
    LEAST_LATENCY,
    /** The one of which most would expire unused soonest: the largest share left, for the time until it is given anew. */
    QUOTA,
    /** The first that can, in the order of the list. */
    PRIORITY;

    /** As files spell it: {@code round-robin}. */
    public String key() {
        return Scalars.kebab(this);
    }
}
