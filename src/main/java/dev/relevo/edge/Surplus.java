package dev.relevo.edge;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The connections beyond {@code server.max-connections}, which are still answered, if only by 200 to a health check or
 * else 503. Each new one takes the place of the oldest where there is none left: sockets that wait for nothing cannot
 * keep a health check out.
 */
final class Surplus {
    /** How many there are at once. */
    static final int MOST = 64;

    private final Deque<GuardedConnection> oldestFirst = new ArrayDeque<>(MOST);

    /** Takes a place; whoever loses one is ended. */
    void add(GuardedConnection connection) {
        GuardedConnection oldest = taken(connection);
        if (oldest != null) {
            oldest.abort();
        }
    }

    synchronized void remove(GuardedConnection connection) {
        oldestFirst.remove(connection);
    }

    private synchronized @Nullable GuardedConnection taken(GuardedConnection connection) {
        GuardedConnection oldest = oldestFirst.size() < MOST ? null : oldestFirst.poll();
        oldestFirst.add(connection);
        return oldest;
    }
}
