package dev.relevo.stats;

import java.nio.charset.StandardCharsets;

/**
 * A body, or as much of it as was kept, for debugging.
 *
 * @param epochMillis when it was whole, or broke off
 * @param kind which of the request's two bodies it is
 * @param kept its beginning, at most {@link #KEPT_BYTES}
 * @param whole whether that is all of it
 * @param begun how the log was written when its request came: the secrets of that time are cut out too
 */
public record BodyRecord(long epochMillis, String requestId, Kind kind, byte[] kept, boolean whole, LogStyle begun)
        implements LogEntry {
    /** How much of a body the log tells. */
    static final int TOLD = 16 * 1024;

    /** The longest key there can be, with each character escaped as JSON allows. */
    private static final int LONGEST_SECRET = 6 * 4096;

    /** How much of a body is to be kept: more than is told, so that no secret is cut in two and goes unnoticed. */
    public static final int KEPT_BYTES = TOLD + LONGEST_SECRET;

    /** A request's or an answer's body. */
    public enum Kind {
        REQUEST,
        ANSWER
    }

    @Override
    public LogLevel level() {
        return LogLevel.ERROR;
    }

    @Override
    public int heldBytes() {
        return kept.length;
    }

    /** The text to tell, redacted. What may be half a secret, at a cut end, is left out. */
    String told(LogStyle now) {
        String text = now.redaction().apply(begun.redaction().apply(new String(kept, StandardCharsets.UTF_8)));
        int half = Math.max(begun.longestSecret(), now.longestSecret());
        int end = whole ? text.length() : Math.max(0, text.length() - half);
        return text.substring(0, Math.min(end, TOLD));
    }
}
