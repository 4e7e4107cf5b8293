package dev.relevo.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.relevo.wire.Headers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final long NOW = Instant.parse("2026-11-21T10:00:00Z").toEpochMilli();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            retry-after    | 7                             | PT7S
            Retry-After    | ' 7.5 '                       | PT7.5S
            retry-after    | 0                             | PT0S
            retry-after    | -3                            | PT0S
            retry-after    | 2m59.56s                      | PT2M59.56S
            retry-after    | Sat, 21 Nov 2026 10:00:30 GMT | PT30S
            retry-after    | Sat, 21 Nov 2026 09:00:00 GMT | PT0S
            retry-after    | 2026-11-21T10:01:00Z          | PT1M
            retry-after    | 1795255260                    | PT1M
            retry-after    | 1795255260000                 | PT1M
            retry-after    | soon                          |
            retry-after-ms | 1500                          | PT1.5S
            retry-after-ms | ' 20 '                        | PT0.02S
            retry-after-ms | -1                            | PT0S
            retry-after-ms | soon                          |
            """)
    void aHeaderTellsTheWait(String name, String value, Duration wait) {
        assertEquals(wait, RetryAfter.read(new Headers().add(name, value), "", NOW));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"error":{"details":[{"retryDelay":"41s"}]}}                            | PT41S
            {"error":{"details":[{"retryDelay" : "1.5s"}]}}                         | PT1.5S
            {"error":{"details":[{"metadata":{"quotaResetDelay":"156h14m36.75s"}}]}} | PT156H14M36.75S
            {"error":{"metadata":{"headers":{"X-RateLimit-Reset":"1795255260000"}}}} | PT1M
            {"error":{"message":"Please try again in 9m38.016s. Visit https://x."}} | PT9M38.016S
            {"error":{"message":"Please try again in 644ms."}}                      | PT0.644S
            {"error":{"message":"Please retry in 12s.","details":[{"retryDelay":"11s"}]}} | PT11S
            {"error":{"message":"Rate limit reached."}}                             |
            """)
    void aBodyTellsTheWait(String body, Duration wait) {
        assertEquals(wait, RetryAfter.read(new Headers(), body, NOW));
    }

    @Test
    void theMoreExactPlaceIsBelieved() {
        Headers headers =
                new Headers().add("x-ratelimit-remaining-requests", "0").add("x-ratelimit-reset-requests", "9s");
        String body = "{\"message\":\"try again in 4s\"}";

        assertEquals(Duration.ofSeconds(9), RetryAfter.read(headers, "", NOW));
        assertEquals(Duration.ofSeconds(4), RetryAfter.read(headers, body, NOW));
        headers.add("Retry-After", "3");
        assertEquals(Duration.ofSeconds(3), RetryAfter.read(headers, body, NOW));
        headers.add("retry-after-ms", "2500");
        assertEquals(Duration.ofMillis(2500), RetryAfter.read(headers, body, NOW));
    }

    @Test
    void ofSeveralSpentLimitsTheLongestResetCounts() {
        Headers headers = new Headers()
                .add("X-RateLimit-Remaining-Requests", "0")
                .add("X-RateLimit-Reset-Requests", "2m59.56s")
                .add("x-ratelimit-remaining-tokens", "0")
                .add("x-ratelimit-reset-tokens", "7.66s")
                .add("x-ratelimit-remaining-images", "5")
                .add("x-ratelimit-reset-images", "24h")
                .add("x-ratelimit-remaining-audio", "0");

        assertEquals(Duration.parse("PT2M59.56S"), RetryAfter.read(headers, "", NOW));
    }

    @Test
    void whereNothingIsToldThereIsNoWait() {
        Headers headers =
                new Headers().add("x-ratelimit-remaining-requests", "1").add("x-ratelimit-reset-requests", "9s");

        assertNull(RetryAfter.read(headers, "", NOW));
    }
}
