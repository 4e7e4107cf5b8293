package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only Linux tells of its sockets. */
class ListeningSocketTest {
    private static final long OURS = ProcessHandle.current().pid();
    private static final int CONNECTIONS = 20;

    @BeforeAll
    static void onLinux() {
        assumeTrue(Files.exists(Path.of("/proc/net/tcp")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "0.0.0.0"})
    void whoeverListensIsFoundByItsAddressUntilItCloses(String host) throws IOException {
        InetSocketAddress address;
        try (ServerSocketChannel listening = listen(new InetSocketAddress(host, 0))) {
            address = (InetSocketAddress) listening.getLocalAddress();
            List<ListeningSocket> found = ListeningSocket.at(address);
            assertEquals(1, found.size());
            assertEquals(address.getPort(), found.getFirst().address().getPort());
            assertEquals(List.of(OURS), found.getFirst().holders());
            assertEquals(
                    List.of(),
                    ListeningSocket.at(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.9"), address.getPort())));
        }
        assertEquals(List.of(), ListeningSocket.at(address));
    }

    @Test
    void theNewestOfThoseThatShareAnAddressTakesAllConnections() throws IOException {
        try (ServerSocketChannel first = listen(new InetSocketAddress("127.0.0.1", 0));
                ServerSocketChannel second = listen((InetSocketAddress) first.getLocalAddress())) {
            InetSocketAddress address = (InetSocketAddress) first.getLocalAddress();
            assertEquals(2, ListeningSocket.at(address).size());

            NewestFirst.take(address);

            connect(address);
            assertEquals(0, waiting(first));
            assertEquals(CONNECTIONS, waiting(second));

            first.close();
            connect(address);
            assertEquals(CONNECTIONS, waiting(second));

            try (ServerSocketChannel third = listen(address)) {
                NewestFirst.take(address);
                connect(address);
                assertEquals(0, waiting(second));
                assertEquals(CONNECTIONS, waiting(third));
            }
        }
    }

    private static ServerSocketChannel listen(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        channel.bind(address, CONNECTIONS);
        channel.configureBlocking(false);
        return channel;
    }

    private static void connect(InetSocketAddress address) throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            try (SocketChannel client = SocketChannel.open(address)) {
                assertTrue(client.isConnected());
            }
        }
    }

    private static int waiting(ServerSocketChannel listening) throws IOException {
        int count = 0;
        for (SocketChannel accepted = listening.accept(); accepted != null; accepted = listening.accept()) {
            accepted.close();
            count++;
        }
        return count;
    }
}
