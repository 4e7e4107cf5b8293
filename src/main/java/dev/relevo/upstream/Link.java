package dev.relevo.upstream;

import dev.relevo.upstream.ExchangeFailure.Kind;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What one exchange holds of the network: nothing yet, a connection in the making, a connection, or nothing ever again.
 * Every change is one atomic step, so that a connection has exactly one owner: whoever takes it from here is alone in
 * pooling or closing it, and an abort or a limit that comes later finds nothing to close.
 */
final class Link {
    private static final Held NOTHING = new Nothing();

    /** Whatever it holds. */
    sealed interface Held permits Nothing, Connecting, Connection, Over {}

    private record Nothing() implements Held {}

    /** @param why what whoever still uses the exchange gets */
    record Over(Supplier<ExchangeFailure> why) implements Held {}

    private final AtomicReference<Held> held = new AtomicReference<>(NOTHING);

    /** Fails if it is not the beginning any more. */
    void begin() throws ExchangeFailure {
        change(NOTHING, NOTHING);
    }

    /** Waits for a new connection. */
    Connection connect(Connecting connecting) throws ExchangeFailure {
        change(NOTHING, connecting);
        Connection connection = connecting.await();
        hold(connecting, connection);
        return connection;
    }

    /** Takes over an idle connection. */
    void hold(Connection idle) throws ExchangeFailure {
        hold(NOTHING, idle);
    }

    private void hold(Held before, Connection connection) throws ExchangeFailure {
        if (!held.compareAndSet(before, connection)) {
            connection.close();
            throw why();
        }
    }

    /** Closes a connection that proved stale, so that another may take its place. */
    void discard(Connection stale) throws ExchangeFailure {
        stale.close();
        change(stale, NOTHING);
    }

    private void change(Held from, Held to) throws ExchangeFailure {
        if (!held.compareAndSet(from, to)) {
            throw why();
        }
    }

    /** The connection held. */
    Connection connection() throws ExchangeFailure {
        if (held.get() instanceof Connection connection) {
            return connection;
        }
        throw why();
    }

    /**
     * Reads once from the connection held.
     *
     * @return false if the other side has ended it
     */
    boolean fill(Connection connection) throws ExchangeFailure {
        try {
            if (connection.fill()) {
                return true;
            }
            connection();
            return false;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Why reading failed: what ended the exchange, if something did, since that closes the connection. */
    private ExchangeFailure broken(IOException e) {
        if (held.get() instanceof Over over) {
            return over.why.get();
        }
        if (Thread.interrupted()) {
            return ExchangeFailure.of(Kind.ABORTED, "the thread was interrupted");
        }
        return e instanceof SSLException
                ? ExchangeFailure.of(Kind.TLS, "TLS broke: " + e.getMessage())
                : ExchangeFailure.of(Kind.RESET, "the connection broke: " + e.getMessage());
    }

    /** Ends the exchange; the connection, if it had one, is now the caller's. */
    @Nullable
    Connection release(Over over) {
        return switch (held.getAndUpdate(now -> now instanceof Over ? now : over)) {
            case Connection connection -> connection;
            case Connecting connecting -> {
                connecting.cancel(over.why.get());
                yield null;
            }
            case Nothing nothing -> null;
            case Over before -> null;
        };
    }

    private ExchangeFailure why() {
        if (held.get() instanceof Over over) {
            return over.why.get();
        }
        throw new IllegalStateException("an exchange sends once, then reads");
    }
}
