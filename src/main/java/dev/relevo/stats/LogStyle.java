package dev.relevo.stats;

import java.util.function.UnaryOperator;

/**
 * How the log is written.
 *
 * @param json whether each line is a JSON object instead of text
 * @param from the least that is written
 * @param bodies whether {@link BodyRecord}s are wanted
 * @param redaction takes secrets out of bodies and of what clients call things
 * @param longestSecret characters that one of them may take in a body
 */
public record LogStyle(
        boolean json, LogLevel from, boolean bodies, UnaryOperator<String> redaction, int longestSecret) {
    /** Text, from {@link LogLevel#INFO} on, without bodies. */
    public static final LogStyle DEFAULT = new LogStyle(false, LogLevel.INFO, false, UnaryOperator.identity(), 0);
}
