package dev.relevo.wire;

import org.jspecify.annotations.Nullable;

/**
 * Takes an event stream (WHATWG HTML, "Server-sent events") apart, however it is cut into pieces. Lines end in LF, CRLF
 * or a lone CR; a leading byte order mark is dropped; {@code id}, {@code event}, {@code retry} and unknown fields are
 * passed over.
 *
 * <p>Two departures from the standard, for a reader of JSON: the {@code data} lines of one event are joined by a space
 * rather than by a line break, empty ones adding nothing; and an event is complete at the end of the stream even if its
 * last line or the blank line after it is missing (see {@link #finish}).
 *
 * <p>An event that lies within one fed piece and has one {@code data} line is handed over as a slice of that piece.
 * Otherwise memory is held for at most one line and one event.
 */
public final class SseReader {
    /** What is found in the stream, in order. */
    public interface Events {
        /**
         * An event's data, never empty or blank; {@code [DONE]} is data like any other. The bytes are good only until
         * this returns.
         */
        void data(byte[] bytes, int from, int to);

        /** A line that is a comment: a sign of life. */
        default void comment() {}
    }

    private final int maxLine;
    private final int maxEvent;

    /** The beginning of a line whose end has not come. */
    private final ByteBuilder line = new ByteBuilder();

    /** The data of the event so far, unless it is one slice. */
    private final ByteBuilder event = new ByteBuilder();

    private byte @Nullable [] slice;
    private int sliceFrom;
    private int sliceTo;

    private boolean atStart = true;
    private boolean afterCr;

    /**
     * Begins at the start of a stream.
     *
     * @param maxLine bytes in a line, its end not counted
     * @param maxEvent bytes in an event's data
     */
    public SseReader(int maxLine, int maxEvent) {
        this.maxLine = maxLine;
        this.maxEvent = maxEvent;
    }

    /**
     * Takes the next piece of the stream and hands over every event that it completes.
     *
     * @throws SseOverflow if a line or an event is too long; the events before it were handed over, and the reader is of
     *     no more use
     */
    public void feed(byte[] bytes, int from, int to, Events sink) throws SseOverflow {
        int at = pastSplitCrLf(bytes, from, to);
        int end = ByteScan.lineEnd(bytes, at, to);
        while (end < to) {
            endLine(bytes, at, end, sink);
            at = pastLineEnd(bytes, end, to);
            end = ByteScan.lineEnd(bytes, at, to);
        }
        own();
        hold(bytes, at, to);
    }

    /**
     * Hands over what the end of the stream completes: an event whose last line has no end, or that no blank line
     * follows.
     */
    public void finish(Events sink) {
        takeLine(line.array(), 0, line.length(), sink);
        line.clear();
        dispatch(sink);
    }

    private int pastSplitCrLf(byte[] bytes, int from, int to) {
        if (from == to || !afterCr) {
            return from;
        }
        afterCr = false;
        return bytes[from] == '\n' ? from + 1 : from;
    }

    private int pastLineEnd(byte[] bytes, int end, int to) {
        int next = end + 1;
        if (bytes[end] == '\n') {
            return next;
        }
        afterCr = next == to;
        return next < to && bytes[next] == '\n' ? next + 1 : next;
    }

    private void endLine(byte[] bytes, int from, int to, Events sink) throws SseOverflow {
        if (line.length() > 0) {
            hold(bytes, from, to);
            takeLine(line.array(), 0, line.length(), sink);
            line.clear();
        } else {
            requireRoom(bytes, from, to);
            takeLine(bytes, from, to, sink);
        }
    }

    private void hold(byte[] bytes, int from, int to) throws SseOverflow {
        if (line.length() + (long) to - from > maxLine) {
            throw new SseOverflow("a line", maxLine);
        }
        line.append(bytes, from, to);
        requireRoom(line.array(), 0, line.length());
    }

    /** Refuses a line, whole or begun, that is too long or makes the event too long. */
    private void requireRoom(byte[] bytes, int from, int to) throws SseOverflow {
        if (to - from > maxLine) {
            throw new SseOverflow("a line", maxLine);
        }
        int added = to - dataFrom(bytes, from, to);
        int held = slice == null ? event.length() : sliceTo - sliceFrom;
        int joint = held == 0 ? 0 : 1;
        if (added > 0 && (long) held + joint + added > maxEvent) {
            throw new SseOverflow("an event", maxEvent);
        }
    }

    private void takeLine(byte[] bytes, int from, int to, Events sink) {
        int start = pastMark(bytes, from, to);
        int data = dataFrom(bytes, from, to);
        atStart = false;
        if (start == to) {
            dispatch(sink);
        } else if (bytes[start] == ':') {
            sink.comment();
        } else if (data < to) {
            addData(bytes, data, to);
        }
    }

    /** Where the value of a {@code data} field begins; {@code to} for any other line. */
    private int dataFrom(byte[] bytes, int from, int to) {
        int name = pastMark(bytes, from, to);
        boolean data = to - name > 5
                && bytes[name] == 'd'
                && bytes[name + 1] == 'a'
                && bytes[name + 2] == 't'
                && bytes[name + 3] == 'a'
                && bytes[name + 4] == ':';
        if (!data) {
            return to;
        }
        return bytes[name + 5] == ' ' ? name + 6 : name + 5;
    }

    private int pastMark(byte[] bytes, int from, int to) {
        boolean mark = atStart
                && to - from >= 3
                && bytes[from] == (byte) 0xef
                && bytes[from + 1] == (byte) 0xbb
                && bytes[from + 2] == (byte) 0xbf;
        return mark ? from + 3 : from;
    }

    private void addData(byte[] bytes, int from, int to) {
        if (slice == null && event.length() == 0) {
            slice = bytes;
            sliceFrom = from;
            sliceTo = to;
        } else {
            own();
            event.append((byte) ' ');
            event.append(bytes, from, to);
        }
    }

    /** Copies the slice, whose array is about to change. */
    private void own() {
        if (slice != null) {
            event.append(slice, sliceFrom, sliceTo);
            slice = null;
        }
    }

    private void dispatch(Events sink) {
        if (slice != null) {
            deliver(slice, sliceFrom, sliceTo, sink);
            slice = null;
        } else {
            deliver(event.array(), 0, event.length(), sink);
            event.clear();
        }
    }

    private static void deliver(byte[] bytes, int from, int to, Events sink) {
        int at = from;
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        if (at < to) {
            sink.data(bytes, from, to);
        }
    }
}
