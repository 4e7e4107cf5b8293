package dev.relevo.siege;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.chaos.Client;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client with one connection that sends exactly the bytes it is given, and need not be a good one. */
final class Visitor implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket plain;
    private final OutputStream out;
    private final BufferedInputStream in;

    /** How a client leaves. */
    enum Way {
        FIN,
        RST,
        /** It would still read, but sends nothing more. */
        HALF_CLOSE
    }

    private Visitor(Socket plain, Socket socket) throws IOException {
        this.plain = plain;
        this.out = socket.getOutputStream();
        this.in = new BufferedInputStream(socket.getInputStream(), 1024);
    }

    static Visitor to(int port) throws IOException {
        return to(InetAddress.getLoopbackAddress(), port);
    }

    static Visitor to(InetAddress address, int port) throws IOException {
        Socket plain = plain(address, port, 0);
        return new Visitor(plain, plain);
    }

    /** One whose kernel takes only about so many bytes that it has not read. */
    static Visitor narrow(int port, int receiveBuffer) throws IOException {
        Socket plain = plain(InetAddress.getLoopbackAddress(), port, receiveBuffer);
        return new Visitor(plain, plain);
    }

    static Visitor tls(int port, SSLContext tls) throws IOException {
        Socket plain = plain(InetAddress.getLoopbackAddress(), port, 0);
        SSLSocket encrypted = (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", port, true);
        encrypted.startHandshake();
        return new Visitor(plain, encrypted);
    }

    /** Sends the text, whose characters are bytes, in one write. */
    Visitor send(String text) throws IOException {
        return send(text.getBytes(ISO_8859_1));
    }

    /** The same; whether the connection is still there. */
    boolean sends(String text) {
        try {
            send(text);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    Visitor send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** Asks a model, as {@link Client} does. */
    Visitor ask(String model, boolean stream, int request) throws IOException {
        return post("/v1/chat/completions", Client.question(model, stream, Integer.toString(request)));
    }

    /** Sends a request with a JSON body; {@code fields} are whole header lines. */
    Visitor post(String path, String json, String... fields) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        send(head("POST", path, fields) + "Content-Type: application/json\r\nContent-Length: " + body.length
                + "\r\n\r\n");
        return send(body);
    }

    Visitor get(String path, String... fields) throws IOException {
        return send(head("GET", path, fields) + "\r\n");
    }

    /** The beginning of a request, without a blank line. */
    String head(String method, String path, String... fields) {
        String host = "Host: 127.0.0.1:" + plain.getPort() + "\r\n";
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n" + host);
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.toString();
    }

    /** All of the next answer, without what frames it. */
    Said answer() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            head.append((char) byteNow());
        }
        Said said = new Said(head.toString(), "");
        if (said.isChunked()) {
            return new Said(said.head(), chunks());
        }
        byte[] body = in.readNBytes(said.length());
        return new Said(said.head(), new String(body, UTF_8));
    }

    /** Reads until the text has come. */
    void await(String text) throws IOException {
        StringBuilder come = new StringBuilder();
        while (come.length() < text.length() || come.indexOf(text, come.length() - text.length()) < 0) {
            come.append((char) byteNow());
        }
    }

    /** Everything until the server ends the connection, in order or by RST, as far as that happens within that time. */
    Ended untilEnd(Duration within) throws IOException {
        ByteArrayOutputStream come = new ByteArrayOutputStream();
        plain.setSoTimeout(Math.toIntExact(within.toMillis()));
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                come.write(b);
            }
            return new Ended(true, come.toString(ISO_8859_1));
        } catch (SocketTimeoutException e) {
            return new Ended(false, come.toString(ISO_8859_1));
        } catch (IOException e) {
            return new Ended(true, come.toString(ISO_8859_1));
        }
    }

    /**
     * How a connection went on.
     *
     * @param ended whether the server ended it
     * @param text what came before
     */
    record Ended(boolean ended, String text) {
        /** The first answer in it, or 0. */
        int status() {
            return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0;
        }
    }

    void leave(Way way) throws IOException {
        switch (way) {
            case FIN -> plain.close();
            case RST -> {
                plain.setSoLinger(true, 0);
                plain.close();
            }
            case HALF_CLOSE -> plain.shutdownOutput();
        }
    }

    /** The port on this side. */
    int port() {
        return plain.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }

    private String chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.writeBytes(in.readNBytes(size));
            line();
        }
        line();
        return body.toString(UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = byteNow(); b != '\n'; b = byteNow()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }

    private int byteNow() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the server ended the connection");
        }
        return b;
    }

    private static Socket plain(InetAddress address, int port, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, port), PATIENCE_MILLIS);
        return socket;
    }
}
