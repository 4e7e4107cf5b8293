package dev.relevo.faulty;

import dev.relevo.wire.Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the requests of one connection; one that breaks the grammar is a fault of what is tested. */
final class RequestReader {
    private static final int MAX_HEAD = 1 << 20;

    private final BufferedInputStream in;
    private final int connection;
    private int count;

    RequestReader(InputStream in, int connection) {
        this.in = new BufferedInputStream(in, 16 * 1024);
        this.connection = connection;
    }

    /** The next request, or null where the client ended the connection between two. */
    @Nullable
    Received next() throws IOException {
        String head = head();
        if (head == null) {
            return null;
        }
        String[] lines = head.split("\r\n");
        String[] start = lines[0].split(" ", -1);
        require(start.length == 3 && start[2].startsWith("HTTP/1."), "no request line", lines[0]);
        Headers headers = headers(lines);
        return new Received(connection, ++count, head, start[0], start[1], headers, body(headers));
    }

    private @Nullable String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        int matched = 0;
        while (matched < 4) {
            int b = in.read();
            if (b < 0 && head.size() == 0) {
                return null;
            }
            head.write(orEnd(b));
            boolean expected = b == (matched % 2 == 0 ? '\r' : '\n');
            matched = expected ? matched + 1 : b == '\r' ? 1 : 0;
            require(head.size() < MAX_HEAD, "an endless head", "");
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static Headers headers(String[] lines) {
        Headers headers = new Headers();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            require(colon > 0 && line.charAt(colon - 1) != ' ', "no header field", line);
            headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers;
    }

    private byte[] body(Headers headers) throws IOException {
        String coding = headers.first("transfer-encoding");
        String length = headers.first("content-length");
        require(coding == null || length == null, "both Content-Length and Transfer-Encoding", "");
        if (coding != null) {
            require(coding.equals("chunked"), "not chunked", coding);
            return chunks();
        }
        return exactly(length == null ? 0 : Integer.parseInt(length));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(exactly(size));
            require(line().isEmpty(), "no CRLF after a chunk", "");
        }
        require(line().isEmpty(), "trailers", "");
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int b;
        while ((b = orEnd(in.read())) != '\r') {
            line.append((char) b);
        }
        require(orEnd(in.read()) == '\n', "no LF after CR", line.toString());
        return line.toString();
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException();
        }
        return bytes;
    }

    private static int orEnd(int b) throws EOFException {
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }

    private static void require(boolean holds, String what, String where) {
        if (!holds) {
            throw new AssertionError("the upstream was sent " + what + ": " + where);
        }
    }
}
