package dev.relevo.siege;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The TCP sockets of this machine as its kernel tells them (proc_net_tcp(5)). */
record Sockets(List<One> all) {
    private static final String SYN_SENT = "02";
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    /**
     * A socket.
     *
     * @param local its port
     * @param remote the other side's
     * @param unsent bytes that the other side's kernel does not have
     * @param unread bytes that wait for whoever holds the socket
     */
    private record One(int local, int remote, long unsent, long unread) {
        static One read(String line) {
            String[] fields = line.strip().split("\\s+", -1);
            String[] queues = fields[4].split(":", -1);
            return new One(
                    port(fields[1]), port(fields[2]), Long.parseLong(queues[0], 16), Long.parseLong(queues[1], 16));
        }

        private static int port(String address) {
            return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
        }
    }

    static Sockets now() throws IOException {
        return new Sockets(lines().map(One::read).toList());
    }

    /** How many wait for an answer from that port to come about. May be asked often. */
    static long connectingTo(int port) throws IOException {
        String connecting = String.format(Locale.ROOT, ":%04X %s ", port, SYN_SENT);
        return lines().filter(line -> line.contains(connecting)).count();
    }

    private static Stream<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path table : TABLES) {
            if (Files.exists(table)) {
                List<String> all = Files.readAllLines(table);
                lines.addAll(all.subList(1, all.size()));
            }
        }
        return lines.stream();
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
