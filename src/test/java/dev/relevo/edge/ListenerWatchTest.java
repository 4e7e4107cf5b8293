package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.relevo.time.ManualClock;
import dev.relevo.time.Watchdog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ListenerWatchTest {
    private final ManualClock clock = new ManualClock();
    private final Watchdog watchdog = new Watchdog(clock);
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicInteger told = new AtomicInteger();

    @Test
    void aListenerThatAcceptsNobodyAnyMoreIsNoticed() throws Exception {
        try (ServerSocket listener = listener();
                ListenerWatch watch = watch(listener)) {
            assertEquals(4, looksUntilTold(watch));
        }
    }

    @Test
    void oneThatIsGoneIsNoticed() throws Exception {
        ServerSocket listener = listener();
        listener.close();
        try (ListenerWatch watch = watch(listener)) {
            assertEquals(4, looksUntilTold(watch));
        }
    }

    private int looksUntilTold(ListenerWatch watch) {
        int looks = 0;
        while (told.get() == 0) {
            watch.look();
            looks++;
        }
        return looks;
    }

    @Test
    void oneThatNobodyCallsIsCalledNowAndThenAndFoundToAnswer() throws Exception {
        try (ServerSocket listener = listener();
                ListenerWatch watch = watch(listener)) {
            for (int calls = 0; calls < 10; calls++) {
                watch.look();
                listener.accept().close();
                accepted.incrementAndGet();
                watch.look();
            }
            assertEquals(0, told.get());
        }
    }

    /** As during a restart: then the knock may reach the other one. */
    @Test
    void oneThatSharesItsAddressIsNotTakenForDeafUntilItIsAlone() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/net/tcp")));
        try (ServerSocketChannel listener = shared(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
            try (ListenerWatch watch = watch(address)) {
                try (ServerSocketChannel newer = shared(address)) {
                    for (int looks = 0; looks < 20; looks++) {
                        watch.look();
                    }
                    assertTrue(newer.isOpen());
                    assertEquals(0, told.get());
                }
                assertEquals(3, looksUntilTold(watch));
            }
        }
    }

    private static ServerSocketChannel shared(InetSocketAddress address) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        return listener.bind(address);
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private ListenerWatch watch(ServerSocket listener) {
        return watch(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
    }

    private ListenerWatch watch(InetSocketAddress address) {
        return new ListenerWatch(() -> address, accepted::get, told::incrementAndGet, clock, watchdog);
    }
}
