package dev.relevo.stats;

/**
 * One attempt, as the access log tells it.
 *
 * @param epochMillis when it ended
 * @param requestId the client's request
 * @param attempt 1 for the request's first
 * @param of the most attempts it might have taken
 * @param target {@code provider/model}
 * @param outcome a word: {@code ok}, {@code 429}, {@code timeout}, {@code cut}
 * @param reason a sentence, or empty
 * @param ttftNanos from sending to the first content; negative where none came
 * @param tookNanos from sending to the end
 * @param promptTokens negative where not told
 * @param completionTokens negative where not told
 */
public record AttemptRecord(
        long epochMillis,
        String requestId,
        int attempt,
        int of,
        String target,
        String outcome,
        String reason,
        long ttftNanos,
        long tookNanos,
        long promptTokens,
        long completionTokens)
        implements LogEntry {
    private static final String OK = "ok";
    private static final String CLIENT_LEFT = "499";
    private static final String LOST = "lost";

    /** A client that leaves is nobody's failure. */
    @Override
    public LogLevel level() {
        return outcome.equals(OK) || outcome.equals(CLIENT_LEFT) ? LogLevel.INFO : LogLevel.WARN;
    }

    /** Whether it ended in anything else than an answer, and not because the client left or another target was quicker. */
    boolean isError() {
        return !outcome.equals(OK) && !outcome.equals(CLIENT_LEFT) && !outcome.equals(LOST);
    }
}
