package dev.relevo.upstream;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One connection in the making, on a thread of its own, so that whoever waits for it can be released at once: a look-up
 * of a name cannot be interrupted, and an interrupt would follow its thread to the next socket.
 */
final class Connecting implements Link.Held {
    private final Connector connector;
    private final CompletableFuture<Connection> made = new CompletableFuture<>();
    private final Thread thread = Thread.ofVirtual().name("connect").unstarted(this::run);

    Connecting(Connector connector) {
        this.connector = connector;
    }

    /** Starts and waits. */
    Connection await() throws ExchangeFailure {
        thread.start();
        try {
            return made.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ExchangeFailure failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Releases whoever waits; a connection that is made nevertheless is closed. */
    void cancel(ExchangeFailure why) {
        made.completeExceptionally(why);
        thread.interrupt();
    }

    private void run() {
        try {
            Connection connection = connector.connect();
            if (!made.complete(connection)) {
                connection.close();
            }
        } catch (ExchangeFailure | RuntimeException e) {
            made.completeExceptionally(e);
        }
    }
}
