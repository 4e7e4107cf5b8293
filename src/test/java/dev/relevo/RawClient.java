package dev.relevo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * One connection to an HTTP/1.1 server that sends exactly the bytes it is given and believes nothing: what it reads must
 * keep the grammar, else an {@link AssertionError} names the place. No read waits longer than 10 s.
 */
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket plain;
    private final Socket socket;
    private final OutputStream out;
    private final BufferedInputStream in;

    private RawClient(Socket plain, Socket socket) throws IOException {
        this.plain = plain;
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
    }

    public static RawClient connect(int port) throws IOException {
        Socket plain = plain(port, 0);
        return new RawClient(plain, plain);
    }

    public static RawClient connect(URI url) throws IOException {
        return connect(url.getPort());
    }

    /** One whose kernel takes only about so many bytes that it has not read. */
    public static RawClient connectNarrow(int port, int receiveBuffer) throws IOException {
        Socket plain = plain(port, receiveBuffer);
        return new RawClient(plain, plain);
    }

    public static RawClient connectTls(int port, SSLContext tls) throws IOException {
        Socket plain = plain(port, 0);
        SSLSocket encrypted = (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", port, true);
        encrypted.startHandshake();
        return new RawClient(plain, encrypted);
    }

    /** Sends the bytes in one write. */
    public RawClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** Sends the text as UTF-8 in one write. */
    public RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a request with a JSON body; {@code fields} are whole header lines such as {@code "Accept: text/plain"}. */
    public RawClient post(String path, String json, String... fields) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head = head("POST", path, fields) + "Content-Type: application/json\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        return send(joined(head.getBytes(StandardCharsets.UTF_8), body));
    }

    /** Sends a request without a body. */
    public RawClient get(String path, String... fields) throws IOException {
        return send(head("GET", path, fields) + "\r\n");
    }

    /** Reads the head of the next answer; its body is read through what this returns, before the next call. */
    public RawAnswer answer() throws IOException {
        return RawAnswer.read(in);
    }

    /** Every byte until the server ends the connection, orderly or by RST. */
    public byte[] untilEnd() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                bytes.write(b);
            }
        } catch (SocketException e) {
            return bytes.toByteArray();
        }
        return bytes.toByteArray();
    }

    /** Whether the server ended the connection with nothing more to read, orderly or by RST. Waits for it. */
    public boolean isEnded() throws IOException {
        return untilEnd().length == 0;
    }

    /** FIN; answers can still be read. */
    public RawClient finish() throws IOException {
        plain.shutdownOutput();
        return this;
    }

    /** RST. */
    public void reset() throws IOException {
        plain.setSoLinger(true, 0);
        plain.close();
    }

    /** Closes the socket as a program that ends. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String head(String method, String path, String... fields) {
        StringBuilder head = new StringBuilder();
        head.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
        head.append("Host: 127.0.0.1:").append(plain.getPort()).append("\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.toString();
    }

    private static Socket plain(int port, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
        return socket;
    }

    private static byte[] joined(byte[] head, byte[] body) {
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }
}
