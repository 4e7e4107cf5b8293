package dev.relevo.edge;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a client waits for an answer, as OpenAI's SDKs tell it: {@code X-Stainless-Timeout} of a request (Node, Go,
 * Java) and {@code X-Stainless-Read-Timeout} of the wait for bytes (Python, Java), both in seconds; fractions occur.
 */
final class ClientTimeout {
    private static final HeaderName REQUEST = HeaderNames.create("X-Stainless-Timeout");
    private static final HeaderName READ = HeaderNames.create("X-Stainless-Read-Timeout");
    /** Up to three years; anything else says nothing. */
    private static final Pattern SECONDS = Pattern.compile("\\d{1,8}(\\.\\d{1,20})?");

    private ClientTimeout() {}

    /**
     * The shorter one, counted from the end of the body: an SDK waits for bytes from then on, but a request takes its time
     * from the beginning. Null where none is told, or none that makes sense.
     *
     * @param upload from the head to the end of the body
     */
    static @Nullable Duration of(Headers headers, Duration upload) {
        Duration request = told(headers, REQUEST);
        Duration read = told(headers, READ);
        if (request == null) {
            return read;
        }
        Duration left = remaining(request, upload);
        return read == null || left.compareTo(read) < 0 ? left : read;
    }

    private static @Nullable Duration told(Headers headers, HeaderName name) {
        String value = headers.first(name).orElse("").strip();
        if (value.isEmpty() || !SECONDS.matcher(value).matches()) {
            return null;
        }
        long millis = Math.round(Double.parseDouble(value) * 1000);
        return millis > 0 ? Duration.ofMillis(millis) : null;
    }

    private static Duration remaining(Duration timeout, Duration upload) {
        return upload.compareTo(timeout) < 0 ? timeout.minus(upload) : Duration.ZERO;
    }
}
