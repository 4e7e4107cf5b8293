package dev.relevo.edge;

import dev.relevo.wire.Heap;

/** What one request has taken of the capacity; all of it is given back at its end. Used by the request's thread. */
final class Holding {
    /** Whoever sends no more is served as long as requests are at all. */
    private static final int SHORT_BODY = 16 * 1024;

    private final Capacity capacity;
    private boolean request;
    private boolean stream;
    private long bytes;
    private long room;

    Holding(Capacity capacity) {
        this.capacity = capacity;
    }

    /**
     * Waits for a moment where the processor is behind.
     *
     * @throws Refusal if it waited in vain
     */
    void takeTurn() throws Refusal {
        if (!capacity.turnstile().pass()) {
            throw Refusal.overloaded();
        }
    }

    /** @throws Refusal if as many requests as may be are being served */
    void takeRequest() throws Refusal {
        request = capacity.requests().take(1);
        if (!request) {
            throw Refusal.busy(
                    "requests are being served",
                    "max-requests",
                    capacity.requests().limit());
        }
        if (!capacity.heap().take(Heap.REQUEST)) {
            throw Refusal.noRoom();
        }
        room = Heap.REQUEST;
    }

    /** Waits for a moment where the processor is behind, but is never turned away. */
    void giveWay() {
        capacity.turnstile().giveWay();
    }

    /** Whether there is a stream to take. */
    boolean takeStream() {
        if (!stream) {
            stream = capacity.streams().take(1);
        }
        return stream;
    }

    /** @throws Refusal if others leave no room for so many bytes more */
    void takeBytes(long more) throws Refusal {
        if (!capacity.bodyBytes().take(more)) {
            throw Refusal.busy(
                    "bytes of request bodies are held, or would be with this one",
                    "max-in-flight",
                    capacity.bodyBytes().limit());
        }
        long moreRoom = Heap.body(bytes + more) - Heap.body(bytes);
        bytes += more;
        boolean taken = bytes <= SHORT_BODY
                ? capacity.heap().take(moreRoom)
                : capacity.heap().hold(moreRoom);
        if (!taken) {
            throw Refusal.noRoom();
        }
        room += moreRoom;
    }

    void giveBack() {
        capacity.heap().giveBack(room);
        room = 0;
        capacity.bodyBytes().giveBack(bytes);
        bytes = 0;
        if (stream) {
            stream = false;
            capacity.streams().giveBack(1);
        }
        if (request) {
            request = false;
            capacity.requests().giveBack(1);
        }
    }
}
