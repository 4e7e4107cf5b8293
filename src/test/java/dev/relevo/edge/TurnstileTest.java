package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TurnstileTest {
    private final ManualClock clock = new ManualClock();
    /** Threads that were started and have got no core yet. */
    private final BlockingQueue<Runnable> started = new LinkedBlockingQueue<>();

    private final List<Long> waited = new CopyOnWriteArrayList<>();

    private final Turnstile turnstile = new Turnstile(() -> Turnstile.BUSY, started::add, waited::add, clock);

    @AfterEach
    void close() {
        turnstile.close();
    }

    @Test
    void everyonePassesWhileThreadsRunSoon() throws Exception {
        CompletableFuture<Void> look = look();
        threadRuns();
        look.get(10, TimeUnit.SECONDS);
        assertTrue(turnstile.pass());
        turnstile.giveWay();
    }

    @Test
    void whoComesWhileAThreadWaitsForItsCoreWaitsUntilItHasRun() throws Exception {
        CompletableFuture<Void> look = lookThatFindsItBehind();
        List<CompletableFuture<Boolean>> requests = waiting(2);
        CompletableFuture<Void> stream = CompletableFuture.runAsync(turnstile::giveWay, Thread::startVirtualThread);
        awaitWaiting(3);
        threadRuns();
        look.get(10, TimeUnit.SECONDS);
        for (CompletableFuture<Boolean> request : requests) {
            assertTrue(request.get(10, TimeUnit.SECONDS));
        }
        stream.get(10, TimeUnit.SECONDS);
        assertTrue(turnstile.pass());
    }

    @Test
    void whoIsServedAlreadyGoesFirst() throws Exception {
        CompletableFuture<Void> look = lookThatFindsItBehind();
        List<CompletableFuture<Boolean>> requests = waiting(Turnstile.BATCH);
        CompletableFuture<Void> stream = CompletableFuture.runAsync(turnstile::giveWay, Thread::startVirtualThread);
        awaitWaiting(Turnstile.BATCH + 1);
        threadRuns();
        look.get(10, TimeUnit.SECONDS);
        stream.get(10, TimeUnit.SECONDS);
        assertEquals(1, turnstile.waiting());
        assertFalse(requests.getLast().isDone());
        turnstile.close();
    }

    @Test
    void theyBeginInBatchesEachWhenAThreadHasRunAfterTheOneBefore() throws Exception {
        CompletableFuture<Void> look = lookThatFindsItBehind();
        List<CompletableFuture<Boolean>> requests = waiting(Turnstile.BATCH + 1);
        threadRuns();
        look.get(10, TimeUnit.SECONDS);
        assertEquals(1, turnstile.waiting());
        look = look();
        threadRuns();
        look.get(10, TimeUnit.SECONDS);
        for (CompletableFuture<Boolean> request : requests) {
            assertTrue(request.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void whoeverHasWaitedForASecondIsNotServedButAStreamGoesOn() throws Exception {
        CompletableFuture<Void> look = lookThatFindsItBehind();
        CompletableFuture<Boolean> request = waiting(1).getFirst();
        CompletableFuture<Void> stream = CompletableFuture.runAsync(turnstile::giveWay, Thread::startVirtualThread);
        awaitWaiting(2);
        clock.advance(Turnstile.PATIENCE);
        assertFalse(request.get(10, TimeUnit.SECONDS));
        stream.get(10, TimeUnit.SECONDS);
        assertFalse(look.isDone());
        threadRuns();
        look.get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<Void> look() {
        return CompletableFuture.runAsync(turnstile::look, Thread::startVirtualThread);
    }

    private CompletableFuture<Void> lookThatFindsItBehind() {
        CompletableFuture<Void> look = look();
        CompletableFuture<Boolean> first = waiting(1).getFirst();
        clock.advance(Turnstile.PATIENCE);
        assertFalse(first.join());
        return look;
    }

    private void threadRuns() throws InterruptedException {
        Runnable thread = started.poll(10, TimeUnit.SECONDS);
        assertTrue(thread != null);
        thread.run();
    }

    private List<CompletableFuture<Boolean>> waiting(int requests) {
        List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            CompletableFuture<Boolean> request;
            do {
                int before = turnstile.waiting();
                request = CompletableFuture.supplyAsync(turnstile::pass, Thread::startVirtualThread);
                while (!request.isDone() && turnstile.waiting() == before) {
                    Thread.onSpinWait();
                }
                // It passed, since it has not been seen yet that the processor is behind.
            } while (request.isDone());
            waiting.add(request);
        }
        return waiting;
    }

    private void awaitWaiting(int many) {
        while (turnstile.waiting() < many) {
            Thread.onSpinWait();
        }
    }
}
