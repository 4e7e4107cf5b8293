package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.upstream.ExchangeFailure.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a well-behaved upstream gets and gives. */
@Timeout(60)
class ExchangeTest {
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
    void theRequestArrivesAsItWasGivenAndTheAnswerComesBack() throws Exception {
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange, "hello".getBytes(StandardCharsets.US_ASCII));
            Peer.Remote remote = peer.accept();
            assertEquals(new String(Client.head(5), StandardCharsets.US_ASCII) + "hello", remote.request());
            remote.send("HTTP/1.1 200 OK\r\nContent-Type:application/json \r\nX-Empty:\r\ncontent-length: 2\r\n\r\n{}");
            ResponseHead head = Client.get(sent);
            assertEquals(200, head.status());
            assertEquals("application/json", head.headers().first("content-type"));
            assertEquals("", head.headers().first("x-empty"));
            assertEquals(2, head.contentLength());
            assertFalse(exchange.reused());
            assertEquals("{}", Client.rest(exchange));
            assertFalse(exchange.read());
        }
    }

    @Test
    void aBodyBeyondOneWriteArrivesWhole() throws Exception {
        for (int length : new int[] {8 * 1024, 64 * 1024, 64 * 1024 + 1, 300_000}) {
            String body = "x".repeat(length);
            try (Exchange exchange = client.exchange()) {
                Future<ResponseHead> sent = Client.send(exchange, body.getBytes(StandardCharsets.US_ASCII));
                Peer.Remote remote = peer.accept();
                assertTrue(remote.request().endsWith("\r\n\r\n" + body));
                remote.send("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
                assertEquals(204, Client.get(sent).status());
                assertFalse(exchange.read());
            }
        }
    }

    @Test
    void ofALongBodyNoMoreThan16KiBAreHeldAtOnceAndOfALongHeadAllOfIt() throws Exception {
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send("HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(12_000) + "\r\nContent-Length: 300000\r\n\r\n");
            assertEquals(12_000, Client.get(sent).headers().first("x-long").length());
            remote.send("y".repeat(300_000));
            int read = 0;
            while (exchange.read()) {
                read += exchange.to() - exchange.from();
                assertTrue(exchange.buffer().length <= 16 * 1024, exchange.buffer().length + " bytes");
            }
            assertEquals(300_000, read);
        }
    }

    @Test
    void eachReadHandsOverWhatHasArrived() throws Exception {
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n1\r\nf\r\n");
            assertEquals(-1, Client.get(sent).contentLength());
            assertEquals("abcdef", piece(exchange));
            remote.send("2;x=\"y\"\r\ngh\r\n");
            assertEquals("gh", piece(exchange));
            remote.send("0\r\n\r\n");
            assertFalse(exchange.read());
        }
    }

    @Test
    void aLargeBodyArrivesWholeInEveryFraming() throws Exception {
        String body = "0123456789".repeat(50_000);
        String counted = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        StringBuilder chunked = new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int from = 0; from < body.length(); from += 777) {
            String chunk = body.substring(from, Math.min(body.length(), from + 777));
            chunked.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        assertEquals(body, client.answered(peer, counted));
        assertEquals(body, client.answered(peer, chunked + "0\r\n\r\n"));
        assertEquals(body, client.answered(peer, "HTTP/1.1 200 OK\r\n\r\n" + body));
        assertEquals(body, client.answered(peer, "HTTP/1.0 200 OK\r\n\r\n" + body));
    }

    @Test
    void trailersAndChunkExtensionsAreNoPartOfTheBody() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
                + "2 ;a=b\r\nhi\r\n000;last\r\nX-Checksum: 1\r\nX-Other: 2\r\n\r\n";
        assertEquals("hi", client.answered(peer, answer));
    }

    @Test
    void interimAnswersArePassedOver() throws Exception {
        String interim = "HTTP/1.1 100 Continue\r\n\r\n" + "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".repeat(7);
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
        assertEquals("hi", client.answered(peer, interim + answer));
        client.refused(peer, Kind.BAD_RESPONSE, interim + interim + answer);
    }

    @Test
    void aRedirectIsAnAnswerLikeAnyOther() throws Exception {
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send("HTTP/1.1 302 Found\r\nLocation: http://localhost:1/\r\nContent-Length: 0\r\n\r\n");
            assertEquals(302, Client.get(sent).status());
            assertFalse(exchange.read());
        }
    }

    @Test
    void answersWithoutABodyEndWithTheHead() throws Exception {
        assertEquals("", client.answered(peer, "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n"));
        assertEquals("", client.answered(peer, "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"));
        assertEquals("", client.answered(peer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    }

    @Test
    void anAnswerThatComesBeforeTheRequestIsReadWholeIsKept() throws Exception {
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange, new byte[8 << 20]);
            Peer.Remote remote = peer.accept();
            remote.socket.getInputStream().readNBytes(1000);
            remote.send("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
            remote.socket.close();
            assertEquals(413, Client.get(sent).status());
        }
    }

    @Test
    void aPromisedLengthMovesNoMemory() throws Exception {
        try (Exchange exchange = client.exchange()) {
            Future<ResponseHead> sent = Client.send(exchange);
            Peer.Remote remote = peer.accept();
            remote.request();
            remote.send("HTTP/1.1 200 OK\r\nContent-Length: 999999999999999999\r\n\r\nhi")
                    .finish();
            assertEquals(999_999_999_999_999_999L, Client.get(sent).contentLength());
            assertTrue(exchange.read());
            assertTrue(exchange.buffer().length <= 8 * 1024);
            assertEquals(
                    Kind.TRUNCATED,
                    assertThrows(ExchangeFailure.class, exchange::read).kind());
        }
    }

    private static String piece(Exchange exchange) throws ExchangeFailure {
        assertTrue(exchange.read());
        return new String(
                exchange.buffer(), exchange.from(), exchange.to() - exchange.from(), StandardCharsets.ISO_8859_1);
    }
}
