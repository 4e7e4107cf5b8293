package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a stream while the client gets it. */
class SoFarTest {
    private static final Encoded ENCODED = new Encoded(new byte[0], List.of(), false, Set.of(), null, false);

    private final Grammar grammar = Operation.CHAT.grammar(1, ENCODED, true);

    @Test
    void theTextIsWhatTheEventsBrought() {
        deltas("{\"role\":\"assistant\",\"content\":\"\"}", "{\"content\":\"H\\u00e9\\n\"}");
        deltas("{\"content\":[{\"type\":\"text\",\"text\":\"l\"},{\"type\":\"text\",\"text\":\"\\\"lo\"}]}");

        assertEquals("Hé\nl\"lo", soFar().text());
        assertTrue(soFar().continuable());
    }

    @Test
    void idAndCreatedAreKeptAsTheyAreWritten() {
        read("{\"id\":\"\",\"created\":0,\"choices\":[]}");
        read("{\"id\":\"a\\u002fb\",\"created\":1.7e9,\"choices\":[{\"delta\":{\"content\":\"x\"}}]}");
        read("{\"id\":\"c\",\"created\":2,\"choices\":[]}");

        assertEquals("\"a\\u002fb\"", soFar().id());
        assertEquals("1.7e9", soFar().created());
    }

    @Test
    void nothingIsKeptThatTheClientDoesNotGet() {
        deltas("{\"content\":\"x\"}");
        read("{\"choices\":[{\"delta\":{\"content\":\"y\"}}],\"error\":{\"message\":\"no\"}}");
        read("{\"choices\":[{\"delta\":{\"content\":\"y\"},\"finish_reason\":\"error\"}]}");
        read("{\"choices\":[{\"delta\":{\"content\":\"y\"}}]");
        read("[DONE]");

        assertEquals("x", soFar().text());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"reasoning":"hm"}
            {"reasoning_content":"hm"}
            {"reasoning_details":[{"text":"hm"}]}
            {"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}],"closed":true}]}
            """)
    void reasoningMustBeFollowedByText(String delta) {
        deltas(delta);
        assertFalse(soFar().continuable());
        deltas("{\"content\":\"\\n\"}");
        assertFalse(soFar().continuable());
        deltas("{\"content\":\"Yes\"}");
        assertTrue(soFar().continuable());
        assertEquals("\nYes", soFar().text());
        deltas(delta);
        assertFalse(soFar().continuable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tool_calls\":[{\"index\":0}]}",
                "{\"function_call\":{\"name\":\"f\"}}",
                "{\"refusal\":\"No.\"}",
                "{\"audio\":{\"id\":\"a\"}}",
                "{\"unheard_of\":1}",
                "{\"content\":{\"parts\":1}}",
                "{\"content\":[7]}",
                "{\"content\":[{\"type\":\"reference\",\"reference_ids\":[1]}]}",
            })
    void nobodyGoesOnAfterAnythingButText(String delta) {
        deltas("{\"content\":\"x\"}", delta, "{\"content\":\"y\"}");

        assertFalse(soFar().continuable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"role\":\"assistant\"}",
                "{\"tool_calls\":[],\"function_call\":null,\"refusal\":null,\"audio\":{},\"x\":false}",
                "{\"content\":null}",
                "{\"content\":[]}",
            })
    void whatIsEmptyChangesNothing(String delta) {
        deltas("{\"content\":\"x\"}", delta);

        assertEquals(new SoFar("x", null, null, true), soFar());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \\n", "\\u00a0\\u0085", "\\n\\ud83d"})
    void whiteSpaceOrHalfACharacterIsNoText(String text) {
        deltas("{\"content\":\"" + text + "\"}");

        assertFalse(soFar().continuable());
    }

    @Test
    void anotherChoiceThatSpeaksEndsIt() {
        deltas("{\"content\":\"x\"}");
        read("{\"choices\":[{\"index\":1,\"delta\":{\"role\":\"assistant\"}}]}");
        assertTrue(soFar().continuable());

        read("{\"choices\":[{\"delta\":{\"content\":\"y\"},\"index\":1}]}");
        assertFalse(soFar().continuable());
    }

    @Test
    void noMoreThanAMebibyteIsKept() {
        String half = "{\"content\":\"" + "x".repeat(SoFar.MOST_TEXT / 2) + "\"}";

        deltas(half, half);
        assertTrue(soFar().continuable());
        deltas("{\"content\":\"x\"}");
        assertEquals(new SoFar("", null, null, false), soFar());
        deltas("{\"content\":\"x\"}");
        assertFalse(soFar().continuable());
    }

    @Test
    void nothingIsKeptUnasked() {
        Grammar chat = Operation.CHAT.grammar(1, ENCODED, false);
        Grammar completion = Operation.COMPLETIONS.grammar(1, ENCODED, true);

        assertNull(chat.soFar());
        assertNull(completion.soFar());
    }

    private SoFar soFar() {
        return of(grammar);
    }

    static SoFar of(Grammar grammar) {
        SoFar soFar = grammar.soFar();
        assertNotNull(soFar);
        return soFar;
    }

    private void deltas(String... deltas) {
        for (String delta : deltas) {
            read("{\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}");
        }
    }

    private void read(String event) {
        byte[] bytes = event.getBytes(UTF_8);
        grammar.read(bytes, 0, bytes.length);
    }
}
