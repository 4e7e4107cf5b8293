package dev.relevo.edge;

import dev.relevo.relay.ClientGone;
import dev.relevo.relay.Reply;
import dev.relevo.time.Clock;
import dev.relevo.wire.Headers;
import dev.relevo.wire.SseWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The status as a stream of events for those who watch: one at once, then one a second, made once for all of them and only
 * while there are any. Nothing is queued: who reads slowly misses some. Ends in order when the server drains.
 */
final class StatusFeed {
    /** How many may watch at a time. */
    static final int MOST_WATCHERS = 16;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<byte[]> status;
    private final Clock clock;
    private final Allowance watchers = new Allowance(() -> MOST_WATCHERS);
    private final Set<CountDownLatch> watching = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;
    private volatile Snapshot latest = new Snapshot(Chunks.NONE, Long.MIN_VALUE);

    /**
     * @param event as it is sent
     * @param nextNanos from when on it is too old
     */
    private record Snapshot(byte[] event, long nextNanos) {}

    /** @param status what is told, a JSON object on one line */
    StatusFeed(Supplier<byte[]> status, Clock clock) {
        this.status = status;
        this.clock = clock;
    }

    /** Sends events until the client leaves or {@link #end} is called. */
    void serve(Reply reply) throws Refusal, ClientGone {
        if (!watchers.take(1)) {
            throw Refusal.tooManyWatchers(MOST_WATCHERS);
        }
        CountDownLatch over = new CountDownLatch(1);
        watching.add(over);
        try {
            reply.watch(over::countDown);
            send(reply, over);
        } finally {
            watching.remove(over);
            watchers.giveBack(1);
        }
    }

    /** Every stream ends in order, now; those that begin later after one event. */
    void end() {
        ended = true;
        endPresent();
    }

    /** Every stream ends in order, now: who watches asks again, with a key that may not be good any more. */
    void endPresent() {
        watching.forEach(CountDownLatch::countDown);
    }

    /** How many watch. */
    long watchers() {
        return watchers.taken();
    }

    static Headers headers() {
        return new Headers()
                .add("Content-Type", "text/event-stream")
                .add("Cache-Control", "no-store")
                .add("X-Accel-Buffering", "no");
    }

    private void send(Reply reply, CountDownLatch over) throws ClientGone {
        reply.start(200, headers(), -1);
        Snapshot sent;
        do {
            sent = snapshot();
            reply.write(sent.event(), 0, sent.event().length);
        } while (!ended && !isOver(over, sent.nextNanos() - clock.nanos()));
        reply.end();
    }

    private static boolean isOver(CountDownLatch over, long waitNanos) {
        try {
            return over.await(waitNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Snapshot snapshot() {
        Snapshot known = latest;
        return isFresh(known) ? known : renewed();
    }

    private synchronized Snapshot renewed() {
        if (!isFresh(latest)) {
            byte[] told = status.get();
            SseWriter out = new SseWriter();
            out.event(told, 0, told.length);
            byte[] event = Arrays.copyOf(out.buffer(), out.length());
            latest = new Snapshot(event, clock.nanos() + PAUSE.toNanos());
        }
        return latest;
    }

    private boolean isFresh(Snapshot snapshot) {
        return snapshot.event().length > 0 && clock.nanos() - snapshot.nextNanos() < 0;
    }
}
