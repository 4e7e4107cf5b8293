package dev.relevo.siege;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Visitors that do the same, all at once. */
final class Crowd implements AutoCloseable {
    private final List<Visitor> visitors = new ArrayList<>();

    /** Makes one of them. */
    @FunctionalInterface
    interface Entrance {
        Visitor enter() throws IOException;
    }

    /** What one of them does. */
    @FunctionalInterface
    interface Act<A, T> {
        T by(A actor) throws IOException, InterruptedException;
    }

    static Crowd of(int count, Entrance entrance) throws IOException {
        Crowd crowd = new Crowd();
        for (int i = 0; i < count; i++) {
            crowd.visitors.add(entrance.enter());
        }
        return crowd;
    }

    /** Each by a thread of its own; what came of it. */
    <T> List<T> each(Act<Visitor, T> act) throws IOException, InterruptedException {
        return all(visitors, act);
    }

    /** Of other actors than visitors. */
    static <A, T> List<T> all(List<A> actors, Act<A, T> act) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = actors.stream()
                    .map(actor -> threads.submit(() -> act.by(actor)))
                    .toList();
            List<T> all = new ArrayList<>();
            for (Future<T> one : running) {
                all.add(one.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** How each of them ends if the server is given that long. */
    List<Visitor.Ended> ends(Duration within) throws IOException, InterruptedException {
        return each(visitor -> visitor.untilEnd(within));
    }

    @Override
    public void close() throws IOException {
        for (Visitor visitor : visitors) {
            visitor.close();
        }
    }
}
