package dev.relevo.relay;

import dev.relevo.upstream.Abandonment;
import dev.relevo.upstream.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A request under way: what must end at once when the client leaves or the server stops. The first cause wins. */
final class Live {
    private final Lock pausing = new ReentrantLock();
    private final Condition changed = pausing.newCondition();
    private final List<Exchange> exchanges = new ArrayList<>(1);
    private volatile @Nullable Abandonment cause;

    /** Makes the exchange end with this request. Called before it connects. */
    void track(Exchange started) {
        synchronized (exchanges) {
            exchanges.add(started);
        }
        if (cause != null) {
            started.abort();
        }
    }

    /** The exchange is over; an abort must not reach its connection any more. */
    void untrack(Exchange ended) {
        synchronized (exchanges) {
            exchanges.remove(ended);
        }
    }

    void abort(Abandonment why) {
        if (first(why)) {
            wake();
            running().forEach(Exchange::abort);
        }
    }

    private synchronized boolean first(Abandonment why) {
        if (cause != null) {
            return false;
        }
        cause = why;
        return true;
    }

    private List<Exchange> running() {
        synchronized (exchanges) {
            return List.copyOf(exchanges);
        }
    }

    /** Ends what a bug left open. */
    void close() {
        running().forEach(Exchange::abort);
    }

    /**
     * Waits.
     *
     * @param over whether that is of no use any more; asked again after {@link #wake}
     * @return whether nothing has ended the request
     */
    boolean pause(Duration wait, BooleanSupplier over) {
        pausing.lock();
        try {
            long left = wait.toNanos();
            while (left > 0 && cause == null && !over.getAsBoolean()) {
                left = changed.awaitNanos(left);
            }
            return cause == null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            pausing.unlock();
        }
    }

    /** Whoever waits looks whether that is still of use. */
    void wake() {
        pausing.lock();
        try {
            changed.signalAll();
        } finally {
            pausing.unlock();
        }
    }

    @Nullable
    Abandonment cause() {
        return cause;
    }
}
