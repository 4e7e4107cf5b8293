package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {
    private static final String CHUNKS =
            "5;name=\"v\"\r\nhello\r\n01\r\n \r\nA\r\n0123456789\r\n0\r\nA: b\r\nC: d\r\n\r\n";
    private static final String TEXT = "hello 0123456789";

    @Test
    void chunksAreDecodedWhereverTheyAreSplit() throws ExchangeFailure {
        for (int split = 0; split <= CHUNKS.length(); split++) {
            assertEquals(TEXT, decoded(Framing.chunked(), CHUNKS.substring(0, split), CHUNKS.substring(split)));
        }
    }

    @Test
    void chunksAreDecodedByteByByte() throws ExchangeFailure {
        assertEquals(TEXT, decoded(Framing.chunked(), CHUNKS.split("")));
        assertEquals(TEXT, decoded(Framing.counted(TEXT.length()), TEXT.split("")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void chunksOfAnySizeInPiecesOfAnySizeAreDecoded(long seed) throws ExchangeFailure {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            StringBuilder chunks = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                String chunk = "x".repeat(1 + random.nextInt(40)) + i;
                text.append(chunk);
                chunks.append(Integer.toHexString(chunk.length()))
                        .append("\r\n")
                        .append(chunk)
                        .append("\r\n");
            }
            String[] pieces = pieces(chunks + "0\r\n\r\n", random);
            assertEquals(text.toString(), decoded(Framing.chunked(), pieces));
        }
    }

    @Test
    void whatFollowsTheBodyIsLeft() throws ExchangeFailure {
        byte[] bytes = (CHUNKS + "HTTP/1.1").getBytes(StandardCharsets.ISO_8859_1);
        Framing framing = Framing.chunked();
        assertEquals(CHUNKS.length(), framing.decode(bytes, 0, bytes.length));
        assertTrue(framing.complete());
        assertEquals(2, Framing.counted(2).decode(bytes, 0, bytes.length));
        assertEquals(0, Framing.none().decode(bytes, 0, bytes.length));
    }

    @Test
    void onlyABodyUntilCloseIsCompletedByTheEnd() {
        assertTrue(Framing.untilClose().completedByEnd());
        assertFalse(Framing.counted(1).completedByEnd());
        assertFalse(Framing.chunked().completedByEnd());
    }

    private static String decoded(Framing framing, String... pieces) throws ExchangeFailure {
        StringBuilder text = new StringBuilder();
        for (String piece : List.of(pieces)) {
            assertFalse(framing.complete() && !piece.isEmpty());
            byte[] bytes = ("##" + piece + "##").getBytes(StandardCharsets.ISO_8859_1);
            assertEquals(2 + piece.length(), framing.decode(bytes, 2, 2 + piece.length()));
            int length = framing.to() - framing.from();
            text.append(new String(bytes, framing.from(), length, StandardCharsets.ISO_8859_1));
        }
        assertTrue(framing.complete());
        return text.toString();
    }

    private static String[] pieces(String text, Random random) {
        StringBuilder cut = new StringBuilder();
        for (char c : text.toCharArray()) {
            cut.append(random.nextInt(6) == 0 ? "|" : "").append(c);
        }
        return cut.toString().split("\\|");
    }
}
