package dev.relevo.stats;

/**
 * What is known of a target's health at one moment.
 *
 * @param target {@code provider/model}, with {@code #2} and so on where the provider has several keys
 * @param provider its name in the configuration
 * @param state {@code ok}, {@code resting} (limited or refused for a while) or {@code open} (it kept failing)
 * @param reason a sentence, or empty
 * @param remainingMillis until it may be used again; zero when it may be used now
 */
public record TargetState(String target, String provider, String state, String reason, long remainingMillis) {}
