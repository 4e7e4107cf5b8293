package dev.relevo.relay;

import dev.relevo.upstream.Abandonment;
import dev.relevo.upstream.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request under way: what must end at once when the client leaves or the server stops. The first cause wins. */
final class Live {
    private final CountDownLatch aborted = new CountDownLatch(1);
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
            aborted.countDown();
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

    /** Waits; whether nothing ended the request before the time was over. */
    boolean pause(Duration wait) {
        try {
            return !aborted.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Nullable
    Abandonment cause() {
        return cause;
    }
}
