package dev.relevo.siege;

import java.io.IOException;
import java.time.Duration;

/**
 * What a process holds.
 *
 * @param descriptors open files and sockets, idle connections to the provider aside
 * @param threads of the system
 * @param virtualThreads that have not ended
 */
record Holdings(int descriptors, int threads, int virtualThreads) {
    private static final int LOOKS = 20;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    /** The JVM starts compilers, collectors and carriers as it needs them. */
    private static final int JVM_THREADS = 12;

    /** And what its threads wait with. */
    private static final int JVM_DESCRIPTORS = 4;

    static Holdings of(Fort fort) throws IOException, InterruptedException {
        return new Holdings(
                descriptors(fort), fort.vitals().threads(), fort.vitals().virtualThreads());
    }

    private static int descriptors(Fort fort) throws IOException {
        return fort.vitals().descriptors() - (int) fort.provider().server().openConnections();
    }

    /** Whether it comes to hold no more than this within some seconds. */
    void claimBack(Fort fort, Seen seen) throws IOException, InterruptedException {
        for (int look = 0; look < LOOKS && descriptors(fort) > descriptors + JVM_DESCRIPTORS; look++) {
            Thread.sleep(BETWEEN_LOOKS);
        }
        Holdings now = of(fort);
        seen.claim(
                now.descriptors() <= descriptors + JVM_DESCRIPTORS,
                "descriptors " + descriptors + ", then " + now.descriptors());
        seen.claim(
                now.threads() <= threads + JVM_THREADS && now.virtualThreads() <= virtualThreads,
                "threads " + threads + "+" + virtualThreads + ", then " + now.threads() + "+" + now.virtualThreads());
    }
}
