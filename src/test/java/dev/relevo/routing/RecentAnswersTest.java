package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long nineteen of twenty answers took; durations are in milliseconds. */
class RecentAnswersTest {
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    /** Of exponential latencies with a mean of 1 s. */
    private static final double TRUE_P95 = 1000 * Math.log(20);

    private final RecentAnswers answers = new RecentAnswers();

    @Test
    void nothingIsKnownBeforeTheFiftiethAnswer() {
        took(49, 100);
        assertNull(answers.p95());

        took(1, 100);
        assertEquals(Duration.ofMillis(100), answers.p95());
    }

    @Test
    void nineteenOfTwentyTookNoLonger() {
        for (int millis = 1; millis <= 240; millis++) {
            took(1, millis);
        }
        assertEquals(Duration.ofMillis(228), answers.p95());
    }

    @Test
    void olderAnswersAreForgotten() {
        took(10_000, 9000);
        took(256, 10);

        assertEquals(Duration.ofMillis(10), answers.p95());
    }

    @Test
    void whatTookAtLeastThatLongCountsAmongTheSlower() {
        took(230, 100);
        for (int i = 0; i < 26; i++) {
            answers.tookAtLeast((200 + i) * MILLI);
        }
        long p95 = p95();
        assertTrue(p95 >= 200 && p95 <= 225, p95 + " ms");
    }

    @Test
    void whatWasBrokenOffEarlySaysNothing() {
        for (int i = 0; i < 128; i++) {
            answers.tookAtLeast(MILLI);
            took(1, 100);
        }
        assertEquals(100, p95());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void hedgingAtThatTimeDoesNotMakeItDriftDown(long seed) {
        Random random = new Random(seed);
        double sum = 0;
        int measured = 0;
        for (int i = 0; i < 100_000; i++) {
            Duration delay = answers.p95();
            request(random, delay == null ? Long.MAX_VALUE : delay.toMillis());
            if (i >= 1000) {
                sum += p95();
                measured++;
            }
        }
        assertEquals(TRUE_P95, sum / measured, TRUE_P95 * 0.15, "on average over 100,000 requests");
    }

    /** One request, hedged by a second one after that time. */
    private void request(Random random, long delay) {
        long first = latency(random);
        if (first <= delay) {
            took(1, first);
            return;
        }
        long second = latency(random);
        if (delay + second < first) {
            took(1, second);
            answers.tookAtLeast((delay + second) * MILLI);
        } else {
            took(1, first);
            answers.tookAtLeast((first - delay) * MILLI);
        }
    }

    @Test
    void manyMayAddAtOnce() {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5000; i++) {
                executor.execute(() -> took(1, 70));
            }
        }
        took(16, 70);

        assertEquals(70, p95());
    }

    private static long latency(Random random) {
        return (long) (-1000 * Math.log(1 - random.nextDouble())) + 1;
    }

    private void took(int times, long millis) {
        for (int i = 0; i < times; i++) {
            answers.took(millis * MILLI);
        }
    }

    private long p95() {
        Duration p95 = answers.p95();
        assertNotNull(p95);
        return p95.toMillis();
    }
}
