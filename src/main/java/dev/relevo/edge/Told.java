package dev.relevo.edge;

import dev.relevo.stats.BodyRecord;
import dev.relevo.stats.LogStyle;
import dev.relevo.time.Clock;
import dev.relevo.wire.Headers;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** What a client was told so far in answer to one request, for the access log. */
final class Told {
    private static final Headers NONE = new Headers();

    private final Clock clock;
    private final LogStyle begun;
    private final @Nullable ByteArrayOutputStream kept;
    private int status;
    private Headers headers = NONE;
    private long firstNanos;
    private long bytes;
    private byte @Nullable [] error;

    /** @param begun how the log is written: if it wants bodies, the answer's is kept as far as the log shows it */
    Told(Clock clock, LogStyle begun) {
        this.clock = clock;
        this.begun = begun;
        this.kept = begun.bodies() ? new ByteArrayOutputStream() : null;
    }

    void head(int status, Headers headers) {
        this.status = status;
        this.headers = headers;
    }

    /** What the head would have told had it been known then. */
    void later(Headers headers) {
        this.headers = headers;
    }

    /** So many bytes of the body were sent, perhaps none; framing and comments do not count. */
    void body(byte[] sent, int from, int to) {
        if (firstNanos == 0) {
            firstNanos = clock.nanos();
        }
        bytes += to - from;
        if (status >= 400) {
            error = sent;
        }
        if (kept != null && kept.size() < BodyRecord.KEPT_BYTES) {
            kept.write(sent, from, Math.min(to - from, BodyRecord.KEPT_BYTES - kept.size()));
        }
    }

    /** Zero if no head went out. */
    int status() {
        return status;
    }

    /** The first of that name among those that only this answer has, or null. */
    @Nullable
    String header(String name) {
        return headers.first(name);
    }

    /** From then to the first bytes that were sent; negative if none were. */
    long nanosSince(long receivedNanos) {
        return firstNanos == 0 ? -1 : firstNanos - receivedNanos;
    }

    long bytes() {
        return bytes;
    }

    /** The body of an error, or null. */
    byte @Nullable [] error() {
        return error;
    }

    /** How the log was written when the request came. */
    LogStyle begun() {
        return begun;
    }

    boolean keepsBody() {
        return kept != null;
    }

    /** The body's beginning, if it was to be kept. */
    byte[] kept() {
        return kept == null ? Chunks.NONE : kept.toByteArray();
    }
}
