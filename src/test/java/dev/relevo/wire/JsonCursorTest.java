package dev.relevo.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.wire.Corpus.Document;
import dev.relevo.wire.JsonCursor.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonCursorTest {
    static List<Document> malformed() {
        return Corpus.malformed();
    }

    static List<Document> wellformed() {
        return Corpus.wellformed();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedTextIsRefusedAtTheByteThatMayNotStandThere(Document document) {
        byte[] bytes = document.bytes();

        assertEquals(document.fault(), fault(bytes, 0, bytes.length));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatStandsBesideTheRangeChangesNothing(Document document) {
        for (String beside : List.of("\"", "}", "]", "0", "\u0082", "1]}", "u0000\"", " ", ",")) {
            byte[] around = beside.getBytes(ISO_8859_1);
            byte[] padded = concat(around, document.bytes(), around);

            int found = fault(padded, around.length, padded.length - around.length);

            assertEquals(around.length + document.fault(), found, () -> "beside " + beside);
        }
    }

    @ParameterizedTest
    @MethodSource("wellformed")
    void aWellFormedTextIsPassedWhole(Document document) {
        byte[] bytes = document.bytes();

        assertEquals(-1, fault(bytes, 0, bytes.length));
    }

    @Test
    void aFaultSaysWhatIsWrongAndWhere() {
        byte[] bytes = "{\"a\":[1,]}".getBytes(UTF_8);

        MalformedJson fault = assertThrows(MalformedJson.class, () -> passWhole(bytes, 0, bytes.length));

        assertEquals("a value is expected", fault.reason());
        assertEquals(8, fault.offset());
        assertEquals("a value is expected at byte 8", fault.getMessage());
        assertEquals(0, fault.getStackTrace().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
    void nestingIsFollowed512LevelsDeepAndNotOneMore(String opening) {
        int levelsInOne = opening.replaceAll("[^\\[{]", "").length();
        String deepest =
                opening.repeat(512 / levelsInOne) + "0" + closing(opening).repeat(512 / levelsInOne);
        String tooDeep = "[" + deepest + "]";
        int innermost = ("[" + opening.repeat(512 / levelsInOne)).lastIndexOf(opening.charAt(levelsInOne - 1));

        assertEquals(-1, fault(deepest));
        assertEquals(innermost, fault(tooDeep));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
    void aMillionBracketsAreRefusedWithoutOverflowingTheStack(String opening) {
        String bomb = opening.repeat(1_000_000);

        MalformedJson fault = assertThrows(MalformedJson.class, () -> passWhole(bytes(bomb), 0, bomb.length()));

        assertEquals("nesting deeper than 512 levels begins", fault.reason());
    }

    @Test
    void aCallerThatEntersLevelByLevelMeetsTheSameLimit() {
        JsonCursor cursor = cursor("[".repeat(513));
        for (int level = 0; level < 512; level++) {
            cursor.enterArray();
            assertTrue(cursor.nextElement());
        }

        assertEquals(512, assertThrows(MalformedJson.class, cursor::enterArray).offset());
    }

    @Test
    void levelsThatWereLeftDoNotCount() {
        assertEquals(-1, fault("[" + "[[],{\"a\":[]}],".repeat(1000) + "0]"));
    }

    @Test
    void membersAreFoundWithTheirNamesAndPlaces() {
        String text = " { \"model\" : \"m\\u00e9\" ,\"n\":2, \"x\":[1, {\"y\":null}] } ";
        JsonCursor cursor = cursor(text);
        List<String> found = new ArrayList<>();

        cursor.enterObject();
        while (cursor.nextMember()) {
            String name = text.substring(cursor.nameFrom(), cursor.nameTo());
            int from = cursor.skip();
            found.add(name + cursor.name() + text.substring(from, cursor.position()));
        }
        cursor.end();

        assertEquals(List.of("\"model\"model\"m\\u00e9\"", "\"n\"n2", "\"x\"x[1, {\"y\":null}]"), found);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "model, model, true",
                "\\u006dodel, model, true",
                "mode\\u006C, model, true",
                "models, model, false",
                "mode, model, false",
                "Model, model, false",
                "m\\u006fdels, model, false",
                "mod\u00e9l, model, false",
                "``, ``, true",
                "a\\/b, a/b, true",
            })
    void aNameIsComparedWithItsEscapesResolved(String written, String asked, boolean same) {
        JsonCursor cursor = cursor("{\"" + written + "\":1}");
        cursor.enterObject();
        cursor.nextMember();

        assertEquals(same, cursor.nameIs(asked));
    }

    @Test
    void skippingAValueWithMembersKeepsTheCurrentName() {
        JsonCursor cursor = cursor("{\"\\u0061\":{\"b\":{\"c\":1}},\"d\":1}");
        cursor.enterObject();
        cursor.nextMember();

        cursor.skip();

        assertTrue(cursor.nameIs("a"));
        assertEquals("a", cursor.name());
    }

    @Test
    void elementsOfEveryKindAreTold() {
        JsonCursor cursor = cursor("[{}, [], \"\", -1, true, false, null]");
        List<Kind> kinds = new ArrayList<>();

        cursor.enterArray();
        while (cursor.nextElement()) {
            kinds.add(cursor.kind());
            cursor.skip();
        }
        cursor.end();

        assertEquals(List.of(Kind.values()), kinds);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "\"\", ``",
                "\"plain\", plain",
                "\"\u00e9\ud83d\ude00\", \u00e9\ud83d\ude00",
                "\"a\\\"b\\\\c\\/d\", a\"b\\c/d",
                "\"\\u00e9\\ud83d\\ude00\", \u00e9\ud83d\ude00",
                "\"x\\u0041y\", xAy",
            })
    void aStringIsReadWithItsEscapesResolved(String written, String meant) {
        assertEquals(meant, cursor(written).string());
    }

    @Test
    void aLoneSurrogateStaysAlone() {
        assertEquals("a\ud83d", cursor("\"a\\ud83d\"").string());
        assertEquals("\ude00\ud83d", cursor("\"\\ude00\\ud83d\"").string());
        assertEquals("\b\f\n\r\t\0", cursor("\"\\b\\f\\n\\r\\t\\u0000\"").string());
    }

    @Test
    void onlyAStringWithoutCharactersIsEmpty() {
        JsonCursor cursor = cursor("[\"\", \" \", \"\\u0000\"]");
        cursor.enterArray();

        assertTrue(cursor.nextElement() && cursor.stringIsEmpty());
        assertFalse(cursor.nextElement() && cursor.stringIsEmpty());
        assertFalse(cursor.nextElement() && cursor.stringIsEmpty());
        assertFalse(cursor.nextElement());
        cursor.end();
    }

    @Test
    void aValueOfAnotherKindIsRefusedWhereItBegins() {
        assertEquals(
                1,
                assertThrows(MalformedJson.class, () -> cursor(" []").enterObject())
                        .offset());
        assertEquals(
                1,
                assertThrows(MalformedJson.class, () -> cursor(" {}").enterArray())
                        .offset());
        assertEquals(
                1,
                assertThrows(MalformedJson.class, () -> cursor(" 1").string()).offset());
        assertEquals(
                1,
                assertThrows(MalformedJson.class, () -> cursor(" null").stringIsEmpty())
                        .offset());
        assertEquals(
                1,
                assertThrows(MalformedJson.class, () -> cursor(" \"1\"").integer())
                        .offset());
    }

    @Test
    void aRangeOutsideTheArrayIsTheCallersMistake() {
        assertThrows(IndexOutOfBoundsException.class, () -> new JsonCursor(new byte[4], 0, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> new JsonCursor(new byte[4], 3, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.5",
                "1e-1",
                "9223372036854775808",
                "-9223372036854775809",
                "1e19",
                "18446744073709551616",
                "1e999999999999999999"
            })
    void aNumberThatIsNoLongIsNoInteger(String written) {
        assertNull(cursor(written).integer());
    }

    private static String closing(String opening) {
        return opening.startsWith("[{") ? "}]" : opening.equals("[") ? "]" : "}";
    }

    private static JsonCursor cursor(String text) {
        byte[] bytes = bytes(text);
        return new JsonCursor(bytes, 0, bytes.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static int fault(String text) {
        return fault(bytes(text), 0, text.length());
    }

    /** The offset that the cursor complains about, or -1. */
    static int fault(byte[] bytes, int from, int to) {
        try {
            passWhole(bytes, from, to);
            return -1;
        } catch (MalformedJson malformed) {
            return malformed.offset();
        }
    }

    private static void passWhole(byte[] bytes, int from, int to) {
        JsonCursor cursor = new JsonCursor(bytes, from, to);
        cursor.skip();
        cursor.end();
    }

    private static byte[] concat(byte[] first, byte[] second, byte[] third) {
        byte[] all = new byte[first.length + second.length + third.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        System.arraycopy(third, 0, all, first.length + second.length, third.length);
        return all;
    }
}
