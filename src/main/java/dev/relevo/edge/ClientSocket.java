package dev.relevo.edge;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.TlsSocket;

/**
 * A connection's socket.
 *
 * @param socket as the server library has it, perhaps encrypted
 * @param raw as the system has it
 */
record ClientSocket(HelidonSocket socket, OpenSockets.One raw) {
    /** In order, which waits until the client has taken what was written. */
    void close() {
        try {
            socket.close();
        } catch (RuntimeException e) {
            // It was closed or broken already, which is what is wanted.
        }
    }

    /** So that the client cannot take what it has for a whole answer. */
    void reset() {
        raw.reset();
        close();
    }

    /** Of a client that left. An encrypted one cannot be closed in order while somebody writes what nobody takes. */
    void closeGone() {
        if (socket instanceof TlsSocket) {
            reset();
        } else {
            close();
        }
    }

    /** Whoever reads it sees its end; an answer can still be written, unless the system refuses that. */
    void stopReading() {
        if (!raw.stopReading()) {
            close();
        }
    }
}
