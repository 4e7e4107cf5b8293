package dev.relevo.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for any document, tried on seeded random ones; jakarta.json is the other opinion. */
final class JsonCursorPropertiesTest {
    private static final JsonProvider PROVIDER = JsonProvider.provider();
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    @Test
    void aWalkFindsWhatAnotherParserFinds() {
        Random random = new Random(1);
        RandomJson documents = new RandomJson(random);
        for (int i = 0; i < 3_000; i++) {
            byte[] document = documents.document();
            JsonCursor cursor = new JsonCursor(document, 0, document.length);

            JsonValue found = walk(cursor, document, random);
            cursor.end();

            assertEquals(parse(document), found, () -> text(document));
        }
    }

    @Test
    void amongDamagedDocumentsThoseAreAcceptedThatAnotherParserTakesAndStrictUtf8() {
        Random random = new Random(2);
        RandomJson documents = new RandomJson(random);
        int accepted = 0;
        for (int i = 0; i < 6_000; i++) {
            byte[] damaged = damage(documents.document(), random);

            boolean accepts = fault(damaged) < 0;

            assertEquals(isUtf8(damaged) && isParsed(damaged), accepts, () -> text(damaged));
            accepted += accepts ? 1 : 0;
        }
        assertTrue(accepted > 600 && accepted < 5_400, "a fair mix, but accepted " + accepted);
    }

    @Test
    void aTextCutAtTheByteAtFaultMerelyEndsTooEarlyOrIsWhole() {
        Random random = new Random(3);
        RandomJson documents = new RandomJson(random);
        for (int i = 0; i < 8_000; i++) {
            byte[] damaged = damage(documents.document(), random);
            int fault = fault(damaged);
            if (fault >= 0) {
                int faultOfCut = fault(Arrays.copyOf(damaged, fault));

                assertTrue(faultOfCut == fault || faultOfCut == -1, () -> fault + " of " + text(damaged));
            }
        }
    }

    @Test
    void bytesOutsideTheRangeAreNeverRead() {
        Random random = new Random(4);
        RandomJson documents = new RandomJson(random);
        for (int i = 0; i < 8_000; i++) {
            byte[] damaged = damage(documents.document(), random);
            byte[] padded = new byte[damaged.length + 64];
            random.nextBytes(padded);
            int from = random.nextInt(64);
            System.arraycopy(damaged, 0, padded, from, damaged.length);

            int alone = fault(damaged);
            int amongOthers = JsonCursorTest.fault(padded, from, from + damaged.length);

            assertEquals(alone < 0 ? -1 : from + alone, amongOthers, () -> text(damaged));
        }
    }

    @Test
    void everyBoundaryOfUtf8IsWhereTheJdksStrictDecoderHasIt() {
        int[] leads = {
            0x20, 0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4,
            0xf5, 0xff
        };
        int[] trails = {0x20, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xe0};
        byte[] string = {'"', 0, 0, 0, 0, '"'};
        for (int lead : leads) {
            string[1] = (byte) lead;
            for (int i = 0; i < trails.length * trails.length * trails.length; i++) {
                string[2] = (byte) trails[i % trails.length];
                string[3] = (byte) trails[i / trails.length % trails.length];
                string[4] = (byte) trails[i / trails.length / trails.length];

                boolean accepted = fault(string) < 0;

                assertEquals(isUtf8(string), accepted, () -> text(string));
            }
        }
    }

    @Test
    void anIntegerIsWhatExactArithmeticMakesOfIt() {
        Random random = new Random(5);
        for (int i = 0; i < 8_000; i++) {
            String number = number(random);
            byte[] bytes = number.getBytes(UTF_8);

            Long found = new JsonCursor(bytes, 0, bytes.length).integer();

            assertEquals(exactLong(number), found, number);
        }
    }

    @Test
    void anIntegerOfAMillionDigitsCostsNoMoreThanReadingThem() {
        byte[] one = ("1" + "0".repeat(1_000_000) + "e-1000000").getBytes(UTF_8);
        byte[] seven = ("0." + "0".repeat(1_000_000) + "7e1000001").getBytes(UTF_8);

        assertEquals(1L, new JsonCursor(one, 0, one.length).integer());
        assertEquals(7L, new JsonCursor(seven, 0, seven.length).integer());
    }

