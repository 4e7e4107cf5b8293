package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.routing.Breaker.Permit;
import java.time.Duration;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One probe decides. */
class HalfOpenBreakerTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** The first rest at its longest. */
    private static final long OPEN = 6 * SECOND;

    private final Breaker breaker = new Breaker(new Random(1));

    @Test
    void afterItsRestOneProbeDecides() {
        Permit probe = probe();

        assertTrue(probe.isTrial());
        assertSame(Permit.REFUSED, breaker.acquire(OPEN));
        assertSame(Permit.REFUSED, breaker.acquire(OPEN + 14 * SECOND));
    }

    @Test
    void aProbeThatHangsLetsAnotherTry() {
        Permit hanging = probe();
        Permit second = breaker.acquire(OPEN + 15 * SECOND);
        assertTrue(second.isTrial());
        assertNotSame(Permit.REFUSED, second);

        breaker.failed(hanging, OPEN + 16 * SECOND);
        breaker.released(hanging);
        assertSame(Permit.REFUSED, breaker.acquire(OPEN + 17 * SECOND));
        breaker.succeeded(second);
        assertClosed(OPEN + 17 * SECOND);
    }

    @Test
    void aSlowProbeThatSucceedsClosesItThoughAnotherTries() {
        Permit slow = probe();
        Permit second = breaker.acquire(OPEN + 15 * SECOND);

        breaker.succeeded(slow);
        breaker.failed(second, OPEN + 16 * SECOND);

        assertClosed(OPEN + 16 * SECOND);
    }

    @Test
    void aProbeThatSucceedsClosesIt() {
        breaker.succeeded(probe());

        assertClosed(OPEN);
        assertClosed(OPEN);
        assertEquals(Duration.ZERO, breaker.remaining(OPEN));
    }

    @Test
    void aProbeThatWasReleasedFreesItsPlaceAtOnce() {
        breaker.released(probe());

        assertTrue(breaker.acquire(OPEN).isTrial());
        assertSame(Permit.REFUSED, breaker.acquire(OPEN));
    }

    @Test
    void anAnswerCutShortAfterAProbeOpensItAgain() {
        Permit answering = breaker.succeeded(probe());

        breaker.failed(answering, OPEN);

        assertSame(Permit.REFUSED, breaker.acquire(OPEN));
        assertTrue(rest(OPEN).compareTo(Duration.ofSeconds(10)) >= 0, "twice as long");
    }

    @Test
    void aProbeThatEndedWellNeedsFiveNewFailures() {
        breaker.succeeded(probe());
        breaker.completed(OPEN);

        fail(4, OPEN);

        assertClosed(OPEN);
    }

    @Test
    void lateResultsOfOlderAttemptsDoNotDisturbAProbe() {
        Permit older = breaker.acquire(0);
        Permit probe = probe();

        breaker.failed(older, OPEN + 1);
        breaker.succeeded(older);
        breaker.completed(OPEN + 1);
        breaker.released(older);

        assertSame(Permit.REFUSED, breaker.acquire(OPEN + 2));
        breaker.succeeded(probe);
        assertClosed(OPEN + 2);
    }

    @Test
    void aProbeBrokenOffUndecidedIsFollowedByAnotherAfterAsLongARest() {
        Permit probe = probe();

        breaker.undecided(probe);

        Duration rest = Duration.ofNanos(restOfFirstOpening());
        assertEquals(rest, rest(OPEN));
        breaker.failed(breaker.acquire(2 * OPEN), 2 * OPEN);
        assertTrue(rest(2 * OPEN).compareTo(Duration.ofSeconds(12)) <= 0, "doubled once, by the failure");
    }

    @Test
    void aProbeThatSomethingElseEndedIsFollowedByAnotherAfterTheShortestRest() {
        breaker.failed(probe(), OPEN);
        breaker.inconclusive(breaker.acquire(3 * OPEN));

        assertEquals(Duration.ofSeconds(5), rest(3 * OPEN));
    }

    @Test
    void theTimeThatAProbeTookToFailIsPartOfTheRestAfterIt() {
        breaker.failed(probe(), OPEN + 14 * SECOND);

        assertTrue(rest(OPEN).compareTo(Duration.ofSeconds(12)) <= 0, "counted from its beginning");
        assertTrue(breaker.available(OPEN + 14 * SECOND));
    }

    @Test
    void onlyTheProbeUnderWayIsUndecided() {
        Permit before = breaker.acquire(0);
        breaker.undecided(before);
        assertClosed(0);

        Permit probe = probe();
        breaker.undecided(before);
        breaker.undecided(Permit.FORCED);
        assertSame(Permit.REFUSED, breaker.acquire(OPEN + 14 * SECOND));
        breaker.succeeded(probe);
        assertClosed(OPEN);
    }

    @Test
    void amongManyThreadsOneGetsTheProbe() throws InterruptedException {
        fail(5, 0);
        for (int round = 0; round < 20; round++) {
            Permit[] given = acquireByMany(500)
                    .filter(permit -> permit != Permit.REFUSED)
                    .toArray(Permit[]::new);
            assertEquals(1, given.length);
            breaker.released(given[0]);
        }
    }

    private static long restOfFirstOpening() {
        Breaker same = new Breaker(new Random(1));
        fail(same, 5, 0);
        return same.remaining(0).toNanos();
    }

    private Stream<Permit> acquireByMany(int threads) throws InterruptedException {
        Callable<Permit> acquire = () -> breaker.acquire(OPEN);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            return executor.invokeAll(Collections.nCopies(threads, acquire)).stream()
                    .map(Future::resultNow);
        }
    }

    private Permit probe() {
        fail(5, 0);
        Permit probe = breaker.acquire(OPEN);
        assertTrue(probe.isTrial());
        assertNotSame(Permit.REFUSED, probe);
        return probe;
    }

    private void assertClosed(long nowNanos) {
        assertFalse(breaker.acquire(nowNanos).isTrial(), "not closed");
    }

    private Duration rest(long nowNanos) {
        return breaker.remaining(nowNanos);
    }

    private void fail(int times, long nowNanos) {
        fail(breaker, times, nowNanos);
    }

    private static void fail(Breaker breaker, int times, long nowNanos) {
        for (int i = 0; i < times; i++) {
            breaker.failed(breaker.acquire(nowNanos), nowNanos);
        }
    }
}
