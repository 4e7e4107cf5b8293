package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.routing.Breaker.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** The first rest at its longest. */
    private static final long OPEN = 6 * SECOND;

    private final Breaker breaker = new Breaker(new Random(1));

    @Test
    void fiveFailuresInARowOpenIt() {
        fail(4, 100);
        assertClosed(100);
        assertEquals(Duration.ZERO, breaker.remaining(100));

        fail(1, 100);
        assertSame(Permit.REFUSED, breaker.acquire(100));
        assertSame(Permit.REFUSED, breaker.acquire(100 + 5 * SECOND - 1));
        assertEquals(rest(100).minusSeconds(1), breaker.remaining(100 + SECOND));
    }

    @Test
    void anAnswerThatEndedWellForgetsEarlierFailures() {
        fail(4, 0);
        breaker.succeeded(breaker.acquire(0));
        breaker.completed(0);
        fail(4, 0);

        assertClosed(0);
    }

    @Test
    void anAnswerThatOnlyBeganWellForgetsNothing() {
        fail(4, 0);
        breaker.succeeded(breaker.acquire(0));
        fail(1, 0);

        assertSame(Permit.REFUSED, breaker.acquire(0));
    }

    @Test
    void halfOfTwentyAttemptsInTenSecondsOpenIt() {
        for (int i = 0; i < 19; i++) {
            outcome(i % 2 == 0, i * SECOND / 2);
        }
        assertClosed(9 * SECOND);

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
        assertClosed(2000 * SECOND);
    }

    @Test
    void anAttemptInSpiteOfItClosesItIfItSucceeds() {
        fail(5, 0);

        breaker.failed(Permit.FORCED, 1);
        assertSame(Permit.REFUSED, breaker.acquire(2));
        breaker.succeeded(Permit.FORCED);
        assertClosed(2);
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
    void attemptsThatBeganBeforeAnOutageSayNothingOnceItHasRecovered() {
        Permit before = breaker.acquire(0);
        Permit inSpite = Permit.FORCED;
        breaker.succeeded(probe());
        for (int i = 0; i < 50; i++) {
            breaker.failed(before, OPEN + SECOND);
            breaker.failed(inSpite, OPEN + SECOND);
        }

        assertClosed(OPEN + SECOND);
    }

    @Test
    void anAttemptThatBeganBeforeAnOutageIsNoReasonToOpenItAgainThoughNothingHasEndedWellSince() {
        Permit before = breaker.acquire(0);
        breaker.succeeded(probe());

        breaker.failed(before, OPEN + SECOND);
        assertClosed(OPEN + SECOND);
        fail(1, OPEN + SECOND);
        assertSame(Permit.REFUSED, breaker.acquire(OPEN + SECOND));
    }

    @Test
    void lateFailuresDoNotLengthenItsRest() {
        Permit before = breaker.acquire(0);
        fail(5, 0);
        Duration rest = rest(0);
        breaker.failed(before, 4 * SECOND);

        assertEquals(rest, rest(0));
    }

    @Test
    void itRemembersWhenItFailedLast() {
        assertEquals(Long.MIN_VALUE, breaker.lastFailure());

        fail(1, 42);

        assertEquals(42, breaker.lastFailure());
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

    private void outcome(boolean well, long nowNanos) {
        if (well) {
            breaker.completed(nowNanos);
        } else {
            breaker.failed(breaker.acquire(nowNanos), nowNanos);
        }
    }

    private void fail(int times, long nowNanos) {
        fail(breaker, times, nowNanos);
    }

    private static void fail(Breaker breaker, int times, long nowNanos) {
        for (int i = 0; i < times; i++) {
            breaker.failed(breaker.acquire(nowNanos), nowNanos);
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * SECOND));
    }

    @Test
    void itsOpeningAndItsClosingAreTold() {
        List<BreakerTurn> told = new ArrayList<>();
        Breaker watched = new Breaker(() -> 0, "p/m", told::add);
        for (int i = 0; i < 5; i++) {
            watched.failed(watched.acquire(0), "503: busy", 0);
        }
        watched.failed(watched.acquire(0), "ignored", 0);
        long later = Duration.ofSeconds(5).toNanos();
        watched.failed(watched.acquire(later), "still busy", later);
        watched.succeeded(watched.acquire(10 * later));
        watched.succeeded(watched.acquire(10 * later));

        assertEquals(
                List.of(
                        new BreakerTurn("p/m", true, "503: busy", Duration.ofSeconds(5)),
                        new BreakerTurn("p/m", false, "", Duration.ZERO)),
                told);
    }
}
