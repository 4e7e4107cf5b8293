package dev.relevo.edge;

import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.time.Watchdog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Notices a listener that has stopped to accept: the server library ends it for good where accepting fails, as for want of
 * files, and tells nobody. When no client has come for a while, it knocks itself; it is a client like any other. Where another
 * process shares the address, as during a restart, that one may hear the knock, and nothing is to be learned from it.
 */
final class ListenerWatch implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final int CONNECT_MILLIS = 2000;
    /** How often in a row knocking must have been in vain: a machine may be very busy. */
    private static final int TIMES = 3;

    private final Supplier<InetSocketAddress> address;
    private final LongSupplier accepted;
    private final Runnable deaf;
    private final Clock clock;
    private final Watchdog.Stamp stamp;
    private long acceptedBefore;
    private int inVain;
    private volatile boolean closed;

    /**
     * One that does not look yet.
     *
     * @param accepted how many clients were accepted so far
     * @param deaf runs once, when it accepts no more
     */
    ListenerWatch(
            Supplier<InetSocketAddress> address, LongSupplier accepted, Runnable deaf, Clock clock, Watchdog watchdog) {
        this.address = address;
        this.accepted = accepted;
        this.deaf = deaf;
        this.clock = clock;
        this.stamp = watchdog.stamp(this::look);
    }

    void start() {
        stamp.arm(Deadline.after(clock, BETWEEN_LOOKS));
    }

    @Override
    public void close() {
        closed = true;
        stamp.close();
    }

    /** By the watchdog, now and then. */
    void look() {
        long now = accepted.getAsLong();
        boolean heard = now != acceptedBefore;
        acceptedBefore = now;
        inVain = heard ? 0 : inVain + 1;
        if (inVain > 1 && isShared()) {
            inVain = 1;
        }
        if (!heard && !closed) {
            knock();
        }
        if (closed) {
            return;
        }
        if (inVain > TIMES) {
            deaf.run();
        } else {
            start();
        }
    }

    private boolean isShared() {
        return ListeningSocket.at(address.get()).size() > 1;
    }

    /** What comes of it is seen at the next look, by what was accepted. */
    private void knock() {
        InetSocketAddress there = address.get();
        boolean anywhere = there.getAddress().isAnyLocalAddress();
        InetSocketAddress here =
                anywhere ? new InetSocketAddress(InetAddress.getLoopbackAddress(), there.getPort()) : there;
        try (Socket socket = new Socket()) {
            socket.connect(here, CONNECT_MILLIS);
        } catch (IOException e) {
            // As if nobody had accepted it.
        }
    }
}