    /** Rebuilds the value by entering it, or now and then by skipping it and letting the other parser read that slice. */
    private static JsonValue walk(JsonCursor cursor, byte[] bytes, Random random) {
        JsonCursor.Kind kind = cursor.kind();
        if (random.nextInt(8) == 0) {
            return parse(Arrays.copyOfRange(bytes, cursor.skip(), cursor.position()));
        }
        return switch (kind) {
            case OBJECT -> walkObject(cursor, bytes, random);
            case ARRAY -> walkArray(cursor, bytes, random);
            case STRING -> PROVIDER.createValue(cursor.string());
            case NUMBER -> {
                int from = cursor.skip();
                String number = new String(bytes, from, cursor.position() - from, UTF_8);
                yield PROVIDER.createValue(new BigDecimal(number));
            }
            case TRUE -> passed(cursor, JsonValue.TRUE);
            case FALSE -> passed(cursor, JsonValue.FALSE);
            case NULL -> passed(cursor, JsonValue.NULL);
        };
    }

    private static JsonValue passed(JsonCursor cursor, JsonValue value) {
        cursor.skip();
        return value;
    }

    private static JsonValue walkObject(JsonCursor cursor, byte[] bytes, Random random) {
        var object = PROVIDER.createObjectBuilder();
        cursor.enterObject();
        while (cursor.nextMember()) {
            String name = cursor.name();
            assertTrue(cursor.nameIs(name));
            assertEquals(
                    PROVIDER.createValue(name), parse(Arrays.copyOfRange(bytes, cursor.nameFrom(), cursor.nameTo())));
            object.add(name, walk(cursor, bytes, random));
        }
        return object.build();
    }

    private static JsonValue walkArray(JsonCursor cursor, byte[] bytes, Random random) {
        var array = PROVIDER.createArrayBuilder();
        cursor.enterArray();
        while (cursor.nextElement()) {
            array.add(walk(cursor, bytes, random));
        }
        return array.build();
    }

    private static byte[] damage(byte[] document, Random random) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : document) {
            bytes.add(b);
        }
        for (int i = random.nextInt(3); i >= 0 && !bytes.isEmpty(); i--) {
            int at = random.nextInt(bytes.size());
            switch (random.nextInt(6)) {
                case 0 -> bytes.subList(at, bytes.size()).clear();
                case 1 -> bytes.set(at, (byte) (bytes.get(at) ^ 1 << random.nextInt(8)));
                case 2 -> bytes.set(at, (byte) random.nextInt(256));
                case 3 -> bytes.remove(at);
                case 4 -> bytes.add(at, bytes.get(random.nextInt(bytes.size())));
                default -> bytes.add(at, (byte) "{}[]\",:\\ 0e-".charAt(random.nextInt(12)));
            }
        }
        byte[] damaged = new byte[bytes.size()];
        for (int i = 0; i < damaged.length; i++) {
            damaged[i] = bytes.get(i);
        }
        return damaged;
    }

    private static String number(Random random) {
        String[] starts = {
            "", "0.", "0.00", "1.", "9223372036854775807", "9223372036854775808", "922337203685477580", "1"
        };
        StringBuilder number = new StringBuilder(starts[random.nextInt(starts.length)]);
        for (int i = random.nextInt(22); i > 0; i--) {
            number.append(random.nextInt(3) == 0 ? '0' : (char) ('0' + random.nextInt(10)));
        }
        String digits = number.toString().replaceFirst("^0+(?=[0-9])", "").replaceFirst("\\.$", ".0");
        String exponent = random.nextBoolean() ? "" : "e" + (random.nextInt(60) - 30);
        return (random.nextBoolean() ? "-" : "") + (digits.isEmpty() ? "0" : digits) + exponent;
    }

    private static Long exactLong(String number) {
        try {
            return new BigDecimal(number).longValueExact();
        } catch (ArithmeticException noLong) {
            return null;
        }
    }

    private static int fault(byte[] document) {
        return JsonCursorTest.fault(document, 0, document.length);
    }

    private static JsonValue parse(byte[] document) {
        try (JsonReader reader = READERS.createReader(new ByteArrayInputStream(document), UTF_8)) {
            return reader.readValue();
        }
    }

    /** Whether the other parser takes it, and as one value: it stops after the first one, so a second must be found. */
    private static boolean isParsed(byte[] document) {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        array.write('[');
        array.writeBytes(document);
        array.writeBytes(",\"end\"]".getBytes(UTF_8));
        try {
            JsonArray found = parse(array.toByteArray()).asJsonArray();
            return found.size() == 2 && found.get(1).equals(PROVIDER.createValue("end"));
        } catch (JsonException refused) {
            return false;
        }
    }

    static boolean isUtf8(byte[] document) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(document));
            return true;
        } catch (CharacterCodingException refused) {
            return false;
        }
    }

    private static String text(byte[] document) {
        return new String(document, ISO_8859_1) + " = "
                + HexFormat.ofDelimiter(" ").formatHex(document);
    }
}
