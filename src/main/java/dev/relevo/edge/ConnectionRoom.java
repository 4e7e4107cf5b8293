package dev.relevo.edge;

import dev.relevo.wire.Heap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What connections take of the heap. Where it has no room a few more are let in all the same, only to be told so, and so that
 * health checks are answered.
 */
final class ConnectionRoom {
    private final Heap heap;
    private final long each;
    private final AtomicInteger without = new AtomicInteger();

    /** @param tls whether the connections are encrypted, which takes more */
    ConnectionRoom(Heap heap, boolean tls) {
        this.heap = heap;
        this.each = Heap.client(tls);
    }

    /** What a connection has. */
    enum Place {
        TAKEN,
        /** None in the heap: it is surplus. */
        WITHOUT,
        /** It cannot be let in. */
        REFUSED
    }

    Place take() {
        if (heap.take(each)) {
            return Place.TAKEN;
        }
        if (without.incrementAndGet() <= OpenSockets.MOST_ENDING) {
            return Place.WITHOUT;
        }
        without.decrementAndGet();
        return Place.REFUSED;
    }

    void giveBack(Place place) {
        switch (place) {
            case TAKEN -> heap.giveBack(each);
            case WITHOUT -> without.decrementAndGet();
            case REFUSED -> {}
        }
    }
}
