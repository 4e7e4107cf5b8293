package dev.relevo.siege;

import dev.relevo.siege.Visitor.Way;
import dev.relevo.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that leave, in turn on each lane, in every way, asking for streams and for plain answers. */
final class Departures {
    static final double LONGEST_MILLIS = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LONGEST_PAUSE_MILLIS = 120;
    static final List<Way> WAYS = List.of(Way.values());
    private static final int NUMBERS = 1_000_000;

    private final int port;
    private final List<Lane> lanes;
    private final Clock clock;
    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /** @param port of the proxy that has these lanes */
    Departures(int port, List<Lane> lanes, Clock clock) {
        this.port = port;
        this.lanes = lanes;
        this.clock = clock;
    }

    /**
     * Plays them.
     *
     * @param cases how many, on all lanes together
     * @param seed decides how long a client stays once its request has come that far
     */
    Seen leave(Phase phase, int cases, long seed) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            int used = Math.min(phase.mostAtOnce(), lanes.size());
            int each = cases / used;
            for (int i = 0; i < used; i++) {
                Lane lane = lanes.get(i);
                SplittableRandom random = new SplittableRandom(seed + i);
                int first = 1 + i * each;
                running.add(threads.submit(() -> leaveOneByOne(phase, lane, first, each, random)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return judged();
    }

    private Seen judged() {
        Times times = Times.of(nanos);
        Seen seen = new Seen().cases(times.count() + failures.size());
        seen.claim(times.typical() <= LONGEST_MILLIS, "upstream closed after " + times);
        seen.require(failures.isEmpty(), failures.size() + " not: " + failures.peek());
        return seen;
    }

    private void leaveOneByOne(Phase phase, Lane lane, int first, int count, SplittableRandom random) {
        for (int i = 0; i < count; i++) {
            Way way = WAYS.get(i % WAYS.size());
            boolean stream = i / WAYS.size() % 2 == 0;
            try {
                leaveOnce(phase, lane, way, stream, (first + i) % NUMBERS, random);
            } catch (IOException | AssertionError e) {
                failures.add(way + (stream ? " stream: " : " plain: ") + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void leaveOnce(Phase phase, Lane lane, Way way, boolean stream, int request, SplittableRandom random)
            throws IOException, InterruptedException {
        try (Visitor visitor = Visitor.to(port)) {
            Phase.Upstream upstream = phase.reach(visitor, lane, stream, request);
            Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            long left = clock.nanos();
            visitor.leave(way);
            upstream.awaitEnd();
            nanos.add(clock.nanos() - left);
            if (way == Way.HALF_CLOSE && !visitor.untilEnd(PATIENCE).ended()) {
                failures.add("a half-closed client is kept");
            }
        }
    }
}
