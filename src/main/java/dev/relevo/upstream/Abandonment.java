package dev.relevo.upstream;

/** Why we gave up a request ourselves. Nobody upstream is to blame. */
public enum Abandonment {
    CLIENT_GONE,
    /** The time for the whole request is over. */
    DEADLINE,
    /** The process stops. */
    DRAIN
}
