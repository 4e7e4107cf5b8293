package dev.relevo.routing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The queues of all pools: those who wait learn of room wherever it comes. Safe for use by many threads. */
final class Queues {
    /** A pool has this part of all places at most, so that one alone does not take them from the others. */
    private static final int PART_OF_A_POOL = 2;

    private final Set<Queue> used = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile int most = Integer.MAX_VALUE;

    /** From now on no more than that many wait at once. */
    void limit(int together) {
        most = together;
    }

    /** Takes a place in a queue in which so many are; false if none is free. */
    boolean enter(Queue queue, int inIt) {
        int places = most;
        boolean free = (long) inIt * PART_OF_A_POOL < places;
        if (!free || waiting.incrementAndGet() > places) {
            waiting.addAndGet(free ? -1 : 0);
            return false;
        }
        used.add(queue);
        return true;
    }

    /** So many places are given back, so many are left in that queue. */
    void left(Queue queue, int places, int inIt) {
        waiting.addAndGet(-places);
        if (inIt == 0) {
            used.remove(queue);
        }
    }

    /** Somewhere room may have come; costs nothing while nobody waits. */
    void roomCame(long nowNanos) {
        if (waiting.get() > 0) {
            used.forEach(queue -> queue.roomCame(nowNanos));
        }
    }
}
