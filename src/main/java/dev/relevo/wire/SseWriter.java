package dev.relevo.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** A growing buffer of events as every client reads them: {@code data: }, one line, an empty line. */
public final class SseWriter {
    private static final byte[] BEFORE = "data: ".getBytes(US_ASCII);
    private static final byte[] AFTER = "\n\n".getBytes(US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(US_ASCII);

    private final ByteBuilder out = new ByteBuilder();

    /** Appends an event whose data is that range, which holds no line break. */
    public void event(byte[] bytes, int from, int to) {
        append(BEFORE);
        out.append(bytes, from, to);
        append(AFTER);
    }

    /** Appends a comment, which programs pass over; the text holds no line break. */
    public void comment(String ascii) {
        append((": " + ascii + "\n\n").getBytes(US_ASCII));
    }

    /** Appends the event that tells that the answer is whole. */
    public void done() {
        append(DONE);
    }

    /** The array that holds what was appended, from 0 to just before {@link #length}; good until the next append. */
    public byte[] buffer() {
        return out.array();
    }

    /** How many bytes were appended since the last {@link #clear}. */
    public int length() {
        return out.length();
    }

    public void clear() {
        out.clear();
    }

    private void append(byte[] bytes) {
        out.append(bytes, 0, bytes.length);
    }
}
