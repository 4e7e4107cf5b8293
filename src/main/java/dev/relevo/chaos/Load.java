package dev.relevo.chaos;

import dev.relevo.time.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** All requests of one cell, as many at once as the cell wants. */
final class Load {
    private final int port;
    private final Cell cell;
    private final Clock clock;
    private final Tally tally;
    private final AtomicInteger next = new AtomicInteger();

    /** @param port of the proxy, on this machine */
    Load(int port, Cell cell, Clock clock) {
        this.port = port;
        this.cell = cell;
        this.clock = clock;
        this.tally = new Tally(cell.requests());
    }

    /** Returns when every request has got what it gets. */
    Tally run() throws InterruptedException {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < cell.concurrency(); i++) {
            clients.add(Thread.ofVirtual().name("client-" + i).start(this::askAll));
        }
        for (Thread client : clients) {
            client.join();
        }
        return tally;
    }

    private void askAll() {
        try (Client client = new Client(port)) {
            for (int i = next.getAndIncrement(); i < cell.requests(); i = next.getAndIncrement()) {
                long started = clock.nanos();
                tally.add(ask(client, i), clock.nanos() - started);
            }
        } catch (IOException e) {
            tally.blame(new Finding(Verdict.LOST, "a connection cannot be closed: " + e.getMessage()));
        }
    }

    private Finding ask(Client client, int i) {
        int request = cell.request(i);
        try {
            return Verification.in(cell, request).of(client.ask(cell.pool(i), cell.stream(), request));
        } catch (IOException e) {
            return new Finding(Verdict.LOST, "request " + request + ": " + e.getMessage());
        }
    }
}
