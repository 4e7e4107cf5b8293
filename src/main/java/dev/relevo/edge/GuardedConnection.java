package dev.relevo.edge;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;
import java.util.Set;

/** One connection from its first request to its last: the library's, and what must happen before it is closed. */
final class GuardedConnection implements ServerConnection, InterruptableTask<Void> {
    private final ServerConnection http;
    private final Inbound inbound;
    private final Set<GuardedConnection> open;

    /** @param open which connections there are; this one is in it while it is handled */
    GuardedConnection(ServerConnection http, Inbound inbound, Set<GuardedConnection> open) {
        this.http = http;
        this.inbound = inbound;
        this.open = open;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        open.add(this);
        try {
            handleThenLinger(limit);
        } finally {
            inbound.done();
            open.remove(this);
        }
    }

    @Override
    public Duration idleTime() {
        return http.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        http.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
        return http instanceof InterruptableTask<?> task && task.canInterrupt();
    }

    /** Ends it now, on a thread of its own since closing TLS may block. */
    void abort() {
        Thread.ofVirtual().name("abort").start(inbound::abort);
    }

    private void handleThenLinger(Limit limit) throws InterruptedException {
        try {
            http.handle(limit);
        } finally {
            inbound.linger();
        }
    }
}
