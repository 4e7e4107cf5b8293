package dev.relevo.chaos;

/**
 * What to ask through the proxy, and how to judge what comes back.
 *
 * @param model the name of a pool
 * @param stream whether to ask for a stream
 * @param number which the question names
 */
public record Question(String model, boolean stream, int number, Verification verification) {}
