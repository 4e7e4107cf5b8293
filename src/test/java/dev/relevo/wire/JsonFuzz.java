package dev.relevo.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.wire.JsonCursor.Kind;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;

/**
 * Any bytes read as JSON: skipping finds the fault that reading finds, no byte beside the text counts, and what is accepted is
 * what another parser accepts that is strict UTF-8.
 */
public final class JsonFuzz {
    private static final int BESIDE = 9;
    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

    private JsonFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        int fault = JsonCursorTest.fault(input, 0, input.length);
        assertTrue(fault >= -1 && fault <= input.length, "fault at " + fault);
        assertEquals(fault, faultWhenRead(input));
        assertEquals(fault < 0 ? -1 : fault + BESIDE, faultAmongOthers(input));
        if (!isTooDeep(input)) {
            assertEquals(JsonCursorPropertiesTest.isUtf8(input) && isParsed(input), fault < 0);
        }
        if (fault < 0) {
            checkEnd(input);
        }
    }

    private static boolean isTooDeep(byte[] input) {
        try {
            new JsonCursor(input, 0, input.length).skip();
            return false;
        } catch (MalformedJson e) {
            return e.reason().startsWith("nesting");
        }
    }

    /** Whether the other parser takes it, and as one value: it is put before a second one into an array. */
    private static boolean isParsed(byte[] input) {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        array.write('[');
        array.writeBytes(input);
        array.writeBytes(",\"end\"]".getBytes(UTF_8));
        try (JsonParser parser = PARSERS.createParser(new ByteArrayInputStream(array.toByteArray()), UTF_8)) {
            int depth = 0;
            int values = 0;
            while (parser.hasNext()) {
                Event event = parser.next();
                boolean ends = event == Event.END_ARRAY || event == Event.END_OBJECT;
                depth -= ends ? 1 : 0;
                values += depth == 1 && !ends ? 1 : 0;
                depth += event == Event.START_ARRAY || event == Event.START_OBJECT ? 1 : 0;
            }
            return values == 2;
        } catch (JsonException refused) {
            return false;
        }
    }

    private static int faultAmongOthers(byte[] input) {
        byte[] padded = new byte[input.length + 2 * BESIDE];
        Arrays.fill(padded, (byte) '"');
        System.arraycopy(input, 0, padded, BESIDE, input.length);
        return JsonCursorTest.fault(padded, BESIDE, BESIDE + input.length);
    }

    private static int faultWhenRead(byte[] input) {
        try {
            JsonCursor cursor = new JsonCursor(input, 0, input.length);
            read(cursor);
            cursor.end();
            return -1;
        } catch (MalformedJson e) {
            return e.offset();
        }
    }

    private static void read(JsonCursor cursor) {
        switch (cursor.kind()) {
            case OBJECT -> {
                cursor.enterObject();
                while (cursor.nextMember()) {
                    checkQuoted(cursor.name());
                    assertTrue(cursor.nameTo() - cursor.nameFrom() >= 2);
                    read(cursor);
                }
            }
            case ARRAY -> {
                cursor.enterArray();
                while (cursor.nextElement()) {
                    read(cursor);
                }
            }
            case STRING -> checkQuoted(cursor.string());
            case NUMBER -> cursor.integer();
            case TRUE, FALSE, NULL -> cursor.skip();
        }
    }

    private static void checkQuoted(String text) {
        byte[] quoted = JsonText.quoted(text);
        assertEquals(text, new JsonCursor(quoted, 0, quoted.length).string());
    }

    /** The end of an object or array is seen at its last bracket, not before and not later. */
    private static void checkEnd(byte[] json) {
        Kind kind = new JsonCursor(json, 0, json.length).kind();
        if (kind != Kind.OBJECT && kind != Kind.ARRAY) {
            return;
        }
        JsonCursor cursor = new JsonCursor(json, 0, json.length);
        cursor.skip();
        JsonEnd end = new JsonEnd();
        for (int at = 0; at < json.length; at++) {
            end.feed(json, at, at + 1);
            assertEquals(at + 1 >= cursor.position(), end.reached(), "byte " + at);
        }
    }
}
