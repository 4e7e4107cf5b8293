package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Strategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DayOfTrafficTest {
    private static final long BREAKER_OPEN_SECONDS = 5;
    private static final int FAILURES_TO_OPEN = 5;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aDayWithOutagesAndLimitsKeepsEveryPromise(long seed) {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers("a", "flaky", "b", "limited", "c"));
        DayOfTraffic day = new DayOfTraffic(pool, seed);

        day.run();

        assertTrue(day.requests() > 80_000, day.requests() + " requests");
        assertEquals(0, day.unanswered());
        assertEquals(day.answers("a"), day.answers("b"), 1);
        assertEquals(day.answers("b"), day.answers("c"), 1);
        assertTrue(day.answers("flaky") > 5000, day.answers("flaky") + " answers of the flaky one");
        assertTrue(day.answers("limited") > 5000, day.answers("limited") + " answers of the limited one");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fewCallsAreWastedOnWhatIsKnownToFail(long seed) {
        Pool pool = Requests.pool(Strategy.ROUND_ROBIN, Requests.providers("a", "flaky", "limited"));
        DayOfTraffic day = new DayOfTraffic(pool, seed);

        day.run();

        long probes = day.dead().toSeconds() / BREAKER_OPEN_SECONDS;
        long toOpen = (long) day.outages() * (FAILURES_TO_OPEN + day.mostUnderWay());
        assertTrue(day.failures("flaky") <= probes + toOpen, day.failures("flaky") + " failures");
        assertTrue(day.failures("flaky") > day.outages(), day.failures("flaky") + " failures");
        assertEquals(0, day.unanswered());
    }
}
