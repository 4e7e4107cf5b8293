package dev.relevo.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what outlives the process. One thread writes: each second what has changed, and at once what somebody waits for.
 * Where the disk does not serve, one warning tells so, requests are served as before, and it is tried again each ten seconds;
 * then all that is known is written.
 */
public final class Store implements AutoCloseable {
    private static final long PAUSE_MILLIS = 1000;
    private static final long CLOSE_MILLIS = 5000;
    private static final int MOST_URGENT = 1024;

    /** Held by the process that serves with that state. */
    private static final String SERVING = "serving.lock";

    private final Session session;
    private final LongSupplier epochMillis;
    private final Duration longestWait;
    private final Consumer<String> notices;
    private final BlockingQueue<Urgent> urgent = new LinkedBlockingQueue<>(MOST_URGENT);
    private final AtomicBoolean toldOfDelay = new AtomicBoolean();
    private final Thread writer = Thread.ofPlatform().daemon().name("store").unstarted(this::run);

    /** Whether a bug was told of; the writer's. */
    private boolean told;

    private volatile FolderLock alone;
    private volatile boolean late;
    private volatile boolean closed;

    private record Urgent(List<StateRow> rows, CountDownLatch written) {}

    private Store(
            Session session,
            FolderLock alone,
            LongSupplier epochMillis,
            Duration longestWait,
            Consumer<String> notices) {
        this.notices = notices;
        this.session = session;
        this.alone = alone;
        this.epochMillis = epochMillis;
        this.longestWait = longestWait;
    }

    /**
     * Opens the file of that folder, and makes what is missing. Always gives a store, if need be one that keeps nothing yet.
     *
     * @param epochMillis the wall clock
     * @param longestWait for how long a slow disk may hold up whoever calls {@link #writeNow}
     * @param notices gets a sentence when the file is set aside, cannot be used, can again, or is slow
     */
    public static Store open(Path stateDir, LongSupplier epochMillis, Duration longestWait, Consumer<String> notices) {
        Session session = Session.open(new StateFile(stateDir, notices), epochMillis, notices);
        // Where nothing can be written, the session has told so.
        FolderLock alone = FolderLock.take(stateDir, SERVING, _ -> {});
        return new Store(session, alone, epochMillis, longestWait, notices);
    }

    /** What the file tells of scopes. */
    public List<StateRow> states() {
        return session.states();
    }

    /** The access keys that were created by command; null if nobody can tell, so that those that are known go on to hold. */
    public @Nullable List<StoredKey> keys() {
        return session.keys();
    }

    /** Whether requests need a key since some were created, whether or not these can be read. */
    public boolean keysRequired() {
        return session.keysRequired();
    }

    /** Whether a process before may have known more than it wrote, by at most a second: it was killed, or still runs. */
    public boolean interrupted() {
        return session.interrupted();
    }

    /** Whether no other process serves with the same state, as far as is known: each of them counts for itself. */
    public boolean isAlone() {
        return alone.held();
    }

    /**
     * Begins to write what has changed, each second.
     *
     * @param states all facts that are known of scopes
     * @param usage what is to be added to usage
     * @param retentionDays for how many days usage is kept
     */
    public void begin(Supplier<List<StateRow>> states, UsageTally usage, LongSupplier retentionDays) {
        session.begin(states, usage, retentionDays);
        writer.start();
    }

    /**
     * Writes these before it returns, unless the disk is slow: then it returns when the longest wait is over, or at once while an earlier one still
     * waits, and they are written as soon as may be. Where nothing can be written they are with what is written each second.
     *
     * @return whether they are on the disk
     */
    public boolean writeNow(List<StateRow> rows) {
        Urgent asked = new Urgent(rows, new CountDownLatch(1));
        boolean written = false;
        if (session.available() && !closed && urgent.offer(asked) && !late) {
            written = await(asked.written());
            late = !written;
            tellOfDelay();
        }
        return written && session.available();
    }

    /** Once is enough. */
    private void tellOfDelay() {
        if (late && toldOfDelay.compareAndSet(false, true)) {
            notices.accept("the state takes longer than " + longestWait.toMillis()
                    + " ms to be written: a sudden end may lose that a limit is spent or that something rests");
        }
    }

    /** Writes what is known, and ends. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            // Wakes the writer.
            urgent.offer(new Urgent(List.of(), new CountDownLatch(1)));
            awaitEnd();
            alone.close();
        }
    }

    private boolean await(CountDownLatch latch) {
        try {
            return latch.await(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void awaitEnd() {
        try {
            if (writer.getState() == Thread.State.NEW) {
                session.close();
            } else {
                writer.join(CLOSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long flushed = epochMillis.getAsLong();
        while (!closed) {
            try {
                writeUrgent();
                long now = epochMillis.getAsLong();
                if (Math.abs(now - flushed) >= PAUSE_MILLIS) {
                    flushed = now;
                    session.flush();
                    alone = alone.again();
                }
            } catch (RuntimeException | Error e) {
                tell(e);
            }
        }
        try {
            session.end();
        } catch (RuntimeException | Error e) {
            tell(e);
            session.close();
        }
    }

    /** A bug must not end the writing; once is enough to know of it. */
    private void tell(Throwable bug) {
        if (!told) {
            told = true;
            notices.accept("something is not written to the state, which is a bug: " + bug);
        }
    }

    /** Waits for the first, and writes whatever else has come until then in the same transaction. */
    private void writeUrgent() {
        try {
            Urgent first = urgent.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            if (first == null) {
                return;
            }
            List<Urgent> asked = new ArrayList<>(List.of(first));
            urgent.drainTo(asked);
            session.write(asked.stream().flatMap(each -> each.rows().stream()).toList());
            late = false;
            asked.forEach(each -> each.written().countDown());
        } catch (InterruptedException e) {
            closed = true;
        }
    }
}
