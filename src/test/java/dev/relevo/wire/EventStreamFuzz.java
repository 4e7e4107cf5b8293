package dev.relevo.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.fuzz.Pieces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Any bytes read as an event stream: however they are cut, the events are those of the standard read line by line. */
public final class EventStreamFuzz {
    private static final String COMMENT = "(comment)";
    private static final String OVERFLOW = "(overflow)";

    private EventStreamFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        List<String> expected = expected(new String(input, ISO_8859_1));
        List<List<byte[]>> ways = Pieces.of(input);
        List<String> limited = found(ways.getFirst(), 48, 64);
        for (List<byte[]> pieces : ways) {
            assertEquals(expected, found(pieces, 1 << 20, 1 << 20));
            assertEquals(limited, found(pieces, 48, 64));
        }
    }

    private static List<String> found(List<byte[]> pieces, int maxLine, int maxEvent) {
        List<String> found = new ArrayList<>();
        SseReader reader = new SseReader(maxLine, maxEvent);
        SseReader.Events sink = new SseReader.Events() {
            @Override
            public void data(byte[] bytes, int from, int to) {
                found.add(new String(bytes, from, to - from, ISO_8859_1));
            }

            @Override
            public void comment() {
                found.add(COMMENT);
            }
        };
        try {
            for (byte[] piece : pieces) {
                byte[] reused = piece.clone();
                reader.feed(reused, 0, reused.length, sink);
                Arrays.fill(reused, (byte) 0);
            }
            reader.finish(sink);
        } catch (SseOverflow e) {
            found.add(OVERFLOW);
        }
        return found;
    }

    private static List<String> expected(String stream) {
        List<String> events = new ArrayList<>();
        StringBuilder event = new StringBuilder();
        String text = stream.startsWith("\u00ef\u00bb\u00bf") ? stream.substring(3) : stream;
        for (String line : text.split("\r\n|\r|\n", -1)) {
            if (line.isEmpty()) {
                dispatch(event, events);
            } else if (line.startsWith(":")) {
                events.add(COMMENT);
            } else if (line.startsWith("data:")) {
                String data = line.substring(line.startsWith("data: ") ? 6 : 5);
                event.append(event.isEmpty() || data.isEmpty() ? "" : " ").append(data);
            }
        }
        dispatch(event, events);
        return events;
    }

    private static void dispatch(StringBuilder event, List<String> events) {
        if (!event.toString().matches("[ \t]*")) {
            events.add(event.toString());
        }
        event.setLength(0);
    }
}
