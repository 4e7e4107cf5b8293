package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/** A server whose every byte the test writes. */
final class Peer implements AutoCloseable {
    private final ServerSocket listener;
    private final String scheme;
    private final List<Remote> accepted = new CopyOnWriteArrayList<>();

    private Peer(ServerSocket listener, String scheme) throws IOException {
        this.listener = listener;
        this.scheme = scheme;
        listener.setSoTimeout(15_000);
    }

    static Peer plain() throws IOException {
        return new Peer(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), "http");
    }

    static Peer tls(SSLContext context) throws IOException {
        SSLServerSocket listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 200, InetAddress.getLoopbackAddress());
        SSLParameters parameters = listener.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        listener.setSSLParameters(parameters);
        return new Peer(listener, "https");
    }

    /** Speaks that version of TLS and no other. */
    void limitTo(String protocol) {
        ((SSLServerSocket) listener).setEnabledProtocols(new String[] {protocol});
    }

    Endpoint endpoint() {
        return endpoint(scheme, "localhost");
    }

    Endpoint endpoint(String scheme, String host) {
        return new Endpoint(URI.create(scheme + "://" + host + ":" + listener.getLocalPort() + "/v1"));
    }

    /** The next connection; fails after fifteen seconds. */
    Remote accept() throws IOException {
        Remote remote = new Remote(listener.accept());
        accepted.add(remote);
        return remote;
    }

    /** Whether a connection waits to be accepted. */
    boolean called() throws IOException {
        listener.setSoTimeout(1);
        try {
            accept();
            return true;
        } catch (SocketTimeoutException nobody) {
            return false;
        } finally {
            listener.setSoTimeout(15_000);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Remote remote : accepted) {
            remote.socket.close();
        }
    }

    /** The server's end of one connection. */
    static final class Remote {
        final Socket socket;

        private Remote(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(15_000);
        }

        /** Waits for a whole request and gives it as text. */
        String request() throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            while (!request.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int octet = in.read();
                if (octet < 0) {
                    throw new EOFException("after " + request);
                }
                request.write(octet);
            }
            String head = request.toString(StandardCharsets.ISO_8859_1);
            int length = head.indexOf("Content-Length: ");
            if (length >= 0) {
                int from = length + "Content-Length: ".length();
                request.write(in.readNBytes(Integer.parseInt(head.substring(from, head.indexOf('\r', from)))));
            }
            return request.toString(StandardCharsets.ISO_8859_1);
        }

        /** Waits until a request has begun, so that its sender is beyond connecting. */
        void begun() throws IOException {
            if (socket.getInputStream().read() < 0) {
                throw new EOFException("before a request");
            }
        }

        Remote send(String text) throws IOException {
            return send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Remote send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            return this;
        }

        /** Ends its direction with FIN. */
        void finish() throws IOException {
            socket.shutdownOutput();
        }

        /** Ends both with RST. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Sends without ever reading, until the other side has ended the connection. */
        void sendToTheEnd() {
            assertThrows(SocketException.class, () -> {
                while (true) {
                    send("x");
                }
            });
        }

        /** Waits until the other side has ended the connection; fails after fifteen seconds. */
        void awaitEnd() throws IOException {
            try {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (SocketException | SSLException end) {
                // An end as well.
            }
        }
    }
}
