package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.config.Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {
    private static final int MAX = 200_000;
    private static final byte[] JSON = "{\"text\":\"räksmörgås\"}".getBytes(UTF_8);

    private Served served;
    private RawClient client;

    @BeforeEach
    void serve() throws Exception {
        served = Served.by(Served.ECHO, RequestBodyTest::small);
        client = served.client();
    }

    @AfterEach
    void close() {
        client.close();
        served.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Type: application/x-www-form-urlencoded\r\n",
                "Content-Type: text/plain\r\n",
                "Content-Type: ???\r\n",
                "Content-Encoding: identity\r\n"
            })
    void aBodyIsTakenWhateverItsTypeSays(String fields) throws IOException {
        post(fields, JSON);
        assertArrayEquals(JSON, client.answer().body());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8_191, 8_192, 65_535, 65_536, 65_537, MAX})
    void aBodyOfAnySizeComesWholeByLengthAndInChunks(int size) throws IOException {
        byte[] body = noise(size);
        post("", body);
        assertArrayEquals(body, client.answer().body());
        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
        int half = size / 2;
        chunk(body, 0, half);
        chunk(body, half, size);
        client.send("0\r\n\r\n");
        assertArrayEquals(body, client.answer().body());
    }

    @Test
    void gzipAndDeflateAreDecodedWithAndWithoutTheZlibHeader() throws IOException {
        for (String coding : new String[] {"gzip", "x-gzip", "GZIP"}) {
            post("Content-Encoding: " + coding + "\r\n", gzip(JSON));
            assertArrayEquals(JSON, client.answer().body());
        }
        for (boolean bare : new boolean[] {false, true}) {
            post("Content-Encoding: deflate\r\n", deflate(JSON, bare));
            assertArrayEquals(JSON, client.answer().body());
        }
    }

    @Test
    void aBombIsRefusedByItsDecodedSize() throws IOException {
        post("Content-Encoding: gzip\r\n", gzip(new byte[MAX]));
        assertArrayEquals(new byte[MAX], client.answer().body());
        post("Content-Encoding: gzip\r\n", gzip(new byte[MAX + 1]));
        refused(413, "The request body is larger than " + MAX + " bytes (server.max-body).");
    }

    @Test
    void aBodyThatIsNotWhatItSaysIsRefused() throws IOException {
        post("Content-Encoding: gzip\r\n", JSON);
        refused(400, "The request body is not valid gzip.");
        byte[] whole = gzip(JSON);
        post("Content-Encoding: gzip\r\n", Arrays.copyOf(whole, whole.length - 9));
        refused(400, "The request body is not valid gzip.");
        post("Content-Encoding: deflate\r\n", JSON);
        refused(400, "The request body is not valid deflate.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip, gzip"})
    void otherCodingsAreRefused(String coding) throws IOException {
        post("Content-Encoding: " + coding + "\r\n", JSON);
        RawAnswer answer = client.answer();
        assertEquals("close", answer.header("connection"));
        assertEquals(415, answer.status());
        assertEquals(
                error("Content-Encoding " + coding + " is not supported; send gzip, deflate or none."), answer.text());
    }

    @Test
    void aPromisedLengthBeyondTheLimitIsRefusedBeforeAnyOfItIsRead() throws IOException {
        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: "
                + (MAX + 1) + "\r\n\r\n");
        refusedAndClosed(413, "The request body is larger than " + MAX + " bytes (server.max-body).");
    }

    @Test
    void chunksBeyondTheLimitAreRefusedAsTheyCome() throws IOException {
        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
        chunk(new byte[MAX], 0, MAX);
        client.send("1\r\nx\r\n");
        refusedAndClosed(413, "The request body is larger than " + MAX + " bytes (server.max-body).");
    }

    @Test
    void aRequestWithoutABodyIsToldSo() throws IOException {
        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n\r\n");
        refused(400, "The request has no body; a JSON object was expected.");
        post("", new byte[0]);
        refused(400, "The request has no body; a JSON object was expected.");
        client.send(
                "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        refused(400, "The request has no body; a JSON object was expected.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
                "Content-Length: two\r\n\r\n{}",
                "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2\r\n{}xx0\r\n\r\n",
            })
    void brokenFramingIsRefusedAndTheConnectionEnds(String rest) throws IOException {
        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n" + rest);
        refusedAndClosed(400, "The request is not well-formed HTTP/1.1.");
    }

    @Test
    void theClientIsToldToGoOnOnlyWhenItsBodyIsWanted() throws IOException {
        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                + "Content-Length: 2\r\n\r\n");
        assertEquals(100, client.answer().status());
        client.send("{}");
        assertEquals("{}", client.answer().text());
    }

    private void post(String fields, byte[] body) throws IOException {
        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n" + fields + "Content-Length: "
                + body.length + "\r\n\r\n");
        client.send(body);
    }

    private void chunk(byte[] bytes, int from, int to) throws IOException {
        if (to > from) {
            client.send(Integer.toHexString(to - from) + "\r\n");
            client.send(Arrays.copyOfRange(bytes, from, to));
            client.send("\r\n");
        }
    }

    private void refused(int status, String message) throws IOException {
        RawAnswer answer = client.answer();
        String text = answer.text();
        assertEquals(status, answer.status(), text);
        assertEquals(error(message), text);
    }

    private void refusedAndClosed(int status, String message) throws IOException {
        RawAnswer answer = client.answer();
        assertEquals("close", answer.header("connection"));
        assertEquals(status, answer.status());
        assertEquals(error(message), answer.text());
    }

    private static String error(String message) {
        return "{\"error\":{\"message\":\"" + message
                + "\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}";
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] bytes, boolean bare) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, bare);
                OutputStream deflating = new DeflaterOutputStream(out, deflater)) {
            deflating.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static Server small(Server s) {
        return s.withLimits(s.limits().withMaxBody(MAX));
    }
}
