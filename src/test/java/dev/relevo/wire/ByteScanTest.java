package dev.relevo.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ByteScanTest {
    @Test
    void everyByteAtEveryPlaceIsFoundOrPassedAsItsDefinitionSays() {
        for (int length = 1; length <= 17; length++) {
            for (int at = 0; at < length; at++) {
                for (int value = 0; value < 256; value++) {
                    byte[] bytes = new byte[length];
                    Arrays.fill(bytes, (byte) 'a');
                    bytes[at] = (byte) value;

                    assertEquals(isLineEnd(bytes[at]) ? at : length, ByteScan.lineEnd(bytes, 0, length));
                    assertEquals(isPlain(bytes[at]) ? length : at, ByteScan.plainEnd(bytes, 0, length));
                }
            }
        }
    }

    @Test
    void theFirstOfManyIsFoundInAnyRange() {
        byte[] kinds = {
            'a', 'a', 'a', 'z', ' ', '!', 0x1f, 0, '\n', '\r', 0x0b, 0x0e, '"', '#', '\\', '[', (byte) 0x80, -1
        };
        Random random = new Random(1);
        byte[] bytes = new byte[40];
        for (int i = 0; i < 50_000; i++) {
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = kinds[random.nextInt(random.nextInt(4) == 0 ? kinds.length : 6)];
            }
            int from = random.nextInt(bytes.length);
            int to = from + random.nextInt(bytes.length - from + 1);
            int line = from;
            while (line < to && !isLineEnd(bytes[line])) {
                line++;
            }
            int plain = from;
            while (plain < to && isPlain(bytes[plain])) {
                plain++;
            }

            assertEquals(line, ByteScan.lineEnd(bytes, from, to));
            assertEquals(plain, ByteScan.plainEnd(bytes, from, to));
        }
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }

    private static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }
}
