package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TurnstileTest {
    private static final int MANY = 100;

    private final ManualClock clock = new ManualClock();
    private Duration wait = Duration.ZERO;
    /** Threads get their core after that wait. */
    private final Turnstile turnstile = new Turnstile(
            thread -> {
                clock.advance(wait);
                thread.run();
            },
            clock);

    @AfterEach
    void close() {
        turnstile.close();
    }

    @Test
    void everyonePassesWhileThreadsGetTheirCoreSoon() {
        pass(10_000);
        turnstile.look();
        assertTrue(turnstile.pass());
    }

    @Test
    void whoComesWhenTheProcessorIsBehindWaitsUntilEnoughHaveEnded() throws Exception {
        pass(MANY);
        fallBehind();
        CompletableFuture<Boolean> next = waiting();
        for (int ended = 0; ended < MANY / 4; ended++) {
            assertFalse(next.isDone());
            turnstile.end();
        }
        turnstile.end();
        assertTrue(next.get(10, TimeUnit.SECONDS));
    }

    @Test
    void whoeverWaitsIsLetInWhenTheProcessorHasCaughtUp() throws Exception {
        pass(MANY);
        fallBehind();
        CompletableFuture<Boolean> next = waiting();
        wait = Duration.ofMillis(1);
        for (int looks = 0; looks < 3; looks++) {
            clock.advance(Duration.ofMillis(100));
            turnstile.look();
        }
        assertTrue(next.get(10, TimeUnit.SECONDS));
    }

    @Test
    void whoeverHasWaitedForASecondIsNotServed() throws Exception {
        pass(MANY);
        fallBehind();
        CompletableFuture<Boolean> next = waiting();
        clock.advance(Turnstile.PATIENCE);
        turnstile.look();
        assertFalse(next.get(10, TimeUnit.SECONDS));
        assertEquals(0, turnstile.waiting());
    }

    @Test
    void howeverFarBehindItIsAFewAreAlwaysServed() {
        pass(MANY);
        for (int looks = 0; looks < 20; looks++) {
            fallBehind();
        }
        for (int ended = 0; ended < MANY; ended++) {
            turnstile.end();
        }
        pass(ConcurrencyLimit.FEW);
    }

    private void pass(int requests) {
        List<Integer> held = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            if (!turnstile.pass()) {
                held.add(i);
            }
        }
        assertEquals(List.of(), held);
    }

    private void fallBehind() {
        wait = Duration.ofMillis(120);
        turnstile.look();
        wait = Duration.ZERO;
    }

    private CompletableFuture<Boolean> waiting() {
        CompletableFuture<Boolean> passed = CompletableFuture.supplyAsync(turnstile::pass, Thread::startVirtualThread);
        while (turnstile.waiting() == 0) {
            Thread.onSpinWait();
        }
        return passed;
    }
}
