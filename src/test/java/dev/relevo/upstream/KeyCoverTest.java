package dev.relevo.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.config.Secret;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyCoverTest {
    private static final String KEY = "sk-abcabd-0123";

    @Test
    void theKeyBecomesAsManyAsterisksAndNothingElseChanges() {
        assertEquals("a ************** b", covered(KEY, "a " + KEY + " b"));
        assertEquals("****************************", covered(KEY, KEY + KEY));
        assertEquals("sk-abcabd-012", covered(KEY, "sk-abcabd-012"));
        assertEquals("sk-abcab**************", covered(KEY, "sk-abcab" + KEY));
        assertEquals("", covered(KEY, ""));
    }

    @Test
    void whatIsNoSecretIsLeft() {
        assertEquals("none of them", covered("none", "none of them"));
        byte[] text = "anything".getBytes(UTF_8);
        new KeyCover(null).cover(text, 0, text.length);
        assertEquals("anything", new String(text, UTF_8));
    }

    @Test
    void itIsFoundWhereverItStandsAmongSimilarText() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            String key = letters(random, 5 + random.nextInt(4));
            String text = letters(random, random.nextInt(60));

            assertEquals(text.indexOf(key), find(key, text), key + " in " + text);
            assertEquals(text.replace(key, "*".repeat(key.length())), covered(key, text), key + " in " + text);
        }
    }

    @Test
    void itIsFoundHoweverTheBodyIsCut() {
        Random random = new Random(7);
        String text = "x" + KEY + "sk-abc" + KEY + KEY + " sk-abcabd-012";
        for (int round = 0; round < 2_000; round++) {
            CoveredBody body = new CoveredBody(cover(KEY));
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            byte[] bytes = text.getBytes(UTF_8);
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + random.nextInt(20));
                sent.writeBytes(body.next(bytes, from, to));
                from = to;
            }
            sent.writeBytes(body.rest());

            assertEquals(text.replace(KEY, "*".repeat(KEY.length())), sent.toString(UTF_8));
        }
    }

    private static String letters(Random random, int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append((char) ('a' + random.nextInt(2)));
        }
        return letters.toString();
    }

    private static KeyCover cover(String key) {
        return new KeyCover(new Secret(key));
    }

    private static int find(String key, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return cover(key).find(bytes, 0, bytes.length);
    }

    private static String covered(String key, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        cover(key).cover(bytes, 0, bytes.length);
        return new String(bytes, UTF_8);
    }
}
