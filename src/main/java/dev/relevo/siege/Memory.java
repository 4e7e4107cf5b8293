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
    void claimLittleMore(Vitals vitals, Seen seen) throws IOException, InterruptedException {
        Memory now = of(vitals);
        claimLittle("grew by ", now.resident - resident, seen);
        claimLittle("live heap by ", now.liveHeap - liveHeap, seen);
    }

    private static void claimLittle(String what, long growth, Seen seen) {
        long mebibytes = Math.max(0, growth) >> 20;
        seen.claim(mebibytes < MOST_GROWTH_MIB, what + mebibytes + " MiB");
    }
}
