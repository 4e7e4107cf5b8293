package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects the head of a request and judges each line as soon as it is whole, so that nobody waits for the rest of what is
 * broken. What it lets pass means the same to every reader: one line end, one length, one host.
 */
final class HeadReader {
    /** The longest line that a request may begin with; beyond it 414. */
    static final int LONGEST_LINE = 16 * 1024;

    /** How many fields it may have; beyond it 431. Clients send some 25 of them. */
    static final int MOST_FIELDS = 100;

    private final RequestFields fields = new RequestFields();
    private byte[] bytes = Chunks.NONE;
    private int length;
    private int at;
    private int start;
    private int lineStart;
    private int fieldsStart;
    private int fieldCount;
    private boolean methodRead;
    private @Nullable RequestLine line;
    private byte[] missing = Chunks.NONE;

    /**
     * Reads on.
     *
     * @param more which it keeps
     * @param most how many bytes a head may have
     * @return whether the head is whole
     */
    boolean add(byte[] more, int most) throws MalformedRequest {
        append(more);
        boolean whole = readLines();
        if (line == null ? length - start > LONGEST_LINE : fieldsStart - start > LONGEST_LINE) {
            throw new MalformedRequest(414);
        }
        if (whole ? end() - start > most : length - start >= most) {
            throw new MalformedRequest(431);
        }
        return whole;
    }

    /** All that was added, of which {@link #length} are filled. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** The index of its first byte. */
    int start() {
        return start;
    }

    /** The index after a whole head. */
    int end() {
        return at;
    }

    RequestFields fields() {
        return fields;
    }

    boolean isHttp10() {
        return line != null && line.http10();
    }

    /** Whether a whole head means the same to a parser that knows HTTP/1.1 in origin form alone. */
    boolean isPlain() {
        return line != null && !line.http10() && line.authority() == null;
    }

    /** A whole head as such a parser understands it. */
    byte[] translated() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(at - start + missing.length);
        if (line != null) {
            out.writeBytes(line.inOriginForm());
        }
        out.writeBytes(missing);
        int from = fieldsStart;
        if (isHttp10()) {
            for (FieldLine expectation : fields.expectations()) {
                out.write(bytes, from, expectation.from() - from);
                from = expectation.to() + 2;
            }
        }
        out.write(bytes, from, at - from);
        return out.toByteArray();
    }

    private void append(byte[] more) {
        if (length == 0) {
            bytes = more;
        } else {
            if (length + more.length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more.length));
            }
            System.arraycopy(more, 0, bytes, length, more.length);
        }
        length += more.length;
    }

    /** Whether the head is whole. */
    private boolean readLines() throws MalformedRequest {
        while (at < length) {
            byte b = bytes[at++];
            boolean afterCr = at - 2 >= lineStart && bytes[at - 2] == '\r';
            if (afterCr != (b == '\n') || (b != '\r' && b != '\n' && !isExpected(b))) {
                throw MalformedRequest.broken();
            }
            if (afterCr && endsHead(at - 2)) {
                return true;
            }
        }
        return false;
    }

    /** Whether that byte may come next, within a line: what can be no method is not waited on. */
    private boolean isExpected(byte b) {
        if (line == null && !methodRead) {
            methodRead = b == ' ' && at - 1 > lineStart;
            return methodRead || FieldLine.isTokenCharacter(b);
        }
        return !isControl(b);
    }

    /** Whether a line may not have it within: a control character that is no tab. */
    static boolean isControl(byte b) {
        return (b >= 0 && b < ' ' && b != '\t') || b == 0x7f;
    }

    private boolean endsHead(int lineEnd) throws MalformedRequest {
        int from = lineStart;
        lineStart = at;
        if (line == null) {
            begin(from, lineEnd);
            return false;
        }
        if (from == lineEnd) {
            missing = fields.missing(line);
            return true;
        }
        fieldCount++;
        if (fieldCount > MOST_FIELDS) {
            throw new MalformedRequest(431);
        }
        fields.add(FieldLine.read(bytes, from, lineEnd));
        return false;
    }

    /** Empty lines before a request are ignored (RFC 9112, 2.2). */
    private void begin(int from, int lineEnd) throws MalformedRequest {
        if (from == lineEnd) {
            start = at;
            return;
        }
        if (lineEnd - from > LONGEST_LINE) {
            throw new MalformedRequest(414);
        }
        line = RequestLine.read(new String(bytes, from, lineEnd - from, ISO_8859_1));
        fieldsStart = at;
    }
}
