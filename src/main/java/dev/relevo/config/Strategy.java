package dev.relevo.config;

/** How a pool takes turns among the entries of one tier. */
public enum Strategy {
    ROUND_ROBIN,
    /** The first that can, in the order of the list. */
    PRIORITY
}
