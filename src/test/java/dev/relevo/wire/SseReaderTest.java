package dev.relevo.wire;

import static dev.relevo.wire.OddStreams.COMMENT;
import static dev.relevo.wire.OddStreams.OVERFLOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.relevo.wire.OddStreams.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SseReaderTest {
    private static final int LIMIT = OddStreams.MAX_LINE;

    static List<Stream> streams() {
        return OddStreams.all();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void anOddStreamIsReadWhole(Stream stream) {
        assertEquals(stream.found(), read(stream.bytes().getBytes(UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aSplitAnywhereChangesNothing(Stream stream) {
        byte[] bytes = stream.bytes().getBytes(UTF_8);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second : List.of(first, Math.min(first + 1, bytes.length), (first + bytes.length) / 2)) {
                assertEquals(stream.found(), read(bytes, first, second), "split at " + first + " and " + second);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamThatComesByteByByteIsTheSame(Stream stream) {
        byte[] bytes = stream.bytes().getBytes(UTF_8);
        int[] everywhere = new int[bytes.length];
        Arrays.setAll(everywhere, at -> at);

        assertEquals(stream.found(), read(bytes, everywhere));
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
        writer.event(events, 8, 15);
        writer.done();
        Found found = new Found();

        new SseReader(LIMIT, LIMIT).feed(writer.buffer(), 0, writer.length(), found);

        assertEquals(
                "data: {\"a\":1}\n\ndata: {\"b\":2}\n\ndata: [DONE]\n\n",
                new String(writer.buffer(), 0, writer.length(), UTF_8));
        assertEquals(List.of("{\"a\":1}", "{\"b\":2}", "[DONE]"), found.all);
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
        SseReader reader = new SseReader(OddStreams.MAX_LINE, OddStreams.MAX_EVENT);
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
