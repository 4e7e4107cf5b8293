package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests belong to the same conversation. */
class AffinityTest {
    private static final String SYSTEM = "{\"role\":\"system\",\"content\":\"Be brief.\"}";
    private static final String HELLO = "{\"role\":\"user\",\"content\":\"Hello\"}";
    private static final String ANSWER = "{\"role\":\"assistant\",\"content\":\"Hi!\"}";
    private static final String MORE = "{\"role\":\"user\",\"content\":\"More\"}";

    @Test
    void theTurnsOfAConversationHaveItsBeginningInCommon() throws BadRequest {
        Long first = chat(SYSTEM, HELLO);

        assertEquals(first, chat(SYSTEM, HELLO, ANSWER, MORE));
        assertNotEquals(first, chat(SYSTEM, MORE));
        assertNotEquals(first, chat(HELLO));
        assertNotEquals(first, chat("{\"role\":\"developer\",\"content\":\"Be long.\"}", HELLO));
    }

    @Test
    void whatStandsBesideTheTextsMayChange() throws BadRequest {
        String parts =
                "{\"content\":[{\"type\":\"text\",\"text\":\"Hel\"},{\"text\":\"lo\",\"cache_control\":{\"type\":\"x\"}},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\"}},7],\"name\":\"n\",\"role\":\"user\"}";

        assertEquals(chat(SYSTEM, HELLO), chat(SYSTEM, parts, ANSWER));
    }

    @Test
    void aKeyForTheCacheComesBeforeTheSessionAndThatBeforeTheUser() throws BadRequest {
        Long key = digest("\"prompt_cache_key\":\"k\",\"user\":\"u\",\"messages\":[" + HELLO + "]", "s");
        Long session = digest("\"user\":\"u\",\"messages\":[" + HELLO + "]", "s");
        Long user = digest("\"user\":\"u\",\"messages\":[" + HELLO + "]", null);

        assertEquals(digest("\"prompt_cache_key\":\"k\"", null), key);
        assertEquals(digest("\"messages\":[" + MORE + "]", "s"), session);
        assertEquals(digest("\"user\":\"u\",\"messages\":[" + MORE + "]", null), user);
        assertNotEquals(key, session);
        assertNotEquals(session, user);
        assertNotEquals(user, chat(HELLO));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"temperature\":1",
                "\"messages\":[]",
                "\"messages\":{}",
                "\"messages\":[1,null,[]]",
                "\"messages\":[{\"role\":\"user\",\"content\":null}]",
                "\"user\":\"\",\"prompt_cache_key\":7",
            })
    void whereNothingTellsThereIsNoConversation(String members) throws BadRequest {
        assertNull(digest(members, null));
        assertNull(digest(members, ""));
    }

    private static Long chat(String... messages) throws BadRequest {
        return digest("\"messages\":[" + String.join(",", messages) + "]", null);
    }

    private static Long digest(String members, String session) throws BadRequest {
        byte[] body = ("{\"model\":\"m\"," + members + "}").getBytes(UTF_8);
        return Request.read(Operation.CHAT, body).affinity(session, true);
    }
}
