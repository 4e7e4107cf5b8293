package dev.relevo.dialect;

import dev.relevo.wire.Durations;
import dev.relevo.wire.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The wait that a refusal names, in whichever of the providers' ways. */
public final class RetryAfter {
    /** Google's RetryInfo and ErrorInfo, in the details of an error; a header that OpenRouter tells in the body. */
    private static final Pattern RETRY_DELAY =
            Pattern.compile("\"(?:retryDelay|quotaResetDelay|X-RateLimit-Reset)\"\\s*:\\s*\"([^\"]{1,40})\"");

    private RetryAfter() {}

    /**
     * The wait told, from the most to the least exact place: {@code retry-after-ms}, {@code retry-after} (seconds or a
     * date), the body's {@code retryDelay} and the like, its prose, and the reset of an exhausted {@code x-ratelimit-*}.
     *
     * @param body as text
     * @return null if nothing is told; never negative
     */
    public static @Nullable Duration read(Headers headers, String body, long nowEpochMillis) {
        Duration wait = millis(headers.first("retry-after-ms"));
        if (wait == null) {
            wait = parse(headers.first("retry-after"), nowEpochMillis);
        }
        if (wait == null) {
            Matcher delay = RETRY_DELAY.matcher(body);
            wait = delay.find() ? Durations.parse(delay.group(1), nowEpochMillis) : Durations.inProse(body);
        }
        return wait == null ? exhausted(headers, nowEpochMillis) : wait;
    }

    private static @Nullable Duration millis(@Nullable String value) {
        return value == null ? null : Durations.parse(value.strip() + "ms", 0);
    }

    private static @Nullable Duration parse(@Nullable String value, long nowEpochMillis) {
        return value == null ? null : Durations.parse(value.strip(), nowEpochMillis);
    }

    /** The longest reset among the limits of which nothing remains. */
    private static @Nullable Duration exhausted(Headers headers, long nowEpochMillis) {
        List<Duration> resets = new ArrayList<>();
        headers.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-ratelimit-remaining") && value.strip().equals("0")) {
                Duration reset = parse(headers.first(lower.replace("remaining", "reset")), nowEpochMillis);
                if (reset != null) {
                    resets.add(reset);
                }
            }
        });
        return resets.stream().max(Comparator.naturalOrder()).orElse(null);
    }
}
