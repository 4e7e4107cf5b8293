package dev.relevo.siege;

import dev.relevo.chaos.Client;
import dev.relevo.chaos.Finding;
import dev.relevo.chaos.Verdict;
import dev.relevo.chaos.Verification;
import dev.relevo.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Well-behaved clients that ask again and again until they are told to stop, and check every byte. Of three, one keeps its
 * connection, one keeps it and reads streams, one connects anew each time.
 */
final class Traffic implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final AtomicInteger REQUESTS = new AtomicInteger();

    private final int port;
    private final String model;
    private final Duration pause;
    private final Clock clock;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> clients = new ArrayList<>();
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> lost = new ConcurrentLinkedQueue<>();

    private Traffic(int port, String model, Duration pause, Clock clock) {
        this.port = port;
        this.model = model;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * What became of it.
     *
     * @param times of the answers that were whole
     * @param lost why the others were not
     */
    record Took(Times times, List<String> lost) {
        int asked() {
            return times.count() + lost.size();
        }

        /** Tells how many were lost, which must be none. */
        void claimNoneLost(Seen seen) {
            seen.claim(isWhole(), told());
        }

        /** Tells only what was lost. */
        void requireNoneLost(Seen seen) {
            seen.require(isWhole(), told());
        }

        private boolean isWhole() {
            return lost.isEmpty() && asked() > 0;
        }

        private String told() {
            String some = lost.isEmpty() ? "" : ": " + lost.subList(0, Math.min(lost.size(), 3));
            return lost.size() + " of " + asked() + " lost" + some;
        }
    }

    /**
     * Begins it.
     *
     * @param port of the proxy, on this machine
     * @param clients how many, each with at most one request at a time
     * @param pause of each between its requests
     */
    static Traffic begin(int port, String model, int clients, Duration pause, Clock clock) {
        Traffic traffic = new Traffic(port, model, pause, clock);
        for (int i = 0; i < clients; i++) {
            int kind = i % 3;
            traffic.clients.add(
                    Thread.ofVirtual().name("client-" + i).start(() -> traffic.askAll(kind == 1, kind == 2)));
        }
        return traffic;
    }

    /** Of such clients for that long. */
    static Took of(int port, String model, int clients, Duration time, Clock clock) throws InterruptedException {
        try (Traffic traffic = begin(port, model, clients, Duration.ofMillis(5), clock)) {
            Thread.sleep(time);
            traffic.awaitAsked(clients);
            return traffic.end();
        }
    }

    /** Returns when so many requests were asked. */
    void awaitAsked(int count) throws InterruptedException {
        while (asked.get() < count) {
            Thread.sleep(LOOK);
        }
    }

    /** Waits for the requests that are under way. */
    Took end() throws InterruptedException {
        over.set(true);
        for (Thread client : clients) {
            client.join();
        }
        return new Took(Times.of(nanos), List.copyOf(lost));
    }

    @Override
    public void close() {
        over.set(true);
    }

    private void askAll(boolean stream, boolean fresh) {
        try (Client client = new Client(port)) {
            while (!over.get()) {
                ask(client, stream);
                if (fresh) {
                    client.disconnect();
                }
                Thread.sleep(pause);
            }
        } catch (IOException e) {
            lost.add("a connection cannot be closed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(Client client, boolean stream) {
        int request = REQUESTS.incrementAndGet();
        asked.incrementAndGet();
        long started = clock.nanos();
        try {
            Finding finding = Verification.whole(request, stream).of(client.ask(model, stream, request));
            if (finding.verdict() == Verdict.WHOLE) {
                nanos.add(clock.nanos() - started);
            } else {
                lost.add(finding.verdict() + " " + finding.detail());
            }
        } catch (IOException e) {
            lost.add("request " + request + ": " + e);
        }
    }
}
