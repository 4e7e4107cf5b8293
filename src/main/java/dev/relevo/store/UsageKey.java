package dev.relevo.store;

/**
 * What usage is told apart by.
 *
 * @param day since the Unix epoch, UTC
 * @param alias the model that was asked for
 * @param target {@code provider/model}; empty where nobody was asked
 * @param client the name of its access key; empty without one
 */
record UsageKey(long day, String alias, String target, String client) {}
