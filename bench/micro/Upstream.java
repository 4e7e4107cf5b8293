package dev.relevo.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;

/**
 * A provider over loopback: a plain answer of 1 kB to each request, or a stream of 50 words, each sent once the client
 * says that it has the one before, so that no two are read at once.
 */
final class Upstream implements Closeable {
    static final int WORDS = 50;

    /** How each request ends. */
    static final byte[] REQUEST_END = "}".getBytes(UTF_8);

    static final byte[] ANSWER_END = "\"total_tokens\":97}}".getBytes(UTF_8);
    static final byte[] STREAM_END = "data: [DONE]\n\n\r\n0\r\n\r\n".getBytes(UTF_8);

    private static final byte[] TOLD = {1};
    private static final byte[] ANSWER = answer();
    private static final byte[] FIRST = firstWord();
    private static final byte[][] OTHERS =
            IntStream.range(1, WORDS)
            .mapToObj(i -> chunk(Chat.word(i)).getBytes(UTF_8))
            .toArray(byte[][]::new);
    private static final byte[] LAST = (chunk(Chat.end()) + "0\r\n\r\n").getBytes(UTF_8);

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ServerSocket pacing = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final RawConnection client;
    private final RawConnection paced;
    private volatile boolean streams;

    Upstream() throws IOException {
        client = RawConnection.to(pacing.getLocalPort());
        paced = new RawConnection(pacing.accept());
        Thread.ofPlatform().daemon().name("upstream").start(this::accept);
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    /** What it answers from now on. */
    void streams(boolean streams) {
        this.streams = streams;
    }

    /** The client has a word. */
    void next() throws IOException {
        client.write(TOLD);
    }

    private void accept() {
        try {
            while (true) {
                RawConnection connection = new RawConnection(server.accept());
                Thread.ofPlatform().daemon().name("upstream").start(() -> serve(connection));
            }
        } catch (IOException closed) {
            // The benchmark is over.
        }
    }

    private void serve(RawConnection connection) {
        try (connection) {
            while (true) {
                connection.readTo(REQUEST_END);
                if (streams) {
                    stream(connection);
                } else {
                    connection.write(ANSWER);
                }
            }
        } catch (IOException closed) {
            // The benchmark is over.
        }
    }

    private void stream(RawConnection connection) throws IOException {
        connection.write(FIRST);
        for (byte[] word : OTHERS) {
            paced.readTo(TOLD);
            connection.write(word);
        }
        connection.write(LAST);
    }

    private static byte[] answer() {
        String body = "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"bench\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + "The quick brown fox jumps over the lazy dog. ".repeat(16)
                + "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":42,\"completion_tokens\":55,\"total_tokens\":97}}";
        return ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(UTF_8);
    }

    private static byte[] firstWord() {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
        return (head + chunk(Chat.role() + Chat.word(0))).getBytes(UTF_8);
    }

    private static String chunk(String events) {
        return Integer.toHexString(events.length()) + "\r\n" + events + "\r\n";
    }

    @Override
    public void close() throws IOException {
        server.close();
        pacing.close();
        client.close();
        paced.close();
    }
}
