package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.fuzz.Pieces;
import dev.relevo.wire.Heap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Any bytes that a client sends: however they are cut, the same requests are found in them, each with a head that can be read
 * in one way only and a body of just the length that it tells, and then the same is wrong.
 */
public final class FramingFuzz {
    private static final int MOST_HEAD = 8 * 1024;
    private static final String REFUSED = "refused";
    private static final Pattern LINE = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+ [!-~]+ HTTP/1\\.1");
    private static final Pattern FIELD =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\\x20-\\x7e\\x80-\\xff]*?)[ \t]*");

    private FramingFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        List<List<byte[]>> ways = Pieces.of(input);
        List<String> first = found(ways.getFirst(), input.length);
        for (List<byte[]> pieces : ways) {
            assertEquals(first, found(pieces, input.length));
        }
    }

    /** The requests found, and what became of the rest. */
    private static List<String> found(List<byte[]> pieces, int length) {
        List<String> found = new ArrayList<>();
        Requests requests = new Requests(new Heap(1 << 20));
        StringBuilder request = new StringBuilder();
        try {
            for (byte[] piece : pieces) {
                requests.add(piece);
                byte[] next = requests.next(MOST_HEAD);
                while (next != null) {
                    request.append(new String(next, ISO_8859_1));
                    if (requests.isWhole()) {
                        found.add(checked(request.toString(), requests.isHttp10()));
                        request.setLength(0);
                        requests.begin();
                    }
                    next = requests.next(MOST_HEAD);
                }
            }
            found.add("waits for more of the " + (requests.isHeadRead() ? "body" : "head"));
        } catch (MalformedRequest e) {
            // Whether a line or a head is too long is seen before its end or at its end.
            found.add(length < MOST_HEAD ? REFUSED + " " + e.status() : REFUSED);
        }
        return found;
    }

    /** The request as any reader must understand it. */
    private static String checked(String request, boolean http10) {
        int end = request.indexOf("\r\n\r\n");
        assertTrue(end > 0, request);
        String[] lines = request.substring(0, end).split("\r\n", -1);
        assertTrue(LINE.matcher(lines[0]).matches(), lines[0]);
        String body = body(lines, request.substring(end + 4));
        return (http10 ? "1.0 " : "1.1 ") + request.substring(0, end + 4) + body;
    }

    private static String body(String[] lines, String body) {
        int hosts = 0;
        long length = -1;
        boolean chunked = false;
        for (int i = 1; i < lines.length; i++) {
            Matcher field = FIELD.matcher(lines[i]);
            assertTrue(field.matches(), lines[i]);
            switch (field.group(1).toLowerCase(Locale.ROOT)) {
                case "host" -> hosts++;
                case "content-length" -> {
                    assertEquals(-1, length);
                    length = Long.parseLong(field.group(2));
                }
                case "transfer-encoding" -> {
                    assertTrue(!chunked && field.group(2).equalsIgnoreCase("chunked"));
                    chunked = true;
                }
                default -> {}
            }
        }
        assertEquals(1, hosts);
        assertTrue(!chunked || length < 0);
        assertTrue(chunked || body.length() == Math.max(0, length), length + " told");
        return chunked ? dechunked(body) : body;
    }

    /** Chunks as we write them ourselves: nothing but sizes and data. */
    private static String dechunked(String chunks) {
        StringBuilder data = new StringBuilder();
        int at = 0;
        int size = -1;
        while (size != 0) {
            int lineEnd = chunks.indexOf("\r\n", at);
            size = Integer.parseInt(chunks.substring(at, lineEnd), 16);
            at = lineEnd + 2;
            data.append(chunks, at, at + size);
            assertEquals("\r\n", chunks.substring(at + size, at + size + 2));
            at += size + 2;
        }
        assertEquals(chunks.length(), at);
        return data.toString();
    }
}
