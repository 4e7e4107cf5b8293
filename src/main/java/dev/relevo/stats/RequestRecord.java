package dev.relevo.stats;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One request, as the access log tells it once it has ended.
 *
 * @param epochMillis when it ended
 * @param client the name of the access key that it came with, or null
 * @param method null where the request was not read as far as that
 * @param path decoded, without the query; null like the method
 * @param alias the model that it asked for, or null if it never came to that
 * @param status as sent; 499 if the client left before the whole answer was
 * @param target {@code provider/model} that answered, or null
 * @param attempts made at upstreams
 * @param ttftNanos from its head to the first byte of the answer; negative where none was sent
 * @param tookNanos from its head to its end; negative where it had no head
 * @param bytes of the answer's body that were sent, without framing
 * @param reason why it was refused, or empty
 */
public record RequestRecord(
        long epochMillis,
        String requestId,
        @Nullable String client,
        @Nullable String method,
        @Nullable String path,
        @Nullable String alias,
        int status,
        Ending ending,
        @Nullable String target,
        int attempts,
        long ttftNanos,
        long tookNanos,
        long bytes,
        String reason)
        implements LogEntry {
    /** The status of a request whose client left, as nginx counts it. */
    public static final int CLIENT_LEFT = 499;

    private static final String HEALTH = "/health";

    /** What the client got. */
    public enum Ending {
        /** A whole answer, be it an error. */
        WHOLE,
        /** An answer that broke off, and was told so. */
        CUT,
        /** The client did not wait for the end. */
        LEFT
    }

    /** Failures are warnings; health checks that went well are of interest only to who looks for them. */
    @Override
    public LogLevel level() {
        if (ending == Ending.CUT || (status >= 400 && status != CLIENT_LEFT)) {
            return LogLevel.WARN;
        }
        return path != null && path.startsWith(HEALTH) ? LogLevel.DEBUG : LogLevel.INFO;
    }

    /** The same, the client's own words cleaned: some send their key as a request's id, in the path or as a model's name. */
    RequestRecord cleaned(UnaryOperator<String> redaction) {
        String cleanId = redaction.apply(requestId);
        String cleanPath = path == null ? null : redaction.apply(path);
        if (attempts > 0 && cleanId.equals(requestId) && Objects.equals(cleanPath, path)) {
            return this;
        }
        return new RequestRecord(
                epochMillis,
                cleanId,
                client,
                method,
                cleanPath,
                alias == null || attempts > 0 ? alias : redaction.apply(alias),
                status,
                ending,
                target,
                attempts,
                ttftNanos,
                tookNanos,
                bytes,
                attempts == 0 ? redaction.apply(reason) : reason);
    }
}
