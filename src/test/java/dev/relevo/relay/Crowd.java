package dev.relevo.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Threads that do the same at once. */
record Crowd(int size) {
    /** What each of them does. */
    interface Deed {
        void run() throws Exception;
    }

    static Crowd of(int size) {
        return new Crowd(size);
    }

    /** Waits for all; throws what the first of them threw. */
    void run(Deed deed) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Void> once = () -> {
                deed.run();
                return null;
            };
            List<Future<Void>> running = new ArrayList<>();
            IntStream.range(0, size).forEach(i -> running.add(threads.submit(once)));
            for (Future<Void> one : running) {
                one.get();
            }
        }
    }
}
