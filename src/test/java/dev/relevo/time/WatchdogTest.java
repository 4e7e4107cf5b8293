package dev.relevo.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchdogTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualClock clock = new ManualClock();
    private final Watchdog watchdog = new Watchdog(clock);
    private final LinkedBlockingQueue<String> expired = new LinkedBlockingQueue<>();

    @Test
    void anArmedStampExpiresOnceWhenItsDeadlineHasPassed() throws InterruptedException {
        Watchdog.Stamp stamp = stamp("first");
        stamp.arm(Deadline.after(clock, SECOND));
        clock.advance(SECOND);
        watchdog.tick();
        assertEquals("first", expired.take());
        watchdog.tick();
        assertNothingElseExpires();
    }

    @Test
    void aStampDoesNotExpireEarly() throws InterruptedException {
        stamp("first").arm(Deadline.after(clock, SECOND));
        clock.advance(SECOND.minusNanos(1));
        watchdog.tick();
        assertNothingElseExpires();
    }

    @Test
    void aNewArmingReplacesTheOld() throws InterruptedException {
        Watchdog.Stamp stamp = stamp("first");
        stamp.arm(Deadline.after(clock, SECOND));
        stamp.arm(Deadline.after(clock, SECOND.multipliedBy(2)));
        clock.advance(SECOND);
        watchdog.tick();
        assertNothingElseExpires();
        clock.advance(SECOND);
        watchdog.tick();
        assertEquals("first", expired.take());
    }

    @Test
    void anExpiredStampCanBeArmedAgain() throws InterruptedException {
        Watchdog.Stamp stamp = stamp("first");
        for (int i = 0; i < 2; i++) {
            stamp.arm(Deadline.after(clock, SECOND));
            clock.advance(SECOND);
            watchdog.tick();
            assertEquals("first", expired.take());
        }
    }

    @Test
    void neitherADisarmedNorAClosedNorANeverEndingStampExpires() throws InterruptedException {
        Watchdog.Stamp disarmed = stamp("disarmed");
        disarmed.arm(Deadline.after(clock, SECOND));
        disarmed.disarm();
        Watchdog.Stamp closed = stamp("closed");
        closed.close();
        closed.arm(Deadline.after(clock, SECOND));
        stamp("never").arm(Deadline.NEVER);
        clock.advance(Duration.ofDays(10_000));
        watchdog.tick();
        assertNothingElseExpires();
    }

    @Test
    void anExpiryThatBlocksDelaysNoOther() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 100; i++) {
            watchdog.stamp(() -> awaitQuietly(never)).arm(Deadline.after(clock, SECOND));
        }
        stamp("free").arm(Deadline.after(clock, SECOND));
        clock.advance(SECOND);
        watchdog.tick();
        assertEquals("free", expired.take());
        never.countDown();
    }

    @Test
    void aStartedWatchdogLooksByItself() throws InterruptedException {
        try (Watchdog started = Watchdog.start(Clock.system())) {
            CountDownLatch fired = new CountDownLatch(1);
            started.stamp(fired::countDown).arm(Deadline.after(Clock.system(), Duration.ofMillis(1)));
            assertTrue(fired.await(5, TimeUnit.SECONDS));
        }
    }

    private Watchdog.Stamp stamp(String name) {
        return watchdog.stamp(() -> expired.add(name));
    }

    /** Expiries run on threads of their own: one more, made to come last, shows that none is under way. */
    private void assertNothingElseExpires() throws InterruptedException {
        stamp("last").arm(new Deadline(clock.nanos()));
        watchdog.tick();
        assertEquals("last", expired.take());
        assertNull(expired.poll());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
