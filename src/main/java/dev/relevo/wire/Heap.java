package dev.relevo.wire;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The one account of what all clients together keep in the heap: connections, requests, long heads, bodies, and answers that
 * are held take of it at least what they were measured to take at their worst, and who finds no room is refused. So limits
 * that allow more than the heap bears do no harm. Safe for use by many threads.
 */
public final class Heap {
    /**
     * A request besides its connections: two threads' stacks, what was read of it, and what a client that takes nothing
     * leaves standing of its stream (31 KB for one that waits, 49 KB for that one).
     */
    public static final long REQUEST = 48 << 10;

    /** Buffers, a thread's stack, the parser (16 KB). */
    private static final long CONNECTION = 16 << 10;

    /** An encrypted one that has had long records (58 KB; 30 KB without). */
    private static final long TLS_CLIENT = 64 << 10;

    /** The same: providers send records as short as their events, but for plain answers. */
    private static final long TLS_PROVIDER = 48 << 10;

    /** Longer arrays get whole regions of G1's to themselves, which are of this size twice for the default heap. */
    private static final long LARGE = 512 << 10;

    /** A head that is no longer is part of {@link #REQUEST}. */
    private static final int SHORT_HEAD = 4 << 10;

    /** Of a head and of a body: as it came, as it was read, as it is sent. */
    private static final int COPIES_OF_A_REQUEST = 3;

    /** Of an answer that is held: as it came and as it is sent. */
    private static final int COPIES_OF_AN_ANSWER = 2;

    /** What the process needs when nobody asks for anything, and something to spare. */
    private static final long OWN = 24 << 20;

    private final long room;
    private final AtomicLong taken = new AtomicLong();

    /** @param room bytes that may be taken at once */
    public Heap(long room) {
        this.room = room;
    }

    public static Heap ofThisProcess() {
        return new Heap(room(Runtime.getRuntime().maxMemory()));
    }

    /** Of a heap of so many bytes: all but what the process itself needs, and a tenth for what is garbage soon. */
    public static long room(long heap) {
        return Math.max(heap / 8, (heap - OWN) / 10 * 9);
    }

    /** A client's connection, as long as it is open. */
    public static long client(boolean tls) {
        return tls ? TLS_CLIENT : CONNECTION;
    }

    /** A connection to a provider, as long as it is open, idle or not. */
    public static long provider(boolean tls) {
        return tls ? TLS_PROVIDER : CONNECTION;
    }

    /** A request's head of so many bytes, as long as the request is served. */
    public static long head(long bytes) {
        return bytes <= SHORT_HEAD ? 0 : COPIES_OF_A_REQUEST * (bytes - SHORT_HEAD);
    }

    /** A request's body of so many bytes, as long as the request is served; never less for more. */
    public static long body(long bytes) {
        return COPIES_OF_A_REQUEST * regions(bytes);
    }

    /** So many bytes of an answer that are held back; never less for more. */
    public static long answer(long bytes) {
        return COPIES_OF_AN_ANSWER * regions(bytes);
    }

    private static long regions(long bytes) {
        return bytes < LARGE ? bytes : (bytes / (2 * LARGE) + 1) * 2 * LARGE;
    }

    /** Takes all of it or nothing. */
    public boolean take(long bytes) {
        return take(bytes, room);
    }

    /**
     * The same for long heads, long bodies and answers: a sixth of the room is not for them, so that those who hold much
     * leave some for others, and the collector has some to move.
     */
    public boolean hold(long bytes) {
        return take(bytes, room / 6 * 5);
    }

    private boolean take(long bytes, long most) {
        long before = taken.get();
        while (before + bytes <= most) {
            if (taken.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = taken.get();
        }
        return false;
    }

    public void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** Bytes that are taken now. */
    public long taken() {
        return taken.get();
    }
}
