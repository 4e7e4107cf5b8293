package dev.relevo.siege;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The TCP sockets of this machine as its kernel tells them (proc_net_tcp(5)). */
record Sockets(List<One> all) {
    private static final int SYN_SENT = 2;
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    /**
     * A socket.
     *
     * @param local its port
     * @param remote the other side's
     * @param unsent bytes that the other side's kernel does not have
     * @param unread bytes that wait for whoever holds the socket
     */
    private record One(int local, int remote, int state, long unsent, long unread) {
        static One read(String line) {
            String[] fields = line.strip().split("\\s+", -1);
            String[] queues = fields[4].split(":", -1);
            return new One(
                    port(fields[1]),
                    port(fields[2]),
                    Integer.parseInt(fields[3], 16),
                    Long.parseLong(queues[0], 16),
                    Long.parseLong(queues[1], 16));
        }

        private static int port(String address) {
            return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
        }
    }

    static Sockets now() throws IOException {
        List<One> all = new ArrayList<>();
        for (Path table : TABLES) {
            if (Files.exists(table)) {
                Files.readAllLines(table).stream().skip(1).map(One::read).forEach(all::add);
            }
        }
        return new Sockets(all);
    }

    /** How many wait for an answer from that port to come about. */
    long connectingTo(int port) {
        return all.stream()
                .filter(socket -> socket.remote() == port && socket.state() == SYN_SENT)
                .count();
    }

    /** Bytes that were written by whoever has that port and that nobody has read. */
    long onTheWayFrom(int port) {
        long unsent = all.stream()
                .filter(socket -> socket.local() == port)
                .mapToLong(One::unsent)
                .sum();
        return unsent + unreadFrom(port);
    }

    /** Those of them that the other side's kernel has. */
    long unreadFrom(int port) {
        return all.stream()
                .filter(socket -> socket.remote() == port)
                .mapToLong(One::unread)
                .sum();
    }
}
