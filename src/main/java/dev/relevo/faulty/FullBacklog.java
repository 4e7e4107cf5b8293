package dev.relevo.faulty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A loopback port where connecting hangs: its listener accepts nothing and its queue is full (Linux drops the SYN). */
public final class FullBacklog implements AutoCloseable {
    private static final int FULL_AFTER_MILLIS = 100;
    private static final int MORE_THAN_ANY_QUEUE = 64;

    private final ServerSocket listener = new ServerSocket();
    private final List<Socket> queued = new ArrayList<>();

    public FullBacklog() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        while (queue()) {
            if (queued.size() > MORE_THAN_ANY_QUEUE) {
                throw new AssertionError("this system lets every connection in");
            }
        }
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/v1");
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : queued) {
            socket.close();
        }
    }

    private boolean queue() throws IOException {
        Socket socket = new Socket();
        queued.add(socket);
        try {
            socket.connect(listener.getLocalSocketAddress(), FULL_AFTER_MILLIS);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
