package dev.relevo.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.relevo.chaos.Finding;
import dev.relevo.chaos.Mix;
import dev.relevo.chaos.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Clients that leave, that speak no HTTP, or that come in crowds for nothing. */
final class Nuisances {
    private static final String POST =
            "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n";

    private static final List<String> MALFORMED = List.of(
            "GET /v1/models HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n",
            "GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n folded: x\r\n\r\n",
            "GET /v1/models HTTP/1.1\nHost: 127.0.0.1\n\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n",
            POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            POST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
            POST + "Content-Length: -1\r\n\r\n",
            POST + "Transfer-Encoding: chunked\r\n\r\nnonsense\r\n",
            POST + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n");

    private static final int CROWD = 40;
    private static final int SOME_BYTES = 4_000;
    private static final int SOME_MILLIS = 600;

    private final Door door;

    Nuisances(Door door) {
        this.door = door;
    }

    /** In whatever phase that is; nothing is expected but that the server ends a connection that this end has ended. */
    Finding leave(Mix mix, RandomGenerator random) throws IOException {
        byte[] bytes = random.nextInt(4) == 0
                ? Large.Wish.largest(random).bytes(door.port())
                : door.bytes(mix.question(random));
        try (Socket socket = door.open()) {
            socket.getOutputStream().write(bytes);
            if (random.nextBoolean()) {
                Pause.of(Duration.ofMillis(random.nextInt(SOME_MILLIS)));
            } else {
                readSome(socket, random.nextInt(SOME_BYTES));
            }
            switch (random.nextInt(3)) {
                case 0 -> socket.setSoLinger(true, 0);
                case 1 -> {
                    socket.shutdownOutput();
                    return ended(socket) ? Visit.FINE : wrong("half-closed, and the server keeps the connection");
                }
                default -> {
                    // The socket's closing is all.
                }
            }
        }
        return Visit.FINE;
    }

    Finding sendNonsense(RandomGenerator random) throws IOException {
        String nonsense = MALFORMED.get(random.nextInt(MALFORMED.size()));
        try (Socket socket = door.open()) {
            socket.getOutputStream().write(nonsense.getBytes(ISO_8859_1));
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            boolean ended = ended(socket, said);
            String answer = said.toString(ISO_8859_1);
            return ended && answer.startsWith("HTTP/1.1 4")
                    ? Visit.FINE
                    : wrong("not refused: " + nonsense + " got " + (ended ? "the end and " : "") + answer);
        }
    }

    Finding crowd(RandomGenerator random) throws IOException {
        List<Socket> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < CROWD; i++) {
                Socket socket = door.open();
                crowd.add(socket);
                socket.getOutputStream().write(POST.getBytes(ISO_8859_1), 0, random.nextInt(POST.length()));
            }
            Pause.of(Duration.ofMillis(random.nextInt(2 * SOME_MILLIS)));
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
        return Visit.FINE;
    }

    /** So many bytes, or as many as come without a long pause. */
    private static void readSome(Socket socket, int count) throws IOException {
        int patience = socket.getSoTimeout();
        socket.setSoTimeout(SOME_MILLIS);
        try {
            socket.getInputStream().readNBytes(count);
        } catch (SocketTimeoutException e) {
            // That was the whole answer.
        }
        socket.setSoTimeout(patience);
    }

    private static boolean ended(Socket socket) throws IOException {
        return ended(socket, new ByteArrayOutputStream());
    }

    /** Waits for the server to end the connection, orderly or not; false if it does not. */
    private static boolean ended(Socket socket, ByteArrayOutputStream said) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[SOME_BYTES];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                said.write(buffer, 0, read);
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
        return true;
    }

    private static Finding wrong(String what) {
        return new Finding(Verdict.LOST, what);
    }
}
