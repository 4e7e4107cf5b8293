package dev.relevo.siege;

import java.io.IOException;

/**
 * The memory of a process, in bytes.
 *
 * @param resident what it has of the system's; all of the heap, once each page of that was touched
 * @param liveHeap what of the heap is in use after a collection
 */
record Memory(long resident, long liveHeap) {
    private static final int MOST_GROWTH_MIB = 50;

    static Memory of(Vitals vitals) throws IOException, InterruptedException {
        return new Memory(vitals.resident(), vitals.liveHeap());
    }

    /** Whether by now there is little more of it. */
    void claimLittleMore(String when, Vitals vitals, Seen seen) throws IOException, InterruptedException {
        Memory now = of(vitals);
        long more = mebibytes(now.resident - resident);
        long live = mebibytes(now.liveHeap - liveHeap);
        seen.claim(
                more < MOST_GROWTH_MIB && live < MOST_GROWTH_MIB,
                when + " +" + more + " MiB, live heap +" + live + " MiB");
    }

    private static long mebibytes(long growth) {
        return Math.max(0, growth) >> 20;
    }
}
