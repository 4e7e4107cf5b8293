package dev.relevo.siege;

import dev.relevo.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The clients that a process knows to have left: what its log says of them, line by line. */
final class Departed implements Consumer<String> {
    private static final String LEFT = " request 499 ";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BlockingQueue<Long> nanos = new LinkedBlockingQueue<>();
    private final Clock clock;

    Departed(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void accept(String line) {
        if (line.contains(LEFT)) {
            nanos.add(clock.nanos());
        }
    }

    /** From now on only others count. */
    Departed forget() {
        nanos.clear();
        return this;
    }

    /** Waits for one; when its line came. */
    long next() throws InterruptedException {
        Long next = poll();
        if (next == null) {
            throw new AssertionError("no 499 in the log within " + PATIENCE);
        }
        return next;
    }

    /** Each case must be one of them, by and by. */
    void claimAll(Seen seen) throws InterruptedException {
        int logged = 0;
        while (logged < seen.cases() && poll() != null) {
            logged++;
        }
        seen.require(logged == seen.cases(), logged + " logged as 499");
        seen.require(nanos.isEmpty(), nanos.size() + " too many are logged as 499");
    }

    private @Nullable Long poll() throws InterruptedException {
        return nanos.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
