package dev.relevo.siege;

import dev.relevo.siege.Traffic.Took;
import dev.relevo.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Well-behaved clients before, while and after others misbehave. What else the machine does only ever adds to their times, so
 * of several measurements meanwhile the best counts, and of those without any misbehaviour the worst.
 */
final class Bystanders {
    private static final int CLIENTS = 6;
    private static final int MEASUREMENTS = 3;
    private static final double MOST = 2;

    private final int port;
    private final Duration time;
    private final Clock clock;
    private final List<Took> without = new ArrayList<>();
    private final List<Took> with = new ArrayList<>();

    /** @param time that each measurement takes */
    Bystanders(int port, Duration time, Clock clock) {
        this.port = port;
        this.time = time;
        this.clock = clock;
    }

    /** Nobody misbehaves. */
    void undisturbed() throws InterruptedException {
        without.add(measured());
    }

    /** Somebody does. */
    void disturbed() throws InterruptedException {
        for (int i = 0; i < MEASUREMENTS && (i == 0 || isSlower()); i++) {
            with.add(measured());
        }
    }

    void claimNoSlower(Seen seen) {
        seen.claim(!isSlower(), String.format(Locale.ROOT, "others' p99 %.1f ms, without %.1f ms", best(), worst()));
        without.forEach(took -> took.requireNoneLost(seen));
        with.forEach(took -> took.requireNoneLost(seen));
    }

    private boolean isSlower() {
        return best() > MOST * worst();
    }

    private double best() {
        return with.stream().mapToDouble(took -> took.times().p99()).min().orElse(Double.POSITIVE_INFINITY);
    }

    private double worst() {
        return without.stream().mapToDouble(took -> took.times().p99()).max().orElse(0);
    }

    private Took measured() throws InterruptedException {
        return Traffic.of(port, "auto", CLIENTS, time, clock);
    }
}
