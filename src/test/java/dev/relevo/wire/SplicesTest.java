package dev.relevo.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SplicesTest {
    private record Edit(int from, int to, byte[] with) {}

    @Test
    void withoutChangesTheSourceItselfComesBack() {
        byte[] source = bytes("abc");
        Splices splices = new Splices(source);

        assertTrue(splices.isEmpty());
        assertSame(source, splices.apply());
    }

    @Test
    void changesAreMadeInAnyOrder() {
        Splices splices = new Splices(bytes("0123456789"));
        splices.remove(8, 10);
        splices.replace(2, 4, bytes("two-three"));
        splices.insert(0, bytes("<"));
        splices.insert(8, bytes(">"));

        assertFalse(splices.isEmpty());
        assertEquals("<01two-three4567>", text(splices.apply()));
    }

    @Test
    void insertionsAtOnePlaceKeepTheirOrderAndStandBeforeAReplacement() {
        Splices splices = new Splices(bytes("abc"));
        splices.replace(1, 2, bytes("B"));
        splices.insert(1, bytes("1"));
        splices.insert(1, bytes("2"));
        splices.insert(2, bytes("3"));

        assertEquals("a12B3c", text(splices.apply()));
    }

    @Test
    void theSourceStaysAsItIs() {
        byte[] source = bytes("abc");
        Splices splices = new Splices(source);
        splices.replace(0, 3, bytes("xyz"));

        assertEquals("xyz", text(splices.apply()));
        assertEquals("abc", text(source));
    }

    @Test
    void overlappingChangesAreAMistake() {
        Splices splices = new Splices(bytes("abcdef"));
        splices.remove(1, 4);
        splices.remove(3, 5);

        assertThrows(IllegalStateException.class, splices::apply);
    }

    @Test
    void aPlaceOutsideTheSourceIsAMistake() {
        Splices splices = new Splices(bytes("abc"));

        assertThrows(IndexOutOfBoundsException.class, () -> splices.insert(4, bytes("x")));
        assertThrows(IndexOutOfBoundsException.class, () -> splices.remove(2, 1));
    }

    @Test
    void everyByteOutsideOfTheChangesIsKept() {
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            byte[] source = randomBytes(random, 200);
            List<Edit> edits = randomEdits(random, source.length);
            byte[] expected = edited(source, edits);
            Collections.shuffle(edits, random);
            Splices splices = new Splices(source);
            edits.forEach(edit -> splices.replace(edit.from, edit.to, edit.with));

            assertArrayEquals(expected, splices.apply());
        }
    }

    /** Changes in order, no two of them at the same place. */
    private static List<Edit> randomEdits(Random random, int length) {
        List<Edit> edits = new ArrayList<>();
        int from = random.nextInt(20);
        while (from <= length) {
            int to = Math.min(length, from + random.nextInt(20));
            edits.add(new Edit(from, to, randomBytes(random, 30)));
            from = to + 1 + random.nextInt(20);
        }
        return edits;
    }

    private static byte[] edited(byte[] source, List<Edit> edits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (Edit edit : edits) {
            out.write(source, at, edit.from - at);
            out.writeBytes(edit.with);
            at = edit.to;
        }
        out.write(source, at, source.length - at);
        return out.toByteArray();
    }

    private static byte[] randomBytes(Random random, int bound) {
        byte[] bytes = new byte[random.nextInt(bound)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, US_ASCII);
    }
}
