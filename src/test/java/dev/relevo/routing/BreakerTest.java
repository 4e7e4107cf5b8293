package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

class BreakerTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** The first rest at its longest. */
    private static final long OPEN = 6 * SECOND;

    private final Breaker breaker = new Breaker(new Random(1));

    @Test
    void fiveFailuresInARowOpenIt() {
        fail(4, 100);
        assertSame(Permit.NORMAL, breaker.acquire(100));
        assertEquals(Duration.ZERO, breaker.remaining(100));

        fail(1, 100);
        assertSame(Permit.REFUSED, breaker.acquire(100));
        assertSame(Permit.REFUSED, breaker.acquire(100 + 5 * SECOND - 1));
        assertEquals(rest(100).minusSeconds(1), breaker.remaining(100 + SECOND));
    }

    @Test
    void anAnswerThatEndedWellForgetsEarlierFailures() {
        fail(4, 0);
        breaker.succeeded(Permit.NORMAL);
        breaker.completed(0);
        fail(4, 0);

        assertSame(Permit.NORMAL, breaker.acquire(0));
    }

    @Test
    void anAnswerThatOnlyBeganWellForgetsNothing() {
        fail(4, 0);
        breaker.succeeded(Permit.NORMAL);
        fail(1, 0);

        assertSame(Permit.REFUSED, breaker.acquire(0));
    }

    @Test
    void halfOfTwentyAttemptsInTenSecondsOpenIt() {
        for (int i = 0; i < 19; i++) {
            outcome(i % 2 == 0, i * SECOND / 2);
        }
        assertSame(Permit.NORMAL, breaker.acquire(9 * SECOND));

        outcome(false, 9 * SECOND);
        assertSame(Permit.REFUSED, breaker.acquire(9 * SECOND));
    }

    @Test
    void fewerThanHalfOfThemOrFewerThanTwentyInThatTimeLeaveItClosed() {
        for (int i = 0; i < 1000; i++) {
            outcome(i % 9 < 5, i * SECOND / 100);
        }
        for (int i = 0; i < 1000; i++) {
            outcome(i % 2 == 0, (100 + i) * SECOND);
        }
        assertSame(Permit.NORMAL, breaker.acquire(2000 * SECOND));
    }

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
        assertSame(Permit.NORMAL, breaker.acquire(OPEN + 17 * SECOND));
    }

    @Test
    void aSlowProbeThatSucceedsClosesItThoughAnotherTries() {
        Permit slow = probe();
        Permit second = breaker.acquire(OPEN + 15 * SECOND);

        breaker.succeeded(slow);
        breaker.failed(second, OPEN + 16 * SECOND);

        assertSame(Permit.REFUSED, breaker.acquire(OPEN + 16 * SECOND), "nothing ended well since");
    }

    @Test
    void aProbeThatSucceedsClosesIt() {
        breaker.succeeded(probe());

        assertSame(Permit.NORMAL, breaker.acquire(OPEN));
        assertSame(Permit.NORMAL, breaker.acquire(OPEN));
        assertEquals(Duration.ZERO, breaker.remaining(OPEN));
    }

    @Test
    void anAttemptInSpiteOfItClosesItIfItSucceeds() {
        fail(5, 0);

        breaker.failed(Permit.FORCED, 1);
        assertSame(Permit.REFUSED, breaker.acquire(2));
        breaker.succeeded(Permit.FORCED);
        assertSame(Permit.NORMAL, breaker.acquire(2));
    }

    @Test
    void eachProbeThatFailsDoublesItsRestUpToFifteenSeconds() {
        for (int seed = 0; seed < 200; seed++) {
            Breaker other = new Breaker(new Random(seed));
            fail(other, 5, 0);
            long now = 0;
            for (Duration base : new Duration[] {seconds(5), seconds(10), seconds(12.5), seconds(12.5)}) {
                Duration rest = other.remaining(now);
                assertTrue(rest.compareTo(base) >= 0, rest + " of " + base);
                assertTrue(rest.multipliedBy(5).compareTo(base.multipliedBy(6)) <= 0, rest + " of " + base);
                now += rest.toNanos();
                other.failed(other.acquire(now), now);
            }
        }
    }

    @Test
    void anAnswerThatEndedWellMakesTheNextRestShort() {
        breaker.failed(probe(), OPEN);
        long later = OPEN + rest(OPEN).toNanos();
        breaker.succeeded(breaker.acquire(later));
        breaker.completed(later);

        fail(5, later);

        assertTrue(rest(later).compareTo(Duration.ofSeconds(6)) <= 0);
    }

    @Test
    void breakersThatOpenTogetherDoNotProbeTogether() {
        long different = new Random(7)
                .longs(50)
                .mapToObj(seed -> new Breaker(new Random(seed)))
                .map(other -> {
                    fail(other, 5, 0);
                    return other.remaining(0);
                })
                .distinct()
                .count();
        assertEquals(50, different);
    }

    @Test
    void aProbeThatWasReleasedFreesItsPlaceAtOnce() {
        breaker.released(probe());

        assertTrue(breaker.acquire(OPEN).isTrial());
        assertSame(Permit.REFUSED, breaker.acquire(OPEN));
    }

    @Test
    void anAnswerCutShortAfterAProbeOpensItAgain() {
        breaker.succeeded(probe());

        breaker.failed(Permit.NORMAL, OPEN);

        assertSame(Permit.REFUSED, breaker.acquire(OPEN));
        assertTrue(rest(OPEN).compareTo(Duration.ofSeconds(10)) >= 0, "twice as long");
    }

    @Test
    void aProbeThatEndedWellNeedsFiveNewFailures() {
        breaker.succeeded(probe());
        breaker.completed(OPEN);

        fail(4, OPEN);

        assertSame(Permit.NORMAL, breaker.acquire(OPEN));
    }

    @Test
    void lateResultsOfOlderAttemptsDoNotDisturbAProbe() {
        Permit probe = probe();

        breaker.failed(Permit.NORMAL, OPEN + 1);
        breaker.succeeded(Permit.NORMAL);
        breaker.completed(OPEN + 1);
        breaker.released(Permit.NORMAL);

        assertSame(Permit.REFUSED, breaker.acquire(OPEN + 2));
        breaker.succeeded(probe);
        assertSame(Permit.NORMAL, breaker.acquire(OPEN + 2));
    }

    @Test
    void lateFailuresDoNotLengthenItsRest() {
        fail(5, 0);
        Duration rest = rest(0);
        fail(3, 4 * SECOND);

        assertEquals(rest, rest(0));
    }

    @Test
    void itRemembersWhenItFailedLast() {
        assertEquals(Long.MIN_VALUE, breaker.lastFailure());

        fail(1, 42);

        assertEquals(42, breaker.lastFailure());
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
        assertNotSame(Permit.NORMAL, probe);
        assertNotSame(Permit.REFUSED, probe);
        return probe;
    }

    private Duration rest(long nowNanos) {
        return breaker.remaining(nowNanos);
    }

    private void outcome(boolean well, long nowNanos) {
        if (well) {
            breaker.completed(nowNanos);
        } else {
            breaker.failed(Permit.NORMAL, nowNanos);
        }
    }

    private void fail(int times, long nowNanos) {
        fail(breaker, times, nowNanos);
    }

    private static void fail(Breaker breaker, int times, long nowNanos) {
        for (int i = 0; i < times; i++) {
            breaker.failed(Permit.NORMAL, nowNanos);
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * SECOND));
    }
}
