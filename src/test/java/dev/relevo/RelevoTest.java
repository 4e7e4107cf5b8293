package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Settings;
import dev.relevo.edge.ListenFailure;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RelevoTest {
    /** A listener, the demo's listener, the access log, the watchdog. */
    private static final int THREADS = 4;

    private static final Settings KEYLESS = StartedRelevo.settings("models: {auto: [groq]}");

    @Test
    void itsThreadsEndWithItAndClosingTwiceIsHarmless() throws Exception {
        Set<Thread> before = platformThreads();
        StartedRelevo relevo = StartedRelevo.of("models: {auto: [groq]}");
        Set<Thread> own = since(before);
        assertEquals(THREADS, own.size(), own::toString);

        relevo.close();
        relevo.close();

        assertEnd(own);
    }

    @Test
    void whatCannotListenLeavesNoThreadBehind() throws Exception {
        Set<Thread> before = platformThreads();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Settings there = KEYLESS.withServer(KEYLESS.server().withAddress("127.0.0.1", taken.getLocalPort()));
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());

            assertThrows(ListenFailure.class, () -> Relevo.start(there, nowhere));
        }
        assertEnd(since(before));
    }

    private static void assertEnd(Set<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            assertTrue(thread.join(Duration.ofSeconds(10)), thread::toString);
        }
    }

    private static Set<Thread> since(Set<Thread> before) {
        Set<Thread> threads = new HashSet<>(platformThreads());
        threads.removeAll(before);
        return threads;
    }

    /** Those that Relevo or its listeners started. */
    private static Set<Thread> platformThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("watchdog|access-log|server-.*-listener"))
                .collect(Collectors.toSet());
    }
}
