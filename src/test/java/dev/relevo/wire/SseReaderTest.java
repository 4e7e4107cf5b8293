package dev.relevo.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SseReaderTest {
    private static final String COMMENT = ":";
    private static final String OVERFLOW = "overflow";
    private static final int LIMIT = 64;

    /** A stream and what is found in it: each event's data, and a colon for each comment. */
    record Stream(String oddity, String bytes, List<String> found) {
        @Override
        public String toString() {
            return oddity;
        }
    }

    private static Stream stream(String oddity, String bytes, String... found) {
        return new Stream(oddity, bytes, List.of(found));
    }

    static List<Stream> streams() {
        return List.of(
                stream("the plain form", "data: {\"a\":1}\n\ndata: [DONE]\n\n", "{\"a\":1}", "[DONE]"),
                stream("CRLF", "data: 1\r\n\r\ndata: 2\r\n\r\n", "1", "2"),
                stream("lone CR", "data: 1\r\rdata: 2\r\r", "1", "2"),
                stream("mixed line ends", "data: 1\r\n\ndata: 2\n\rdata: 3\r\r\ndata: 4\n\r\n", "1", "2", "3", "4"),
                stream("a byte order mark", "\ufeffdata: 1\n\n", "1"),
                stream("a byte order mark before a comment", "\ufeff: hi\n\ndata: 1\n\n", COMMENT, "1"),
                stream("a byte order mark only at the start", "data: 1\n\n\ufeffdata: 2\n\n", "1"),
                stream("a byte order mark inside data", "data: \ufeff\n\n", "\ufeff"),
                stream("no space", "data:1\n\ndata:[DONE]\n\n", "1", "[DONE]"),
                stream("two spaces, of which one counts", "data:  1\n\n", " 1"),
                stream("a tab, which is no space", "data:\t1\n\n", "\t1"),
                stream("a comment before", ": OPENROUTER PROCESSING\n\ndata: 1\n\n", COMMENT, "1"),
                stream("a comment inside an event", "data: 1\n: keep-alive\n\n", COMMENT, "1"),
                stream("a comment between data lines", "data: [1,\n:\ndata: 2]\n\n", COMMENT, "[1, 2]"),
                stream("an empty comment", ":\n", COMMENT),
                stream("other fields", "id: 7\nevent: chunk\nretry: 10\ndata: 1\nfoo: 2\n\n", "1"),
                stream("other fields alone", "id: 7\n\nevent: ping\n\nretry: 10\n\n"),
                stream("a field without a colon", "data\n\nid\n\ndata: 1\n\n", "1"),
                stream("names that only resemble data", "dataset: 1\nDATA: 2\n data: 3\ndata : 4\ndat: 5\n\n"),
                stream("empty data", "data:\n\ndata: \n\ndata: 1\n\ndata:\n\n", "1"),
                stream("blank data", "data:   \n\ndata: \t\n\ndata: 1\n\n", "1"),
                stream("empty lines of data", "data:\ndata: 1\ndata:\ndata: 2\ndata\n\n", "1 2"),
                stream("extra blank lines", "\n\n\r\n\rdata: 1\n\n\n\n\n\ndata: 2\n\n\n", "1", "2"),
                stream("several data lines", "data: {\ndata: \"a\":\ndata:1}\n\n", "{ \"a\": 1}"),
                stream("several data lines and CRLF", "data: {\r\ndata: }\r\n\r\n", "{ }"),
                stream("a missing blank line at the end", "data: 1\n\ndata: 2\n", "1", "2"),
                stream("a missing line end at the end", "data: 1\n\ndata: 2", "1", "2"),
                stream("a missing line end after two lines", "data: [\ndata: ]", "[ ]"),
                stream("a comment without line end", "data: 1\n\n: bye", "1", COMMENT),
                stream("a cut field name", "data: 1\n\ndat", "1"),
                stream("CR at the end", "data: 1\n\ndata: 2\r", "1", "2"),
                stream("a byte order mark and nothing else", "\ufeff"),
                stream("half an event", "data: {\"a", "{\"a"),
                stream("characters of many bytes", "data: \u00e9\u20ac\ud83d\ude00\n\n", "\u00e9\u20ac\ud83d\ude00"),
                stream(
                        "line breaks of Unicode, which end nothing",
                        "data: a\u2028b\u0085c\u000bd\n\n",
                        "a\u2028b\u0085c\u000bd"),
                stream(
                        "an error that is named as an event",
                        "event: error\ndata: {\"error\":{}}\n\n",
                        "{\"error\":{}}"),
                stream("nothing", ""),
                stream("an object without a frame", "{\"error\":\"x\"}\n\n"),
                stream("a line as long as allowed", "data: " + "x".repeat(58) + "\n\n", "x".repeat(58)),
                stream("a line too long", "data: 1\n\ndata: " + "x".repeat(59) + "\n\ndata: 2\n\n", "1", OVERFLOW),
                stream("a line too long and endless", "data: 1\n\ndata: " + "x".repeat(59), "1", OVERFLOW),
                stream("a comment too long", ":" + "x".repeat(64) + "\n\n", OVERFLOW),
                stream(
                        "an event as long as allowed",
                        ("data: " + "x".repeat(31) + "\n").repeat(2),
                        "x".repeat(31) + " " + "x".repeat(31)),
                stream(
                        "an event too long",
                        "data: 1\n\n" + ("data: " + "x".repeat(32) + "\n").repeat(2) + "\n",
                        "1",
                        OVERFLOW),
                stream(
                        "an event too long in its last line",
                        ("data: " + "x".repeat(32) + "\n").repeat(2).strip(),
                        OVERFLOW),
                stream("many comments in an event", "data: 1\n" + ": ping\n".repeat(20) + "\n", commentsThen(20, "1")),
                stream("many other fields in an event", "data: 1\n" + "id: 1\n".repeat(20) + "\n", "1"));
    }

    private static String[] commentsThen(int comments, String data) {
        String[] found = new String[comments + 1];
        Arrays.fill(found, COMMENT);
        found[comments] = data;
        return found;
    }

    @ParameterizedTest
    @MethodSource("streams")
    void anOddStreamIsReadWhole(Stream stream) {
        assertEquals(stream.found, read(stream.bytes.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aSplitAnywhereChangesNothing(Stream stream) {
        byte[] bytes = stream.bytes.getBytes(UTF_8);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second : List.of(first, Math.min(first + 1, bytes.length), (first + bytes.length) / 2)) {
                assertEquals(stream.found, read(bytes, first, second), "split at " + first + " and " + second);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamThatComesByteByByteIsTheSame(Stream stream) {
        byte[] bytes = stream.bytes.getBytes(UTF_8);
        int[] everywhere = new int[bytes.length];
        Arrays.setAll(everywhere, at -> at);

        assertEquals(stream.found, read(bytes, everywhere));
    }

    @Test
    void aRandomStreamInRandomPiecesIsTheSame() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            List<String> expected = new ArrayList<>();
            byte[] bytes = randomStream(random, expected).getBytes(UTF_8);
            int[] splits = random.ints(random.nextInt(20), 0, bytes.length + 1)
                    .sorted()
                    .toArray();

            assertEquals(expected, read(bytes, splits), "seed " + seed);
        }
    }

    @Test
    void anEventInsideOnePieceIsHandedOverWithoutACopy() throws SseOverflow {
        byte[] piece = "xxdata: 1\r\n\r\n:c\ndata: 22\n\nxx".getBytes(UTF_8);
        List<Integer> offsets = new ArrayList<>();

        new SseReader(LIMIT, LIMIT).feed(piece, 2, piece.length - 2, (bytes, from, to) -> {
            assertSame(piece, bytes);
            offsets.addAll(List.of(from, to));
        });

        assertEquals(List.of(8, 9, 22, 24), offsets);
    }

    @Test
    void anEventIsHandedOverAsSoonAsItsBlankLineBegins() throws SseOverflow {
        SseReader reader = new SseReader(LIMIT, LIMIT);
        Found found = new Found();
        byte[] bytes = "data: 1\r\n\r".getBytes(UTF_8);

        reader.feed(bytes, 0, bytes.length, found);

        assertEquals(List.of("1"), found.all);
    }

    @Test
    void aPieceMayBeOverwrittenOnceItWasFed() throws SseOverflow {
        SseReader reader = new SseReader(LIMIT, LIMIT);
        Found found = new Found();
        for (String text : List.of("data: [1,", "2,\ndata:", " 3,\n", "data: 4]", "\n", "\n")) {
            byte[] piece = text.getBytes(UTF_8);
            reader.feed(piece, 0, piece.length, found);
            Arrays.fill(piece, (byte) '#');
        }

        assertEquals(List.of("[1,2, 3, 4]"), found.all);
    }

    @Test
    void anEndlessLineIsRefusedAtTheFirstByteTooMany() throws SseOverflow {
        SseReader reader = new SseReader(1_000, 2_000);
        byte[] piece = new byte[100];
        Arrays.fill(piece, (byte) 'x');
        for (int fed = 0; fed < 1_000; fed += piece.length) {
            reader.feed(piece, 0, piece.length, new Found());
        }

        SseOverflow overflow = assertThrows(SseOverflow.class, () -> reader.feed(piece, 0, 1, new Found()));

        assertEquals("a line of the event stream is longer than 1000 bytes", overflow.getMessage());
    }

    @Test
    void anEndlessEventIsRefusedAtTheFirstByteTooMany() throws SseOverflow {
        SseReader reader = new SseReader(1_000, 2_000);
        byte[] line = ("data: " + "x".repeat(99) + "\n").getBytes(UTF_8);
        for (int data = 99; data <= 2_000; data += 100) {
            reader.feed(line, 0, line.length, new Found());
        }

        SseOverflow overflow = assertThrows(SseOverflow.class, () -> reader.feed(line, 0, 7, new Found()));

        assertEquals("an event of the event stream is longer than 2000 bytes", overflow.getMessage());
    }

    @Test
    void aStreamMayBeEndlessIfItsEventsAreNot() {
        SseReader reader = new SseReader(LIMIT, LIMIT);
        byte[] piece = "data: 1\n: ping\n\nid: 7\n".repeat(1_000).getBytes(UTF_8);

        assertDoesNotThrow(() -> {
            for (int i = 0; i < 100; i++) {
                reader.feed(piece, 0, piece.length, new Found());
            }
        });
    }

    @Test
    void whatTheWriterWritesIsRead() throws SseOverflow {
        SseWriter writer = new SseWriter();
        byte[] events = "x{\"a\":1}{\"b\":2}x".getBytes(UTF_8);
        writer.event(events, 1, 8);
        writer.keepAlive();
        writer.event(events, 8, 15);
        writer.done();
        Found found = new Found();

        new SseReader(LIMIT, LIMIT).feed(writer.buffer(), 0, writer.length(), found);

        assertEquals(
                "data: {\"a\":1}\n\n: keep-alive\n\ndata: {\"b\":2}\n\ndata: [DONE]\n\n",
                new String(writer.buffer(), 0, writer.length(), UTF_8));
        assertEquals(List.of("{\"a\":1}", COMMENT, "{\"b\":2}", "[DONE]"), found.all);
    }

    @Test
    void aClearedWriterBeginsAnew() {
        SseWriter writer = new SseWriter();
        byte[] large = new byte[100_000];
        writer.event(large, 0, large.length);
        assertEquals(100_008, writer.length());

        writer.clear();
        writer.done();

        assertEquals("data: [DONE]\n\n", new String(writer.buffer(), 0, writer.length(), UTF_8));
    }

    private static String randomStream(Random random, List<String> expected) {
        StringBuilder stream = new StringBuilder(random.nextInt(4) == 0 ? "\ufeff" : "");
        for (int events = random.nextInt(6); events > 0; events--) {
            List<String> lines = new ArrayList<>();
            for (int fields = random.nextInt(5); fields > 0; fields--) {
                randomField(random, stream, lines, expected);
                stream.append(lineEnd(random, stream));
            }
            stream.append(lineEnd(random, stream));
            if (!lines.isEmpty()) {
                expected.add(String.join(" ", lines));
            }
        }
        return stream.toString();
    }

    private static void randomField(Random random, StringBuilder stream, List<String> lines, List<String> expected) {
        switch (random.nextInt(8)) {
            case 0 -> {
                stream.append(": ping");
                expected.add(COMMENT);
            }
            case 1 -> stream.append("id: 1");
            case 2 -> stream.append("data:");
            case 3 -> stream.append("event");
            default -> {
                String data = List.of("1", "[DONE]", "{\"a\":\"\ud83d\ude00\"}", "data: x", "::", "a b")
                        .get(random.nextInt(6));
                stream.append(random.nextBoolean() ? "data:" : "data: ").append(data);
                lines.add(data);
            }
        }
    }

    /** Never LF right after a lone CR: the two would be one line end. */
    private static String lineEnd(Random random, StringBuilder stream) {
        boolean afterCr = !stream.isEmpty() && stream.charAt(stream.length() - 1) == '\r';
        return List.of("\r", "\r\n", "\n").get(random.nextInt(afterCr ? 2 : 3));
    }

    private static List<String> read(byte[] bytes, int... splits) {
        SseReader reader = new SseReader(LIMIT, LIMIT - 1);
        Found found = new Found();
        try {
            int from = 0;
            for (int split : splits) {
                reader.feed(bytes, from, split, found);
                from = split;
            }
            reader.feed(bytes, from, bytes.length, found);
            reader.finish(found);
        } catch (SseOverflow overflow) {
            found.all.add(OVERFLOW);
        }
        return found.all;
    }

    private static final class Found implements SseReader.Events {
        final List<String> all = new ArrayList<>();

        @Override
        public void data(byte[] bytes, int from, int to) {
            all.add(new String(bytes, from, to - from, UTF_8));
        }

        @Override
        public void comment() {
            all.add(COMMENT);
        }
    }
}
