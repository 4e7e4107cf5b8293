package dev.relevo.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonTextTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, \"\"",
                "plain, \"plain\"",
                "a\"b\\c/d, \"a\\\"b\\\\c/d\"",
                "`a\nb\rc\td`, \"a\\nb\\rc\\td\"",
                "`\0\u001f\u007f`, \"\\u0000\\u001f\\u007f\"",
                "\u00e9\u20ac\ud83d\ude00, \"\u00e9\u20ac\ud83d\ude00\"",
            })
    void aTextIsQuotedOnOneLine(String text, String quoted) {
        assertEquals(quoted, new String(JsonText.quoted(text), UTF_8));
    }

    @Test
    void aLoneSurrogateIsEscapedSinceUtf8CannotCarryIt() {
        assertEquals("\"x\\ud83d\"", new String(JsonText.quoted("x\ud83d"), UTF_8));
        assertEquals("\"\\ude00\\ud83dx\"", new String(JsonText.quoted("\ude00\ud83dx"), UTF_8));
    }

    @Test
    void anyTextComesBackFromItsQuotation() {
        Random random = new Random(1);
        String characters = "aZ09 /\"\\\b\f\n\r\t\0\u007f\u0080\u00e9\u20ac\uffff\ud83d\ude00\ud800\udfff";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                text.append(characters.charAt(random.nextInt(characters.length())));
            }
            byte[] quoted = JsonText.quoted(text.toString());
            JsonCursor cursor = new JsonCursor(quoted, 0, quoted.length);

            assertEquals(text.toString(), cursor.string());
            cursor.end();
            assertTrue(new String(quoted, UTF_8).chars().allMatch(c -> c >= ' '));
        }
    }
}
