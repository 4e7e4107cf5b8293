package dev.relevo.edge;

import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets requests begin no faster than the processor can serve them. While new threads soon get a core, everyone passes. When
 * for a tenth of a second none did, there are more requests under way than help ({@link ConcurrencyLimit}): those that come
 * wait here, which costs nothing, until others have ended. So the processor's time goes into answers, and a thread that
 * looks at a new connection gets its turn: a health check may be on it. Whoever waits in vain is not to be served.
 */
final class Turnstile implements AutoCloseable {
    /** The longest that anybody waits here. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final Executor threads;
    private final Clock clock;
    private final ConcurrencyLimit limit = new ConcurrencyLimit();
    private final AtomicInteger begun = new AtomicInteger();
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final Thread keeper = Thread.ofPlatform().daemon().name("turnstile").unstarted(this::keep);
    private volatile long lookedNanos;
    private volatile boolean closed;

    private static final class Waiting {
        private final CountDownLatch decided = new CountDownLatch(1);
        private final Deadline until;
        private volatile boolean admitted;

        private Waiting(Deadline until) {
            this.until = until;
        }

        private void decide(boolean admit) {
            admitted = admit;
            decided.countDown();
        }
    }

    /**
     * One that looks only when {@link #look()} is called.
     *
     * @param threads whose wait for a core is watched
     */
    Turnstile(Executor threads, Clock clock) {
        this.threads = threads;
        this.clock = clock;
        this.lookedNanos = clock.nanos();
    }

    /** For requests on virtual threads. */
    static Turnstile start(Clock clock) {
        Turnstile turnstile =
                new Turnstile(task -> Thread.ofVirtual().name("turnstile").start(task), clock);
        turnstile.keeper.start();
        return turnstile;
    }

    /**
     * Waits where that is needed.
     *
     * @return whether a request has begun, whose {@link #end} is to follow
     */
    boolean pass() {
        if (begun.get() >= ConcurrencyLimit.FEW && clock.nanos() - lookedNanos > BETWEEN_LOOKS.toNanos()) {
            LockSupport.unpark(keeper);
        }
        return (waiting.isEmpty() && begin()) || awaitTurn();
    }

    /** A request has ended. */
    void end() {
        begun.decrementAndGet();
        letIn();
    }

    /** How many wait. */
    int waiting() {
        return waiting.size();
    }

    private boolean begin() {
        if (begun.incrementAndGet() <= limit.now()) {
            return true;
        }
        begun.decrementAndGet();
        return false;
    }

    private boolean awaitTurn() {
        Waiting turn = new Waiting(Deadline.after(clock, PATIENCE));
        waiting.add(turn);
        // Others may have ended just before.
        letIn();
        try {
            turn.decided.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !waiting.remove(turn) && turn.admitted;
        }
        return turn.admitted;
    }

    private void letIn() {
        while (!waiting.isEmpty() && begin()) {
            Waiting next = waiting.poll();
            if (next == null) {
                begun.decrementAndGet();
            } else {
                next.decide(true);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(keeper);
    }

    private void keep() {
        while (!closed) {
            look();
            if (limit.isSet() || begun.get() >= ConcurrencyLimit.FEW) {
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            } else {
                LockSupport.park();
            }
        }
    }

    /** Sees how long a new thread waits for a core now. */
    void look() {
        lookedNanos = clock.nanos();
        CountDownLatch ran = new CountDownLatch(1);
        threads.execute(ran::countDown);
        await(ran);
        long now = clock.nanos();
        limit.seen(now, now - lookedNanos, begun.get(), waiting.isEmpty());
        letIn();
        refuseImpatient();
    }

    private static void await(CountDownLatch latch) {
        try {
            boolean _ = latch.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuseImpatient() {
        for (Waiting first = waiting.peek(); first != null && first.until.passed(clock); first = waiting.peek()) {
            if (waiting.remove(first)) {
                first.decide(false);
            }
        }
    }
}
