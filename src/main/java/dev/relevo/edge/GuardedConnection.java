package dev.relevo.edge;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.Set;

/** One connection from its first request to its last: the library's, and what must happen before it is closed. */
final class GuardedConnection implements ServerConnection {
    private final ServerConnection http;
    private final GuardedContext context;
    private final OpenSockets.One socket;
    private final Capacity capacity;
    private final Set<GuardedConnection> open;

    /** @param open which connections there are; this one is in it while it is handled */
    GuardedConnection(
            ServerConnection http,
            GuardedContext context,
            OpenSockets.One socket,
            Capacity capacity,
            Set<GuardedConnection> open) {
        this.http = http;
        this.context = context;
        this.socket = socket;
        this.capacity = capacity;
        this.open = open;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        boolean counted = !socket.isWithoutRoom() && capacity.connections().take(1);
        open.add(this);
        try {
            if (!counted) {
                context.becomeSurplus();
                capacity.surplus().add(this);
            }
            http.handle(limit);
        } finally {
            context.inbound().linger();
            open.remove(this);
            context.done();
            socket.letGo();
            leave(counted);
        }
    }

    @Override
    public Duration idleTime() {
        return http.idleTime();
    }

    /** In order it is closed by {@link #endIdle} alone: the library would interrupt a request that has just come. */
    @Override
    public void close(boolean interrupt) {
        if (interrupt) {
            http.close(true);
        }
    }

    /** Whether it waits for a request. */
    boolean isIdle() {
        return context.inbound().isIdle();
    }

    /** Ends it if it waits for a request. */
    void endIdle() {
        context.inbound().endIdle();
    }

    /** Ends it now, on a thread of its own since closing TLS may block. */
    void abort() {
        Thread.ofVirtual().name("abort").start(context.inbound()::abort);
    }

    private void leave(boolean counted) {
        if (counted) {
            capacity.connections().giveBack(1);
        } else {
            capacity.surplus().remove(this);
        }
    }
}
