package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.routing.Breaker.Permit;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final long OPEN = Duration.ofSeconds(5).toNanos();

    private final Breaker breaker = new Breaker();

    @Test
    void fiveFailuresInARowOpenIt() {
        fail(4, 100);
        assertEquals(Permit.NORMAL, breaker.acquire(100));
        assertEquals(Duration.ZERO, breaker.remaining(100));

        fail(1, 100);
        assertEquals(Permit.REFUSED, breaker.acquire(100));
        assertEquals(Duration.ofSeconds(5), breaker.remaining(100));
        assertEquals(Duration.ofSeconds(1), breaker.remaining(100 + OPEN - 1_000_000_000));
    }

    @Test
    void anAnswerThatEndedWellForgetsEarlierFailures() {
        fail(4, 0);
        breaker.succeeded(Permit.NORMAL);
        breaker.completed();
        fail(4, 0);

        assertEquals(Permit.NORMAL, breaker.acquire(0));
    }

    @Test
    void anAnswerThatOnlyBeganWellForgetsNothing() {
        fail(4, 0);
        breaker.succeeded(Permit.NORMAL);
        fail(1, 0);

        assertEquals(Permit.REFUSED, breaker.acquire(0));
    }

    @Test
    void afterItsRestOneProbeDecides() {
        fail(5, 0);

        assertEquals(Permit.REFUSED, breaker.acquire(OPEN - 1));
        assertEquals(Permit.PROBE, breaker.acquire(OPEN));
        assertEquals(Permit.REFUSED, breaker.acquire(OPEN));
        assertEquals(Permit.REFUSED, breaker.acquire(100 * OPEN));
    }

    @Test
    void aProbeThatSucceedsClosesIt() {
        probe();

        breaker.succeeded(Permit.PROBE);

        assertEquals(Permit.NORMAL, breaker.acquire(OPEN));
        assertEquals(Permit.NORMAL, breaker.acquire(OPEN));
        assertEquals(Duration.ZERO, breaker.remaining(OPEN));
    }

    @Test
    void aProbeThatFailsOpensItAgain() {
        probe();

        breaker.failed(Permit.PROBE, OPEN + 7);

        assertEquals(Permit.REFUSED, breaker.acquire(OPEN + 7 + OPEN - 1));
        assertEquals(Permit.PROBE, breaker.acquire(OPEN + 7 + OPEN));
    }

    @Test
    void aProbeThatWasReleasedFreesItsPlaceAtOnce() {
        probe();

        breaker.released(Permit.PROBE);

        assertEquals(Permit.PROBE, breaker.acquire(OPEN));
        assertEquals(Permit.REFUSED, breaker.acquire(OPEN));
    }

    @Test
    void anAnswerCutShortAfterAProbeOpensItAgain() {
        probe();
        breaker.succeeded(Permit.PROBE);

        breaker.failed(Permit.NORMAL, OPEN);

        assertEquals(Permit.REFUSED, breaker.acquire(OPEN));
    }

    @Test
    void aProbeThatEndedWellNeedsFiveNewFailures() {
        probe();
        breaker.succeeded(Permit.PROBE);
        breaker.completed();

        fail(4, OPEN);

        assertEquals(Permit.NORMAL, breaker.acquire(OPEN));
    }

    @Test
    void lateResultsOfOlderAttemptsDoNotDisturbAProbe() {
        probe();

        breaker.failed(Permit.NORMAL, OPEN + 1);
        breaker.succeeded(Permit.NORMAL);
        breaker.completed();
        breaker.released(Permit.NORMAL);

        assertEquals(Permit.REFUSED, breaker.acquire(3 * OPEN));
        breaker.succeeded(Permit.PROBE);
        assertEquals(Permit.NORMAL, breaker.acquire(3 * OPEN));
    }

    @Test
    void lateFailuresDoNotLengthenItsRest() {
        fail(5, 0);
        fail(3, OPEN - 1);

        assertEquals(Permit.PROBE, breaker.acquire(OPEN));
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
            assertEquals(
                    1,
                    acquireByMany(500).filter(permit -> permit == Permit.PROBE).count());
            breaker.released(Permit.PROBE);
        }
    }

    private Stream<Permit> acquireByMany(int threads) throws InterruptedException {
        Callable<Permit> acquire = () -> breaker.acquire(OPEN);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            return executor.invokeAll(Collections.nCopies(threads, acquire)).stream()
                    .map(Future::resultNow);
        }
    }

    private void probe() {
        fail(5, 0);
        assertEquals(Permit.PROBE, breaker.acquire(OPEN));
    }

    private void fail(int times, long nowNanos) {
        for (int i = 0; i < times; i++) {
            breaker.failed(Permit.NORMAL, nowNanos);
        }
    }
}
