package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.time.ManualClock;
import dev.relevo.time.Watchdog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private ListenerWatch watch(ServerSocket listener) {
        InetSocketAddress address = new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
        return new ListenerWatch(() -> address, accepted::get, told::incrementAndGet, clock, watchdog);
    }
}
