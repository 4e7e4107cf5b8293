package dev.relevo.edge;

import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the processor's time from going to those who are served already. A carrier runs the virtual threads that it woke
 * itself before any that a platform thread started or woke, and where there is more work than it can do, that is for ever:
 * a new connection, a health check and whoever waits for a timer then get no turn for seconds. So a task is put last in the
 * line now and then to see how long that is. Where it does not run soon, requests that come wait here, until those under way
 * have left the processor and the task has run; then a batch of them begins, and the next task stands behind what comes of
 * it. Where requests are held up by their providers, not by the processor, tasks run at once and nobody waits.
 */
final class Turnstile implements AutoCloseable {
    /** The longest that a request waits here. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** The longest that somebody does who is served already, or for whom nobody has to wait. */
    static final Duration COURTESY = Duration.ofMillis(100);

    /** How many begin at a time. */
    static final int BATCH = 64;

    /** Fewer connections leave the processor free soon enough. */
    static final int BUSY = 8;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final Duration SOON = Duration.ofMillis(20);

    private final LongSupplier connections;
    private final Executor line;
    private final LongConsumer waits;
    private final Clock clock;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    /** Before those. */
    private final Queue<Waiting> courteous = new ConcurrentLinkedQueue<>();

    private volatile @Nullable Thread keeper;
    private volatile boolean shut;
    private volatile boolean resting;
    /** Whether anybody came since it was last looked. */
    private volatile boolean visited;

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
     * @param connections how many are open
     * @param line runs a task after all others that wait for a core
     * @param waits is told how long each one waited that did, in nanoseconds
     */
    Turnstile(LongSupplier connections, Executor line, LongConsumer waits, Clock clock) {
        this.connections = connections;
        this.line = line;
        this.waits = waits;
        this.clock = clock;
    }

    /** For requests on virtual threads. */
    static Turnstile start(LongSupplier connections, LongConsumer waits, Clock clock) {
        LastInLine line = new LastInLine();
        Turnstile turnstile = new Turnstile(connections, line, waits, clock);
        turnstile.keeper = Thread.ofPlatform().daemon().name("turnstile").start(() -> turnstile.keep(line));
        return turnstile;
    }

    /**
     * A request begins here, and waits where that is needed.
     *
     * @return false if it waited in vain, and is not to be served
     */
    boolean pass() {
        visit();
        return !shut || awaitTurn(waiting, PATIENCE);
    }

    /** For who is served already, and for health checks: they wait less, before the others, and are never turned away. */
    void giveWay() {
        visit();
        if (shut) {
            boolean _ = awaitTurn(courteous, COURTESY);
        }
    }

    /** How many wait. */
    int waiting() {
        return waiting.size() + courteous.size();
    }

    private void visit() {
        if (!visited) {
            visited = true;
        }
        if (resting && connections.getAsLong() >= BUSY) {
            resting = false;
            LockSupport.unpark(keeper);
        }
    }

    private boolean awaitTurn(Queue<Waiting> queue, Duration patience) {
        Waiting turn = new Waiting(Deadline.after(clock, patience));
        queue.add(turn);
        if (!shut && queue.remove(turn)) {
            return true;
        }
        long began = clock.nanos();
        try {
            turn.decided.await();
            waits.accept(clock.nanos() - began);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !queue.remove(turn) && turn.admitted;
        }
        return turn.admitted;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(keeper);
    }

    private void keep(LastInLine line) {
        try (line) {
            while (!closed) {
                look();
                if (!shut) {
                    rest();
                }
            }
        } finally {
            open();
        }
    }

    private void rest() {
        if (visited && connections.getAsLong() >= BUSY) {
            visited = false;
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        } else {
            resting = true;
            LockSupport.park();
        }
    }

    /** Returns when a task that is put last in the line now has run. */
    void look() {
        CountDownLatch ran = new CountDownLatch(1);
        line.execute(ran::countDown);
        while (!await(ran) && !closed) {
            shut = true;
            refuseImpatient(courteous);
            refuseImpatient(waiting);
        }
        if (shut) {
            refuseImpatient(waiting);
            letIn();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(SOON.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void letIn() {
        for (int begun = 0; begun < BATCH; begun++) {
            Waiting next = next();
            if (next == null) {
                open();
                return;
            }
            next.decide(true);
        }
    }

    private @Nullable Waiting next() {
        Waiting next = courteous.poll();
        return next == null ? waiting.poll() : next;
    }

    /** Whoever saw that it was shut and has joined only now is let in here, or sees that it is open. */
    private void open() {
        shut = false;
        for (Waiting late = next(); late != null; late = next()) {
            late.decide(true);
        }
    }

    private void refuseImpatient(Queue<Waiting> queue) {
        for (Waiting first = queue.peek(); first != null && first.until.passed(clock); first = queue.peek()) {
            if (queue.remove(first)) {
                first.decide(false);
            }
        }
    }
}
