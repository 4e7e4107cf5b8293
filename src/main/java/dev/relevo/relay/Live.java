package dev.relevo.relay;

import dev.relevo.upstream.Abandonment;
import dev.relevo.upstream.Exchange;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A request under way: what must end at once when the client leaves or the server stops. The first cause wins. */
final class Live {
    private final AtomicReference<@Nullable Abandonment> cause = new AtomicReference<>();
    private final CountDownLatch aborted = new CountDownLatch(1);
    private volatile @Nullable Exchange exchange;

    /** Makes the exchange end with this request. Called before it connects. */
    void track(Exchange started) {
        exchange = started;
        if (cause.get() != null) {
            started.abort();
        }
    }

    /** The exchange is over; an abort must not reach its connection any more. */
    void untrack() {
        exchange = null;
    }

    void abort(Abandonment why) {
        if (cause.compareAndSet(null, why)) {
            aborted.countDown();
            Exchange running = exchange;
            if (running != null) {
                running.abort();
            }
        }
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
        return cause.get();
    }
}
