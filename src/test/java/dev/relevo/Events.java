package dev.relevo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A body that may hold server-sent events in the only form that Relevo writes: {@code data: …\n\n} or
 * {@code : …\n\n}.
 */
final class Events extends ByteArrayOutputStream {
    /** One event or comment; {@code end} is the offset past its blank line. */
    record Frame(boolean isComment, String payload, int end) {}

    private static final Pattern FORM = Pattern.compile("(data: |: ?)([^\r\n]+)");

    /** The frame that starts there, or null while it is not whole. */
    Frame next(int from) {
        for (int at = from; at + 1 < count; at++) {
            if (buf[at] == '\n' && buf[at + 1] == '\n') {
                return frame(new String(buf, from, at - from, StandardCharsets.UTF_8), at + 2);
            }
        }
        return null;
    }

    /** Every whole frame. */
    List<Frame> all() {
        List<Frame> frames = new ArrayList<>();
        for (Frame frame = next(0); frame != null; frame = next(frame.end())) {
            frames.add(frame);
        }
        return frames;
    }

    private static Frame frame(String text, int end) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new AssertionError("not the form of an event: " + text);
        }
        return new Frame(form.group(1).startsWith(":"), form.group(2), end);
    }
}
