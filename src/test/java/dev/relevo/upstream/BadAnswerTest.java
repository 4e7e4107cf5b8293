package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.upstream.ExchangeFailure.Kind;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upstream may send that is no answer, or not the whole of one. */
@Timeout(60)
class BadAnswerTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.2 200 OK\r\n\r\n",
                "http/1.1 200 OK\r\n\r\n",
                "\r\nHTTP/1.1 200 OK\r\n\r\n",
                "\r\n\r\n",
                "HTTP/1.1\r\n\r\n",
                "HTTP/1.1 2\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1  200 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 600 OK\r\n\r\n",
                "HTTP/1.1 +20 OK\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
                "HTTP/1.1 200 O\rK\r\n\r\n",
                "<html>not http</html>\r\n\r\n",
                "HTTP/1.1 200 OK\n\n",
                OK + "A: b\n\r\n",
                OK + "A: b\n\n",
                OK + "A: b\rc\r\n\r\n",
                OK + "\rA: b\r\n\r\n",
                OK + "A: b\r\n folded\r\n\r\n",
                OK + "A: b\r\n\tfolded\r\n\r\n",
                OK + " A: b\r\n\r\n",
                OK + "A : b\r\n\r\n",
                OK + ": b\r\n\r\n",
                OK + "A\r\n\r\n",
                OK + "A\u00e9: b\r\n\r\n",
                OK + "A: b\u0000c\r\n\r\n",
                OK + "A: b\u007fc\r\n\r\n",
                OK + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi!",
                OK + "Content-Length: 2, 2\r\n\r\nhi",
                OK + "Content-Length: +2\r\n\r\nhi",
                OK + "Content-Length: -2\r\n\r\nhi",
                OK + "Content-Length: 0x2\r\n\r\nhi",
                OK + "Content-Length: 2 2\r\n\r\nhi",
                OK + "Content-Length:\r\n\r\nhi",
                OK + "Content-Length: 9999999999999999999\r\n\r\nhi",
                OK + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                OK + "Transfer-Encoding: identity\r\n\r\nhi",
                OK + "Transfer-Encoding:\r\n\r\nhi",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            })
    void aHeadThatTwoReadersCouldUnderstandDifferentlyIsRefused(String answer) {
        client.refused(peer, Kind.BAD_RESPONSE, answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2\r\nhiX\r\n0\r\n\r\n",
                "2\r\nhi\n0\r\n\r\n",
                "2\r\nhi\rX0\r\n\r\n",
                "2\nhi\r\n0\r\n\r\n",
                "2\rXhi\r\n0\r\n\r\n",
                "\r\nhi\r\n0\r\n\r\n",
                ";x\r\nhi\r\n0\r\n\r\n",
                "-2\r\nhi\r\n0\r\n\r\n",
                "0x2\r\nhi\r\n0\r\n\r\n",
                " 2\r\nhi\r\n0\r\n\r\n",
                "2g\r\nhi\r\n0\r\n\r\n",
                "1000000000000000\r\nhi",
                "0000000000000002\r\nhi\r\n0\r\n\r\n",
                "2;a=b\nhi\r\n0\r\n\r\n",
                "2;a=b\rX\nhi\r\n0\r\n\r\n",
                "0\r\nA: b\n\r\n",
                "0\r\nA: b\rX\r\n\r\n",
                "0\r\n\rX",
                "0\r\n\n",
            })
    void brokenChunksAreRefused(String body) {
        client.refused(peer, Kind.BAD_RESPONSE, CHUNKED + body);
    }

    @Test
    void whatIsTooLongIsRefused() {
        String line = "X-Padding: " + "x".repeat(1000) + "\r\n";
        client.refused(peer, Kind.BAD_RESPONSE, OK + line.repeat(70) + "\r\n");
        client.refused(peer, Kind.BAD_RESPONSE, OK + "X-Endless: " + "x".repeat(70_000));
        client.refused(peer, Kind.BAD_RESPONSE, OK + "A: b\r\n".repeat(257) + "\r\n");
        client.refused(peer, Kind.BAD_RESPONSE, CHUNKED + "2;" + "x".repeat(5000) + "\r\nhi\r\n0\r\n\r\n");
        client.refused(peer, Kind.BAD_RESPONSE, CHUNKED + "0\r\n" + line.repeat(20) + "\r\n");
    }

    @Test
    void aLargeHeadWithinTheLimitsIsTaken() throws Exception {
        String lines = ("X-Padding: " + "x".repeat(200) + "\r\n").repeat(250);
        assertEquals("hi", client.answered(peer, OK + lines + "Content-Length: 2\r\n\r\nhi"));
    }

    @Test
    void oneLengthSaidTwiceIsOneLength() throws Exception {
        assertEquals("hi", client.answered(peer, OK + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi"));
    }

    @Test
    void aStatusLineNeedsNoReason() throws Exception {
        assertEquals("hi", client.answered(peer, "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi"));
        assertEquals("hi", client.answered(peer, "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nhi"));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void anAnswerCutAnywhereIsNeverWhole(String part) {
        client.refused(peer, part.isEmpty() ? Kind.RESET : Kind.TRUNCATED, part);
    }

    static Stream<String> cuts() {
        return Stream.of(OK + "Content-Length: 2\r\n\r\nhi", CHUNKED + "2;x\r\nhi\r\n0\r\nA: b\r\n\r\n")
                .flatMap(whole -> IntStream.range(0, whole.length()).mapToObj(to -> whole.substring(0, to)));
    }

    @Test
    void aResetIsToldApart() throws Exception {
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send(OK + "Content-Length: 5\r\n\r\nhi");
            Client.get(sent);
            assertTrue(exchange.read());
            Future<Boolean> read = Client.async(exchange::read);
            remote.reset();
            assertEquals(Kind.RESET, Client.failure(read).kind());
        }
    }

    @Test
    void aResetBeforeTheEndOfABodyUntilCloseIsNoEnd() throws Exception {
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send(OK + "\r\nhi");
            Client.get(sent);
            assertTrue(exchange.read());
            Future<Boolean> read = Client.async(exchange::read);
            remote.reset();
            assertEquals(Kind.RESET, Client.failure(read).kind());
        }
    }
}
