package dev.relevo.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.fuzz.Pieces;
import io.helidon.common.tls.Tls;
import io.helidon.webclient.api.ConnectionKey;
import io.helidon.webclient.api.DnsAddressLookup;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.api.TcpClientConnection;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.spi.DnsResolver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Any bytes that a provider answers, then the end of the connection: however they are cut, the head, the body and what is left
 * over are the same, or the answer fails; and no buffer grows beyond what came.
 */
public final class AnswerFuzz {
    private static final int LEAST_BUFFER = 8 * 1024;
    private static final int MOST_BUFFER = 64 * 1024;

    /** What the library needs of a connection beside the bytes that arrive; nothing is sent on it. */
    private static final TcpClientConnection IDLE = idle();

    private AnswerFuzz() {}

    /**
     * What was understood.
     *
     * @param head "" if none was
     * @param failure null if the answer is whole
     * @param used how many bytes belong to it, if it is whole
     */
    private record Understood(String head, String body, String failure, int used) {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        List<List<byte[]>> ways = Pieces.of(input);
        Understood first = read(input, ways.getFirst());
        for (List<byte[]> pieces : ways.subList(1, ways.size())) {
            Understood other = read(input, pieces);
            assertEquals(first.head, other.head);
            assertEquals(first.failure == null, other.failure == null, first.failure + " or " + other.failure);
            assertEquals(first.used, other.used);
            assertTrue(
                    first.failure == null
                            ? first.body.equals(other.body)
                            : first.body.startsWith(other.body) || other.body.startsWith(first.body));
            assertTrue(!first.head.isEmpty() || String.valueOf(first.failure).equals(other.failure));
        }
    }

    private static Understood read(byte[] input, List<byte[]> pieces) throws IOException {
        Arriving arriving = new Arriving(pieces);
        Connection connection = new Connection(IDLE, arriving, () -> {});
        Link link = new Link();
        String answered = "";
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            link.hold(connection);
            Head head = HeadReader.read(link, connection);
            answered = head.answer().status() + " " + head.keepAlive() + " " + head.coding() + " "
                    + head.answer().isEventStream() + " " + head.answer().contentLength() + "\n"
                    + head.answer().headers();
            FramedBody framed = new FramedBody(link, head.framing());
            Body body = head.coding() == null ? framed : DecodedBody.of(head.coding(), framed);
            readBody(body, read, connection, input.length);
            int used = arriving.arrived - connection.received();
            return new Understood(answered, read.toString(ISO_8859_1), null, used);
        } catch (ExchangeFailure e) {
            return new Understood(answered, read.toString(ISO_8859_1), e.getMessage(), -1);
        }
    }

    private static void readBody(Body body, ByteArrayOutputStream read, Connection connection, int length)
            throws ExchangeFailure {
        try {
            while (body.read()) {
                assertTrue(body.to() > body.from());
                read.write(body.buffer(), body.from(), body.to() - body.from());
            }
        } finally {
            body.close();
            int buffer = connection.buffer().length;
            assertTrue(buffer <= Math.min(MOST_BUFFER, Math.max(LEAST_BUFFER, 2 * length)), buffer + " bytes kept");
        }
    }

    private static TcpClientConnection idle() {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            DnsResolver loopback = (_, _) -> InetAddress.getLoopbackAddress();
            ConnectionKey key = ConnectionKey.create(
                    "http",
                    "127.0.0.1",
                    listener.getLocalPort(),
                    Tls.builder().enabled(false).build(),
                    loopback,
                    DnsAddressLookup.defaultLookup(),
                    Proxy.noProxy());
            TcpClientConnection tcp =
                    TcpClientConnection.create(WebClient.create(), key, List.of("http/1.1"), _ -> false, _ -> {});
            tcp.connect();
            return tcp;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A socket on which these pieces arrive, each at a time of its own. */
    private static final class Arriving extends Socket {
        private final Deque<byte[]> pieces;
        private int at;
        private int arrived;

        Arriving(List<byte[]> pieces) {
            this.pieces = new ArrayDeque<>(pieces);
        }

        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                @Override
                public int read() {
                    throw new AssertionError("a byte at a time");
                }

                @Override
                public int read(byte[] into, int from, int most) {
                    byte[] piece = pieces.peek();
                    if (piece == null || piece.length == 0) {
                        return -1;
                    }
                    int count = Math.min(most, piece.length - at);
                    System.arraycopy(piece, at, into, from, count);
                    at += count;
                    arrived += count;
                    if (at == piece.length) {
                        pieces.remove();
                        at = 0;
                    }
                    return count;
                }
            };
        }
    }
}
