package dev.relevo;

import dev.relevo.wire.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An answer being read by a {@link RawClient}. Its head is here, its body comes as it is asked for. */
public final class RawAnswer {
    /** How a body ended. */
    public enum End {
        /** Content-Length bytes came, or the final chunk, or the end that a close-delimited body waits for. */
        WHOLE,
        /** FIN came first. */
        CUT_BY_FIN,
        /** RST came first. */
        CUT_BY_RESET
    }

    private static final long CHUNKED = -1;
    private static final long UNTIL_END = -2;

    private final InputStream in;
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private final Events body = new Events();
    private final List<Integer> chunkSizes = new ArrayList<>();
    private final String head;
    private final int status;
    private final Headers headers = new Headers();
    private long left;
    private long framing;
    private int eventsFrom;
    private End end;

    private RawAnswer(InputStream in, String head) {
        this.in = in;
        this.head = head;
        String[] lines = head.split("\r\n");
        require(lines[0].matches("HTTP/1\\.1 [1-5][0-9][0-9] .*"), "a status line", lines[0]);
        this.status = Integer.parseInt(lines[0].substring(9, 12));
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            require(line.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+:.*"), "a header field", line);
            int colon = line.indexOf(':');
            headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
        }
    }

    static RawAnswer read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int b = in.read();
            require(b >= 0, "a whole head", head.toString(StandardCharsets.ISO_8859_1));
            head.write(b);
            boolean expected = b == (matched % 2 == 0 ? '\r' : '\n');
            matched = expected ? matched + 1 : b == '\r' ? 1 : 0;
        }
        RawAnswer answer = new RawAnswer(in, head.toString(StandardCharsets.ISO_8859_1));
        answer.frame();
        return answer;
    }

    public int status() {
        return status;
    }

    /** The head as it came, with its blank line. */
    public String head() {
        return head;
    }

    /** The first field of that name, or null. */
    public String header(String name) {
        return headers.first(name);
    }

    /** The names of all fields in order, in lower case. */
    public List<String> headerNames() {
        List<String> names = new ArrayList<>();
        headers.forEach((name, value) -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }

    /** Reads to the end and tells how it came. */
    public End end() throws IOException {
        while (end == null) {
            more();
        }
        return end;
    }

    /** Reads to the end; the body without its framing, as far as it came. */
    public byte[] body() throws IOException {
        end();
        return body.toByteArray();
    }

    /** {@link #body()} as UTF-8. */
    public String text() throws IOException {
        return new String(body(), StandardCharsets.UTF_8);
    }

    /** Reads to the end; the body with its framing, as far as it came. */
    public byte[] raw() throws IOException {
        end();
        return raw.toByteArray();
    }

    /** Reads to the end; the size of each chunk, the final one not counted. */
    public List<Integer> chunkSizes() throws IOException {
        end();
        return List.copyOf(chunkSizes);
    }

    /**
     * The payload of the next event that has one, read as soon as its blank line is there; null where the body ended first.
     * Comments are passed over.
     */
    public String event() throws IOException {
        while (true) {
            Events.Frame frame = body.next(eventsFrom);
            if (frame != null) {
                eventsFrom = frame.end();
                if (!frame.isComment()) {
                    return frame.payload();
                }
            } else if (end == null) {
                more();
            } else {
                return null;
            }
        }
    }

    /** Reads to the end; the payloads of all whole events, those that {@link #event()} gave included. */
    public List<String> events() throws IOException {
        return frames().stream()
                .filter(frame -> !frame.isComment())
                .map(Events.Frame::payload)
                .toList();
    }

    /** Reads to the end; what each comment says. */
    public List<String> comments() throws IOException {
        return frames().stream()
                .filter(Events.Frame::isComment)
                .map(Events.Frame::payload)
                .toList();
    }

    /** Reads to the end: the body is whole and its last event is {@code [DONE]}, so a client takes it for complete. */
    public boolean completed() throws IOException {
        List<String> events = events();
        return end() == End.WHOLE && !events.isEmpty() && events.getLast().equals("[DONE]");
    }

    private List<Events.Frame> frames() throws IOException {
        end();
        return body.all();
    }

    private void frame() {
        String coding = header("transfer-encoding");
        String length = header("content-length");
        require(coding == null || length == null, "one framing", head);
        require(coding == null || coding.equals("chunked"), "the coding chunked", head);
        boolean empty = status < 200 || status == 204 || status == 304;
        framing = coding != null ? CHUNKED : length != null ? Long.parseLong(length) : UNTIL_END;
        left = empty ? 0 : Math.max(0, framing);
        end = empty || framing == 0 ? End.WHOLE : null;
    }

    private void more() throws IOException {
        try {
            step();
        } catch (SocketException e) {
            end = End.CUT_BY_RESET;
        }
    }

    private void step() throws IOException {
        if (framing == UNTIL_END) {
            end = take(Integer.MAX_VALUE) ? null : End.WHOLE;
        } else if (left > 0) {
            end = !take(left) ? End.CUT_BY_FIN : left == 0 && framing > 0 ? End.WHOLE : null;
        } else {
            end = chunkHead();
        }
    }

    private boolean take(long most) throws IOException {
        byte[] bytes = new byte[(int) Math.min(most, Math.max(1, in.available()))];
        int count = in.read(bytes);
        if (count < 0) {
            return false;
        }
        raw.write(bytes, 0, count);
        body.write(bytes, 0, count);
        left -= count;
        return true;
    }

    private End chunkHead() throws IOException {
        String after = chunkSizes.isEmpty() ? "" : line();
        String line = after == null ? null : line();
        if (line == null) {
            return End.CUT_BY_FIN;
        }
        require(after.isEmpty(), "CRLF after a chunk", after);
        require(line.matches("[0-9a-fA-F]{1,8}"), "a chunk size", line);
        left = Long.parseLong(line, 16);
        if (left > 0) {
            chunkSizes.add((int) left);
            return null;
        }
        String last = line();
        require(last == null || last.isEmpty(), "no trailers", last);
        return last == null ? End.CUT_BY_FIN : End.WHOLE;
    }

    /** The next line without its CRLF, or null where the connection ended first. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            raw.write(b);
            line.append((char) b);
            if (line.length() > 1 && line.charAt(line.length() - 2) == '\r') {
                require(b == '\n', "LF after CR", line.toString());
                return line.substring(0, line.length() - 2);
            }
        }
        return null;
    }

    private static void require(boolean holds, String expected, String found) {
        if (!holds) {
            throw new AssertionError("expected " + expected + ", found: " + found);
        }
    }
}
