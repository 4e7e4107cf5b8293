package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.relevo.config.Admittance.ClientKey;
import dev.relevo.config.CreatedKey;
import dev.relevo.config.Sample;
import dev.relevo.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String ALPHABET = "abcXYZ019-_./+=\"\\";

    @ParameterizedTest
    @ValueSource(ints = {10, 3_000, 8_000})
    void aKeyOfAnyLengthGoesHoweverItIsWritten(int length) {
        String key = key(length);
        Redaction redaction = of(key);
        String plain = "(" + key + ")";
        String twice = key + key;
        String inJson = "{\"message\":\"wrong: " + json(key) + ".\"}";
        assertEquals("(***)", redaction.clean(plain));
        assertEquals("******", redaction.clean(twice));
        assertEquals("{\"message\":\"wrong: ***.\"}", redaction.clean(inJson));
        assertEquals("***", redaction.clean(hex(key, "%04x")));
        assertEquals("***", redaction.clean(hex(key, "%04X")));
        assertEquals("***", redaction.clean(hex(key.substring(0, 4), "%04x") + json(key.substring(4))));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 3_000, 8_000})
    void aKeyInABodyGoesAndNothingElse(int length) {
        String key = key(length);
        byte[] body = ("é " + key + " 🌦").getBytes(StandardCharsets.UTF_8);
        assertEquals("é *** 🌦", new String(of(key).clean(body), StandardCharsets.UTF_8));
    }

    @Test
    void aHeadersValueGoesInLatin1AndInUtf8() {
        Redaction redaction = new Redaction(List.of(Sample.provider("p", Map.of("X-Token", "Bearer caf\u00e9-1234"))));
        byte[] latin1 = "(caf\u00e9-1234)".getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf8 = "(caf\u00e9-1234)".getBytes(StandardCharsets.UTF_8);
        assertEquals("(***)", new String(redaction.clean(latin1), StandardCharsets.UTF_8));
        assertEquals("(***)", new String(redaction.clean(utf8), StandardCharsets.UTF_8));
        assertEquals("(***)", redaction.clean(new String(utf8, StandardCharsets.ISO_8859_1)));
    }

    @Test
    void whatIsNotTheWholeKeyStays() {
        String key = key(3_000);
        Redaction redaction = of(key);
        for (String text : List.of(
                "",
                "\\",
                "\\u",
                "\\u00",
                key.substring(1),
                key.substring(0, 2_999),
                "\\u0041",
                key.substring(1).repeat(2) + "\\")) {
            assertEquals(text, redaction.clean(text));
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            assertSame(body, redaction.clean(body));
        }
    }

    @Test
    void theLongerOfTwoKeysGoesWhole() {
        Redaction redaction = of("sk-one", "sk-one-and-more");
        assertEquals("***, ***, sk-on", redaction.clean("sk-one-and-more, sk-one, sk-on"));
    }

    @Test
    void aStandInIsNoSecret() {
        assertEquals("none", of("none").clean("none"));
    }

    @Test
    void theLongestIsThatOfAKeyEscaped() {
        assertEquals(6 * 8_000, of(key(8_000), key(10)).longest());
        assertEquals(CreatedKey.LENGTH, of().longest());
    }

    @Test
    void aKeyThatWasCreatedIsKnownByItsLooks() {
        String key = CreatedKey.make(new Random(1)).value();

        assertEquals("{\"key\":\"***\"}", of().clean("{\"key\":\"" + key + "\"}"));
        assertEquals("my-***", of().clean("my-" + key));
        assertEquals("work-in-progress rk-1", of().clean("work-in-progress rk-1"));
    }

    private static Redaction of(String... keys) {
        return new Redaction(
                List.of(),
                Stream.of(keys).map(key -> new ClientKey("me", new Secret(key))).toList());
    }

    private static String key(int length) {
        return "A"
                + new Random(length)
                        .ints(length - 1, 0, ALPHABET.length())
                        .mapToObj(i -> ALPHABET.substring(i, i + 1))
                        .collect(Collectors.joining());
    }

    private static String json(String key) {
        return key.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/");
    }

    private static String hex(String key, String format) {
        return key.chars().mapToObj(c -> "\\u" + format.formatted(c)).collect(Collectors.joining());
    }
}
