package dev.relevo.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.relevo.config.Admittance.ClientKey;
import dev.relevo.config.Secret;
import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.MalformedJson;
import java.util.List;
import java.util.stream.Stream;

/** Any bytes that a provider says: after the redaction no key is in them, neither as they are nor once JSON is read. */
public final class RedactionFuzz {
    private static final List<String> KEYS =
            List.of("sk-1234", "sk-12345678", "78sk-1", "a\"b\\c/d", "ab/+=ab/", "aaaaab");
    private static final Redaction REDACTION = new Redaction(
            List.of(),
            KEYS.stream().map(key -> new ClientKey("n", new Secret(key))).toList());

    private RedactionFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        byte[] clean = REDACTION.clean(input);
        assertNoKey(new String(clean, UTF_8));
        try {
            JsonCursor cursor = new JsonCursor(clean, 0, clean.length);
            read(cursor);
            cursor.end();
        } catch (MalformedJson e) {
            assertFalse(e.getMessage().isEmpty());
        }
    }

    private static void read(JsonCursor cursor) {
        switch (cursor.kind()) {
            case OBJECT -> {
                cursor.enterObject();
                while (cursor.nextMember()) {
                    assertNoKey(cursor.name());
                    read(cursor);
                }
            }
            case ARRAY -> {
                cursor.enterArray();
                while (cursor.nextElement()) {
                    read(cursor);
                }
            }
            case STRING -> assertNoKey(cursor.string());
            default -> cursor.skip();
        }
    }

    private static void assertNoKey(String text) {
        Stream<String> keys = KEYS.stream();
        assertFalse(keys.anyMatch(text::contains), text);
    }
}
