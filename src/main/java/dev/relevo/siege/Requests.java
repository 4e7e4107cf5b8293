package dev.relevo.siege;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Requests byte by byte, most of them such as nobody should send. */
final class Requests {
    private static final String CHAT = "POST /v1/chat/completions HTTP/1.1\r\n";
    private static final String HOST = "Host: localhost\r\n";
    static final String POST = CHAT + HOST;
    private static final String NEXT = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
    static final String UNREAD = "Content-Length: 100000\r\n\r\n" + "x".repeat(5000);
    static final String QUESTION = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"request 1\"}]}";

    static final List<byte[]> MALFORMED = raw(
            POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + NEXT,
            POST + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n" + NEXT,
            POST + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n" + NEXT,
            POST + "Transfer-Encoding: gzip, chunked\r\n" + UNREAD + NEXT,
            POST + "Content-Length: -1\r\n\r\n" + NEXT,
            POST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + NEXT,
            POST + "X-Odd : 1\r\n" + UNREAD + NEXT,
            POST + "X-Odd: 1\r\n folded\r\n" + UNREAD + NEXT,
            POST + "X-Odd: 1\nX-More: 2\r\n" + UNREAD + NEXT,
            POST + "X-Odd: 1\u0000\r\n" + UNREAD + NEXT,
            POST + HOST + UNREAD + NEXT,
            CHAT + UNREAD + NEXT,
            "POST  /v1/chat/completions HTTP/1.1\r\n" + HOST + UNREAD + NEXT);

    static final List<byte[]> NO_JSON = bodies(
            "",
            "[]",
            "\"text\"",
            "{}",
            "{\"model\":\"auto\"",
            QUESTION + "x",
            "{\"model\":7,\"messages\":[]}",
            "{\"model\":\"auto\",\"model\":\"auto\",\"messages\":[]}",
            "{\"model\":\"auto\",\"mod\\u0065l\":\"auto\",\"messages\":[]}",
            "{\"model\":\"auto\",\"messages\":" + "[".repeat(600) + "]".repeat(600) + "}",
            "{\"model\":\"auto\",\"messages\":\"\u00c3(\"}",
            "{\"model\":\"auto\",\"messages\":\"\u00c0\u00af\"}",
            new String(QUESTION.getBytes(UTF_16), ISO_8859_1));

    static final List<byte[]> TOO_LARGE = List.of(
            latin(POST + "Content-Length: 65537\r\n\r\n"),
            latin(POST + "Content-Length: 999999999999\r\n\r\n"),
            latin(POST + "Transfer-Encoding: chunked\r\n\r\n20000\r\n" + " ".repeat(0x20000) + "\r\n0\r\n\r\n"));

    static final List<byte[]> BOMBS = List.of(
            body("Content-Encoding: gzip\r\n", gzip(" ".repeat(30_000_000).getBytes(UTF_8))));

    static final List<byte[]> CODED = List.of(
            body("Content-Encoding: br\r\n", latin("xxxx")),
            body("Content-Encoding: gzip, gzip\r\n", latin("xxxx")),
            body("Content-Encoding: zstd\r\n", latin("xxxx")));

    static final List<byte[]> FOREIGN = raw(
            POST + "Origin: https://evil.example\r\n" + UNREAD,
            POST + "Origin: null\r\n" + UNREAD,
            POST + "Origin: http://localhost.evil.example\r\n" + UNREAD,
            CHAT + "Host: evil.example\r\n" + UNREAD,
            CHAT + "Host: localhost.evil.example\r\n" + UNREAD,
            "OPTIONS /v1/chat/completions HTTP/1.1\r\n" + HOST
                    + "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n");

    static final List<byte[]> RIGHT = List.of(
            body("Content-Type: application/x-www-form-urlencoded\r\n", latin(QUESTION)),
            body("Content-Type: text/plain\r\n", latin(QUESTION)),
            body("", latin(QUESTION)),
            body("Content-Encoding: gzip\r\n", gzip(latin(QUESTION))),
            body("", latin(QUESTION.replace("\"user\"", "\"user\",\"name\":\"\\ud800\""))),
            body("Origin: http://localhost:5173\r\n", latin(QUESTION)));

    private Requests() {}

    private static List<byte[]> raw(String... requests) {
        return Stream.of(requests).map(Requests::latin).toList();
    }

    private static List<byte[]> bodies(String... bodies) {
        return Stream.of(bodies).map(text -> body("", latin(text))).toList();
    }

    private static byte[] body(String fields, byte[] body) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(latin(POST + fields + "Content-Length: " + body.length + "\r\n\r\n"));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private static byte[] latin(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
