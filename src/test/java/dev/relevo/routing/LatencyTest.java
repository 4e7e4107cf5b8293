package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Latency latency = new Latency();

    @Test
    void whatWasNeverMeasuredIsTriedOnceASecond() {
        assertEquals(0, latency.expected(5 * SECOND));
        latency.tried(5 * SECOND);
        assertEquals(Double.POSITIVE_INFINITY, latency.expected(6 * SECOND - 1));
        assertEquals(0, latency.expected(6 * SECOND));
    }

    @Test
    void whileSomebodyTriesItItDoesNotFade() {
        latency.answered(SECOND, 0);
        latency.tried(600 * SECOND);

        assertEquals(SECOND, latency.expected(600 * SECOND));
        assertEquals(SECOND / Math.E, latency.expected(1200 * SECOND), 1);
    }

    @Test
    void theFirstMeasurementCountsWhole() {
        latency.answered(SECOND, 7 * SECOND);

        assertEquals(SECOND, latency.expected(7 * SECOND));
    }

    @Test
    void afterThirtySecondsAMeasurementCountsForAThirdOfWhatItDid() {
        latency.answered(SECOND, 0);
        latency.answered(3 * SECOND, 30 * SECOND);

        assertEquals((1 / Math.E + 3 * (1 - 1 / Math.E)) * SECOND, latency.expected(30 * SECOND), 1);
    }

    @Test
    void howOftenOneMeasuresInThatTimeDoesNotMatter() {
        Latency often = new Latency();
        latency.answered(SECOND, 0);
        often.answered(SECOND, 0);
        for (int i = 1; i <= 1000; i++) {
            often.answered(3 * SECOND, i * SECOND / 10);
        }
        latency.answered(3 * SECOND, 100 * SECOND);

        assertEquals(latency.expected(100 * SECOND), often.expected(100 * SECOND), 1000);
    }

    @Test
    void withoutMeasurementsItFadesToAThirdInTenMinutes() {
        latency.answered(SECOND, 0);

        assertEquals(SECOND / Math.E, latency.expected(600 * SECOND), 1);
    }

    @Test
    void aClockSeenOutOfOrderDoesNoHarm() {
        latency.answered(SECOND, 100);
        latency.answered(9 * SECOND, 50);

        assertEquals(SECOND, latency.expected(10));
    }

    @Test
    void noMeasurementIsTakenForNone() {
        latency.answered(0, 0);

        assertTrue(latency.expected(0) > 0);
    }

    @Test
    void whatDidNotAnswerIsDueEachTenSeconds() {
        latency.answered(SECOND, SECOND);
        latency.tried(20 * SECOND);
        latency.failed(SECOND, 21 * SECOND);

        assertFalse(latency.isDue(30 * SECOND - 1));
        assertTrue(latency.isDue(30 * SECOND));
        latency.tried(30 * SECOND);
        assertFalse(latency.isDue(31 * SECOND));
        latency.released(30 * SECOND);
        assertTrue(latency.isDue(31 * SECOND), "the trial told nothing");
    }

    @Test
    void aRecoveryMakesTheAverageAnewWhateverOlderAttemptsTell() {
        latency.failed(SECOND, 2 * SECOND);
        latency.failed(SECOND, 20 * SECOND);
        latency.answered(SECOND, 30 * SECOND);
        latency.failed(20 * SECOND, 31 * SECOND);
        latency.answered(30 * SECOND, 40 * SECOND);

        assertEquals(SECOND, latency.expected(30 * SECOND));
        assertFalse(latency.isDue(60 * SECOND));
    }
}
