package dev.relevo.edge;

import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How many connections each client's address has, so that no one client takes all of them. This machine's own are free:
 * a proxy on it would be one client. Of an IPv6 address the first half counts, which is what a household is given.
 */
final class Addresses {
    private static final int NETWORK_BYTES = 8;
    private static final Duration TOLD_AGAIN = Duration.ofMinutes(1);

    private static final System.Logger LOG = System.getLogger(Addresses.class.getName());

    private final LongSupplier most;
    private final Clock clock;
    private final Map<String, Integer> open = new ConcurrentHashMap<>();
    private volatile Deadline quietUntil = new Deadline(0);

    /** @param most connections of one address */
    Addresses(LongSupplier most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    /** Whether one more may be counted. */
    boolean hasRoom(SocketAddress peer) {
        return open.getOrDefault(client(peer), 0) < most.getAsLong();
    }

    /** Counts one more; not if there are too many. */
    boolean take(SocketAddress peer) {
        String client = client(peer);
        if (client.isEmpty() || open.merge(client, 1, Integer::sum) <= most.getAsLong()) {
            return true;
        }
        giveBack(client);
        tell(client);
        return false;
    }

    /** Counts one less, which was taken. */
    void giveBack(SocketAddress peer) {
        giveBack(client(peer));
    }

    private void giveBack(String client) {
        open.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    }

    /** At most once a minute; only the thread that accepts connections comes here. */
    private void tell(String client) {
        if (quietUntil.passed(clock)) {
            quietUntil = Deadline.after(clock, TOLD_AGAIN);
            LOG.log(
                    Level.WARNING,
                    "{0} has {1} connections open; further ones are closed (server.max-connections-per-address)",
                    client,
                    Long.toString(most.getAsLong()));
        }
    }

    /** Empty for one that is free. */
    static String client(SocketAddress peer) {
        if (!(peer instanceof InetSocketAddress inet) || inet.getAddress().isLoopbackAddress()) {
            return "";
        }
        InetAddress address = inet.getAddress();
        byte[] bytes = address.getAddress();
        return bytes.length > 4
                ? HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES)) + "/64"
                : address.getHostAddress();
    }
}
