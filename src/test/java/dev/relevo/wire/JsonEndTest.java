package dev.relevo.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEndTest {
    @ParameterizedTest
    @ValueSource(strings = {"{}", "[{\"a\":[1,{}]}]", "{\"}\":\"]\\\"}\",\"é\":\"\\\\\"}"})
    void theEndIsReachedWithTheLastBracketAndNotBefore(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        JsonEnd end = new JsonEnd();
        for (int at = 0; at < bytes.length; at++) {
            assertFalse(end.reached(), json.substring(0, Math.min(at, json.length())));
            end.feed(bytes, at, at + 1);
        }
        assertTrue(end.reached());
    }

    @Test
    void whiteSpaceAroundItDoesNotMatter() {
        JsonEnd end = new JsonEnd();
        byte[] bytes = " \n{ } \n".getBytes(UTF_8);
        end.feed(bytes, 0, 2);
        assertFalse(end.reached());
        end.feed(bytes, 2, bytes.length);
        assertTrue(end.reached());
    }
}
