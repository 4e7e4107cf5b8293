package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LastInLineTest {
    @Test
    void eachTaskRunsOnAVirtualThread() throws Exception {
        try (LastInLine line = new LastInLine()) {
            for (int i = 0; i < 100; i++) {
                CompletableFuture<Boolean> virtual = new CompletableFuture<>();
                line.execute(() -> virtual.complete(Thread.currentThread().isVirtual()));
                assertTrue(virtual.get(10, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void taskRunsAfterThreadsThatWereStartedBefore() throws Exception {
        CountDownLatch others = new CountDownLatch(1000);
        try (LastInLine line = new LastInLine()) {
            CompletableFuture<Void> ran = new CompletableFuture<>();
            for (int i = 0; i < 1000; i++) {
                Thread.ofVirtual().start(others::countDown);
            }
            line.execute(() -> ran.complete(null));
            ran.get(10, TimeUnit.SECONDS);
            assertTrue(others.getCount() < 10, () -> others.getCount() + " had not run");
        }
    }

    @Test
    void noTaskIsTakenOnceItIsClosed() {
        LastInLine line = new LastInLine();
        line.close();
        assertThrows(UncheckedIOException.class, () -> line.execute(() -> {}));
    }
}
