package dev.relevo.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.relevo.chaos.Client;
import dev.relevo.chaos.Question;
import dev.relevo.chaos.Reply;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * Where the process listens.
 *
 * @param port on this machine
 */
record Door(int port) {
    private static final int PATIENCE_MILLIS =
            Math.toIntExact(Duration.ofSeconds(30).toMillis());

    /** A new connection. */
    Socket open() throws IOException {
        return open(0);
    }

    /** One whose kernel takes only about so many bytes that were not read; 0 for the usual. */
    Socket open(int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        return socket;
    }

    byte[] bytes(Question question) {
        return Client.request(port, question.model(), question.stream(), Integer.toString(question.number()));
    }

    /** On a connection of its own. */
    Reply get(String path) throws IOException {
        try (Socket socket = open()) {
            socket.getOutputStream().write(get(port, path).getBytes(ISO_8859_1));
            return Client.reply(new BufferedInputStream(socket.getInputStream()));
        }
    }

    private static String get(int port, String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n";
    }
}
