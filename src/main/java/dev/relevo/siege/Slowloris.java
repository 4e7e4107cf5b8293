package dev.relevo.siege;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections whose requests never end: each sends another byte each second, and one that is closed is replaced. */
final class Slowloris implements AutoCloseable {
    private static final String START = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
    private static final Duration DRIP = Duration.ofSeconds(1);

    private final int port;
    private final List<Visitor> visitors = new ArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final Thread dripping = Thread.ofVirtual().name("slowloris").unstarted(this::drip);

    private Slowloris(int port) {
        this.port = port;
    }

    static Slowloris of(int count, int port) throws IOException {
        Slowloris slowloris = new Slowloris(port);
        for (int i = 0; i < count; i++) {
            slowloris.visitors.add(slowloris.enter());
        }
        slowloris.dripping.start();
        return slowloris;
    }

    /** How often no connection could be made. */
    int refused() {
        return refused.get();
    }

    @Override
    public void close() throws IOException {
        dripping.interrupt();
        try {
            dripping.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Visitor visitor : visitors) {
            visitor.close();
        }
    }

    private Visitor enter() throws IOException {
        return Visitor.to(port).send(START);
    }

    private void drip() {
        try {
            while (true) {
                Thread.sleep(DRIP);
                visitors.replaceAll(this::dripped);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The same one, or another where that one was closed. */
    private Visitor dripped(Visitor visitor) {
        if (visitor.sends("x")) {
            return visitor;
        }
        try {
            visitor.close();
            return enter();
        } catch (IOException e) {
            refused.incrementAndGet();
            return visitor;
        }
    }
}
