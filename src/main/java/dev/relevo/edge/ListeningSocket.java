package dev.relevo.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A socket on which a process of this machine waits for clients, as Linux tells of it; elsewhere there are none.
 *
 * @param inode by which processes hold it
 */
public record ListeningSocket(InetSocketAddress address, long inode) {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp6"), Path.of("/proc/net/tcp"));
    private static final Path PROCESSES = Path.of("/proc");
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String LISTENING = "0A";
    private static final int WORD = 4;

    /** Those that a client of that address can reach; several where processes share it. */
    public static List<ListeningSocket> at(InetSocketAddress address) {
        List<ListeningSocket> found = new ArrayList<>();
        for (Path table : TABLES) {
            try (Stream<String> lines = Files.lines(table, StandardCharsets.US_ASCII)) {
                lines.map(line -> line.strip().split("\\s+"))
                        .filter(fields -> fields.length > INODE && fields[STATE].equals(LISTENING))
                        .map(fields ->
                                new ListeningSocket(address(fields[LOCAL_ADDRESS]), Long.parseLong(fields[INODE])))
                        .filter(socket -> isSame(socket.address, address))
                        .forEach(found::add);
            } catch (IOException noSuchTable) {
                // Another system, or one without IPv6.
            }
        }
        return found;
    }

    /** The processes that hold it, as far as this user may look into them. */
    public List<Long> holders() {
        List<Long> holders = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (!descriptors(process).isEmpty()) {
                    holders.add(Long.valueOf(process.getFileName().toString()));
                }
            }
        } catch (IOException notLinux) {
            return List.of();
        }
        return holders;
    }

    /** Its numbers in a process, by that one's folder. */
    List<Integer> descriptors(Path process) {
        Path target = Path.of("socket:[" + inode + "]");
        List<Integer> descriptors = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"), leadsTo(target)::test)) {
            files.forEach(
                    file -> descriptors.add(Integer.valueOf(file.getFileName().toString())));
        } catch (IOException anotherUsers) {
            return List.of();
        }
        return descriptors;
    }

    private static Predicate<Path> leadsTo(Path target) {
        return link -> {
            try {
                return Files.readSymbolicLink(link).equals(target);
            } catch (IOException closedMeanwhile) {
                return false;
            }
        };
    }

    private static boolean isSame(InetSocketAddress one, InetSocketAddress other) {
        InetAddress host = one.getAddress();
        return one.getPort() == other.getPort()
                && (host.equals(other.getAddress())
                        || (host.isAnyLocalAddress() && other.getAddress().isAnyLocalAddress()));
    }

    /** Hexadecimal words in the machine's order of bytes, a colon, the port: {@code 0100007F:0BB8}. */
    private static InetSocketAddress address(String text) {
        int colon = text.indexOf(':');
        byte[] told = HexFormat.of().parseHex(text.substring(0, colon));
        byte[] address = new byte[told.length];
        for (int i = 0; i < told.length; i++) {
            address[i] = told[i / WORD * WORD + WORD - 1 - i % WORD];
        }
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(address), Integer.parseInt(text.substring(colon + 1), 16));
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
