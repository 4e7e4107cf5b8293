package dev.relevo.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client with a connection of its own, which it keeps as long as the server does. */
public final class Client implements AutoCloseable {
    private static final int PATIENCE_MILLIS = Math.toIntExact(TimeUnit.SECONDS.toMillis(30));
    private static final int LONGEST_LINE = 1 << 16;

    private final int port;
    private @Nullable Connection connection;

    private record Connection(Socket socket, BufferedInputStream in) {}

    /** A reply, and whether nothing may follow it. */
    private record Read(Reply reply, boolean last) {}

    private record Head(int status, int length, boolean chunked, boolean last) {}

    /** @param port on this machine */
    public Client(int port) {
        this.port = port;
    }

    /**
     * One request, and all of what came back.
     *
     * @param request its number, which the question names
     * @throws IOException if no connection comes about; what goes wrong later is told by the reply
     */
    public Reply ask(String model, boolean stream, int request) throws IOException {
        Connection open = connection == null ? connect() : connection;
        connection = open;
        open.socket().getOutputStream().write(request(port, model, stream, Integer.toString(request)));
        Read read = read(open.in());
        if (read.last()) {
            close();
        }
        return read.reply();
    }

    /**
     * What {@link #ask} sends.
     *
     * @param request what the question names
     */
    public static byte[] request(int port, String model, boolean stream, String request) {
        byte[] body = question(model, stream, request).getBytes(UTF_8);
        byte[] head = ("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(ISO_8859_1);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(head);
        both.writeBytes(body);
        return both.toByteArray();
    }

    /** All that comes back on a connection for one request. */
    public static Reply reply(InputStream in) {
        return read(new BufferedInputStream(in)).reply();
    }

    /** Its body. */
    public static String question(String model, boolean stream, String request) {
        return "{\"model\":\"" + model + "\"" + (stream ? ",\"stream\":true" : "")
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"request " + request + "\"}]}";
    }

    @Override
    public void close() throws IOException {
        disconnect();
    }

    /** The next request goes over a new connection. */
    public void disconnect() throws IOException {
        if (connection != null) {
            connection.socket().close();
            connection = null;
        }
    }

    private Connection connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return new Connection(socket, new BufferedInputStream(socket.getInputStream()));
    }

    private static Read read(BufferedInputStream in) {
        int status = 0;
        boolean last = true;
        Reply.Ending ending;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            Head head = head(in);
            status = head.status();
            readBody(in, head, body);
            ending = Reply.Ending.WHOLE;
            last = head.last();
        } catch (SocketTimeoutException e) {
            ending = Reply.Ending.STALLED;
        } catch (IOException e) {
            ending = Reply.Ending.CUT;
        }
        return new Read(new Reply(status, body.toByteArray(), ending), last);
    }

    private static Head head(BufferedInputStream in) throws IOException {
        String start = line(in);
        int status = Integer.parseInt(start.substring(9, 12));
        int length = 0;
        boolean chunked = false;
        boolean last = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String field = line.toLowerCase(Locale.ROOT);
            length = field.startsWith("content-length: ") ? Integer.parseInt(field.substring(16)) : length;
            chunked |= field.equals("transfer-encoding: chunked");
            last |= field.equals("connection: close");
        }
        return new Head(status, length, chunked, last);
    }

    private static void readBody(BufferedInputStream in, Head head, ByteArrayOutputStream body) throws IOException {
        if (!head.chunked()) {
            take(in, head.length(), body);
            return;
        }
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            take(in, size, body);
            if (!line(in).isEmpty()) {
                throw new IOException("no line end after a chunk");
            }
        }
        if (!line(in).isEmpty()) {
            throw new IOException("trailers");
        }
    }

    private static int chunkSize(BufferedInputStream in) throws IOException {
        try {
            return Integer.parseInt(line(in), 16);
        } catch (NumberFormatException e) {
            throw new IOException("no chunk size", e);
        }
    }

    private static void take(BufferedInputStream in, int count, ByteArrayOutputStream body) throws IOException {
        byte[] buffer = new byte[Math.min(count, 8192)];
        int left = count;
        while (left > 0) {
            int read = in.read(buffer, 0, Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException();
            }
            body.write(buffer, 0, read);
            left -= read;
        }
    }

    private static String line(BufferedInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException();
            }
            line.append((char) b);
        }
        if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
            throw new IOException("a line without CR");
        }
        return line.substring(0, line.length() - 1);
    }
}
