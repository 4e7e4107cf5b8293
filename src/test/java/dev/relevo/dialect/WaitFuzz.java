package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.wire.Durations;
import dev.relevo.wire.Headers;
import java.time.Duration;

/** Any text read as a wait: none is negative or longer than {@link Durations#MAX}, and none other for blanks around it. */
public final class WaitFuzz {
    private static final long NOW = 1_790_000_000_000L;

    private WaitFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, UTF_8);
        check(Durations.inProse(text));
        for (String line : text.split("\n")) {
            Duration wait = check(Durations.parse(line, NOW));
            assertEquals(wait, Durations.parse(" " + line + "\t", NOW));
            check(Durations.inProse("Please try again in " + line));
        }
        check(RetryAfter.read(new Headers(), text, NOW));
        check(RetryAfter.read(headers(new String(input, ISO_8859_1)), "", NOW));
    }

    private static Duration check(Duration wait) {
        assertTrue(wait == null || (!wait.isNegative() && wait.compareTo(Durations.MAX) <= 0), () -> "" + wait);
        return wait;
    }

    /** The lines that can be header fields. */
    private static Headers headers(String text) {
        Headers headers = new Headers();
        for (String line : text.split("\n")) {
            int colon = line.indexOf(':');
            try {
                headers.add(line.substring(0, Math.max(0, colon)), line.substring(colon + 1));
            } catch (IllegalArgumentException noField) {
                headers.add("retry-after", Integer.toString(line.length()));
            }
        }
        return headers;
    }
}
