package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.relevo.upstream.ExchangeFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DecodedBodyTest {
    private static final String TEXT = "{\"content\":\"" + "ha".repeat(20_000) + "\"}";

    private Peer peer;
    private Client client;

    @BeforeEach
    void connect() throws IOException {
        peer = Peer.plain();
        client = new Client(peer.endpoint());
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        peer.close();
    }

    @Test
    void aCompressedBodyIsHandedOverDecoded() throws Exception {
        assertEquals(TEXT, client.answered(peer, answer("gzip", gzip(TEXT))));
        assertEquals(TEXT, client.answered(peer, answer("X-GZIP", gzip(TEXT))));
        assertEquals(TEXT, client.answered(peer, answer("deflate", deflate(TEXT, false))));
        assertEquals(TEXT, client.answered(peer, answer("deflate", deflate(TEXT, true))));
        assertEquals(TEXT, client.answered(peer, answer("identity", TEXT.getBytes(StandardCharsets.US_ASCII))));
        assertEquals("", client.answered(peer, answer("gzip", gzip(""))));
        assertEquals("", client.answered(peer, answer("gzip", new byte[0])));
    }

    @Test
    void everyPartOfAGzipHeaderIsPassedOver() throws Exception {
        byte[] plain = gzip("hello");
        byte[] parts = "\u0003\u0000abcname\u0000comment\u0000cc".getBytes(StandardCharsets.ISO_8859_1);
        byte[] full = new byte[plain.length + parts.length];
        System.arraycopy(plain, 0, full, 0, 10);
        System.arraycopy(parts, 0, full, 10, parts.length);
        System.arraycopy(plain, 10, full, 10 + parts.length, plain.length - 10);
        full[3] = 0x1f;
        assertEquals("hello", client.answered(peer, answer("gzip", full)));
    }

    @Test
    void theHeadSpeaksOfTheDecodedBody() throws Exception {
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send(answer("gzip", gzip(TEXT)));
            ResponseHead head = Client.get(sent);
            assertEquals(-1, head.contentLength());
            assertNull(head.headers().first("content-encoding"));
            assertEquals("kept", head.headers().first("x-other"));
        }
    }

    @Test
    void anEventArrivesAsSoonAsItIsFlushedAndTheConnectionIsPooled() throws Exception {
        Peer.Remote remote;
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange);
            remote = peer.accept();
            remote.request();
            remote.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n");
            Client.get(sent);
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            GZIPOutputStream gzip = new GZIPOutputStream(compressed, 512, true);
            for (String event : new String[] {"data: 1\n\n", "data: 2\n\n"}) {
                gzip.write(event.getBytes(StandardCharsets.US_ASCII));
                gzip.flush();
                remote.send(chunk(compressed));
                exchange.read();
                assertEquals(event, new String(exchange.buffer(), 0, exchange.to(), StandardCharsets.US_ASCII));
            }
            gzip.close();
            remote.send(chunk(compressed)).send("0\r\n\r\n");
            assertEquals("", Client.rest(exchange));
        }
        try (Exchange exchange = client.exchange()) {
            Client.over(remote, exchange, "HTTP/1.1 204 No Content\r\n\r\n");
        }
    }

    @Test
    void aBrokenOrCutCompressedBodyIsNeverWhole() throws Exception {
        byte[] gzip = gzip(TEXT);
        client.refused(peer, Kind.TRUNCATED, answer("gzip", Arrays.copyOf(gzip, 5)));
        client.refused(peer, Kind.TRUNCATED, answer("gzip", Arrays.copyOf(gzip, gzip.length - 9)));
        client.refused(peer, Kind.TRUNCATED, answer("gzip", Arrays.copyOf(gzip, gzip.length - 1)));
        client.refused(peer, Kind.BAD_RESPONSE, answer("gzip", Arrays.copyOf(gzip, gzip.length + 1)));
        byte[] wrong = gzip.clone();
        wrong[wrong.length - 8]++;
        client.refused(peer, Kind.BAD_RESPONSE, answer("gzip", wrong));
        client.refused(peer, Kind.BAD_RESPONSE, answer("gzip", TEXT.getBytes(StandardCharsets.US_ASCII)));
        client.refused(peer, Kind.BAD_RESPONSE, answer("deflate", new byte[] {0x78, (byte) 0x9c, 7, 7, 7, 7, 7}));
    }

    @Test
    void aCodingThatIsNotKnownIsRefused() {
        client.refused(peer, Kind.BAD_RESPONSE, answer("br", new byte[] {1, 2, 3}));
        client.refused(peer, Kind.BAD_RESPONSE, answer("gzip, gzip", new byte[] {1, 2, 3}));
    }

    @Test
    void aBombIsRefusedByItsRatioAndByItsSize() throws Exception {
        client.refused(peer, Kind.BAD_RESPONSE, answer("gzip", gzip("0".repeat(2 << 20))));
        StringBuilder sparse = new StringBuilder();
        for (int i = 0; sparse.length() < 33 << 20; i++) {
            sparse.append(i * 31L % 9973).append("x".repeat(200));
        }
        client.refused(peer, Kind.BAD_RESPONSE, answer("gzip", gzip(sparse.toString())));
    }

    private static byte[] answer(String coding, byte[] body) {
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Encoding: " + coding + "\r\nX-Other: kept\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] answer = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, answer, head.length, body.length);
        return answer;
    }

    /** What was compressed since the last call, as one chunk. */
    private static byte[] chunk(ByteArrayOutputStream compressed) throws IOException {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.write((Integer.toHexString(compressed.size()) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        compressed.writeTo(chunk);
        compressed.reset();
        chunk.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        return chunk.toByteArray();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return compressed.toByteArray();
    }

    private static byte[] deflate(String text, boolean bare) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream deflate = new DeflaterOutputStream(compressed, new Deflater(6, bare))) {
            deflate.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return compressed.toByteArray();
    }
}
