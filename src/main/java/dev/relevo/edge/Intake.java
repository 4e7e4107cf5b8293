package dev.relevo.edge;

import dev.relevo.wire.Heap;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.CloseConnectionException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A socket's bytes, read for two that must never read at once: the parser of requests, which takes them in order, and a
 * monitor, which reads ahead only to notice the end. What the monitor reads is kept for the parser; a parser that wants
 * more while the monitor reads waits for it.
 */
final class Intake {
    private static final int KEPT_LIMIT = 64 * 1024;

    /** What reading ahead came to. */
    enum Ahead {
        KEPT,
        /** The other side left, or the connection broke. */
        ENDED,
        /** There is no room to keep it. */
        NO_ROOM,
        /** Nothing was read: enough is kept, or the parser reads. */
        NOT_NOW
    }

    private final HelidonSocket socket;
    private final Heap heap;
    private final ArrayDeque<byte[]> kept = new ArrayDeque<>();
    private int keptBytes;
    private long room;
    private boolean reading;

    /** @param heap from which is taken what is kept */
    Intake(HelidonSocket socket, Heap heap) {
        this.socket = socket;
        this.heap = heap;
    }

    /** For the parser: the next bytes, or null once there are no more, however the connection ended. */
    byte @Nullable [] next() {
        byte[] bytes = takeOrClaim();
        if (bytes == null) {
            bytes = fromSocket();
            stopReading(null);
        }
        return bytes;
    }

    /** Reads, for the parser, and forgets, until the end or more than so many bytes have come. */
    void drop(long most) {
        long left = most;
        byte[] dropped = next();
        while (dropped != null && left > 0) {
            left -= dropped.length;
            dropped = next();
        }
    }

    /** For the monitor: waits for bytes or the end. */
    Ahead readAhead() {
        if (!claimAhead()) {
            return Ahead.NOT_NOW;
        }
        byte[] bytes = fromSocket();
        boolean room = bytes != null && takeRoom(bytes.length);
        stopReading(room ? bytes : null);
        return bytes == null ? Ahead.ENDED : room ? Ahead.KEPT : Ahead.NO_ROOM;
    }

    /** The connection's thread has left it. */
    synchronized void done() {
        kept.clear();
        giveBackRoom();
    }

    /** The oldest kept bytes; without any, the caller is the reader now. */
    private synchronized byte @Nullable [] takeOrClaim() {
        try {
            while (kept.isEmpty() && reading) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("interrupted", e);
        }
        byte[] oldest = kept.poll();
        if (oldest == null) {
            reading = true;
        } else {
            keptBytes -= oldest.length;
        }
        if (kept.isEmpty()) {
            giveBackRoom();
        }
        return oldest;
    }

    private synchronized boolean claimAhead() {
        if (reading || keptBytes >= KEPT_LIMIT) {
            return false;
        }
        reading = true;
        return true;
    }

    private synchronized boolean takeRoom(int bytes) {
        boolean taken = heap.hold(bytes);
        room += taken ? bytes : 0;
        return taken;
    }

    private void giveBackRoom() {
        if (room > 0) {
            heap.giveBack(room);
            room = 0;
        }
    }

    private synchronized void stopReading(byte @Nullable [] toKeep) {
        reading = false;
        if (toKeep != null) {
            kept.add(toKeep);
            keptBytes += toKeep.length;
        }
        notifyAll();
    }

    private byte @Nullable [] fromSocket() {
        try {
            return socket.get();
        } catch (RuntimeException broken) {
            return null;
        }
    }
}
