package dev.relevo.config;

/**
 * The log, on standard output.
 *
 * @param json whether each line is a JSON object instead of text
 * @param bodies whether bodies are logged, redacted, for debugging
 */
public record Logging(boolean json, Level level, boolean bodies) {
    public static final Logging DEFAULT = new Logging(false, Level.INFO, false);

    /** From this one on, lines are written. */
    public enum Level {
        DEBUG,
        /** A line for each request and each attempt. */
        INFO,
        /** Of requests and attempts only the failed. */
        WARN,
        ERROR
    }
}
