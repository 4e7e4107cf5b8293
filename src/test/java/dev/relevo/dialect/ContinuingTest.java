package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Continuation;
import dev.relevo.config.Quirks;
import dev.relevo.config.Sample;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that asks a target to go on with an answer. */
class ContinuingTest {
    private static final SoFar HALLO = new SoFar("Hallo \n", null, null, true);
    private static final String ASKED = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}],\"stream\":true%s}";
    private static final String TEXT = "{ \"role\":\"user\", \"content\":\"Hi\" }";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PREFILL       | {"role":"assistant","content":"Hallo"}
            PREFIX        | {"role":"assistant","content":"Hallo","prefix":true}
            """)
    void theTextIsTheLastMessage(Continuation way, String message) throws BadRequest {
        String form = "{ \"messages\" : [ " + TEXT + " %s] , \"model\" : \"m\",\"stream\":false}";

        assertEquals(form.formatted("," + message), encoded(form.formatted(""), way, Quirks.NONE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                | ,"add_generation_prompt":false,"continue_final_message":true | ``
            ,"add_generation_prompt":true     | ,"continue_final_message":true     | ,"add_generation_prompt":false
            ,"continue_final_message" : null  | ,"add_generation_prompt":false     | ,"continue_final_message" : true
            """)
    void theFinalMessageIsMarkedInItsOwnWay(String sent, String added, String changed) throws BadRequest {
        String upstream = "{\"model\":\"m\"" + added + ",\"messages\":[" + TEXT
                + ",{\"role\":\"assistant\",\"content\":\"Hallo\"}]" + changed + "}";

        assertEquals(
                upstream,
                encoded(
                        "{\"model\":\"m\",\"messages\":[" + TEXT + "]" + sent + "}",
                        Continuation.FINAL_MESSAGE,
                        Quirks.NONE));
    }

    @Test
    void theTextIsEscaped() throws BadRequest {
        SoFar soFar = new SoFar("\"a\\\u0001\n\ud83d x \ud83d\ude00é", null, null, true);
        Encoded encoded =
                Encoding.continuing(request(ASKED.formatted("")), target(Continuation.PREFILL, Quirks.NONE), soFar);

        assertTrue(new String(encoded.body(), UTF_8)
                .contains("\"content\":\"\\\"a\\\\\\u0001\\n\\ud83d x \ud83d\ude00é\"}]"));
        assertSame(soFar, encoded.continued());
    }

    @Test
    void whatThePresetChangesAndTheCapHold() throws BadRequest {
        Quirks quirks = Sample.replacing(
                Sample.quirks(
                        Set.of("messages[].name", "user"), Map.of("max_completion_tokens", "max_tokens"), "max_tokens"),
                Map.of("messages[].role", Map.of("developer", "system")));

        assertEquals(
                "{\"model\":\"m\",\"max_tokens\":100,\"messages\":[{\"role\":\"system\"},{\"role\":\"assistant\",\"content\":\"Hallo\"}]}",
                encoded(
                        "{\"user\":\"u\",\"model\":\"auto\",\"max_completion_tokens\":500,"
                                + "\"messages\":[{\"role\":\"developer\",\"name\":\"n\"}]}",
                        Continuation.PREFILL,
                        quirks));
    }

    @Test
    void whoMarksThePrefixRepeatsIt() throws BadRequest {
        Request request = request(ASKED.formatted(""));

        assertTrue(Encoding.continuing(request, target(Continuation.PREFIX, Quirks.NONE), HALLO)
                .echoes());
        assertFalse(Encoding.continuing(request, target(Continuation.PREFILL, Quirks.NONE), HALLO)
                .echoes());
        assertNull(Encoding.encode(request, target(Continuation.PREFIX, Quirks.NONE))
                .continued());
    }

    @Test
    void whoCannotIsNeverAsked() throws BadRequest {
        Request request = request(ASKED.formatted(""));
        Target target = target(Continuation.NONE, Quirks.NONE);

        assertThrows(IllegalArgumentException.class, () -> Encoding.continuing(request, target, HALLO));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"n\":1",
                ",\"n\":null",
                ",\"response_format\":null",
                ",\"response_format\":{\"type\":\"text\"}",
                ",\"logprobs\":false",
                ",\"logprobs\":null,\"top_logprobs\":0",
                ",\"tools\":[{}]",
                ",\"modalities\":[\"text\"]",
            })
    void aStreamedChatCanBeContinued(String more) throws BadRequest {
        assertTrue(request(ASKED.formatted(more)).continuable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"n\":2",
                ",\"response_format\":{\"type\":\"json_object\"}",
                ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{}}",
                ",\"response_format\":{\"type\":\"grammar\"}",
                ",\"response_format\":{}",
                ",\"response_format\":\"json\"",
                ",\"logprobs\":true",
                ",\"top_logprobs\":2",
            })
    void whatNeedsOneMakerCannot(String more) throws BadRequest {
        assertFalse(request(ASKED.formatted(more)).continuable());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            true  | [{"role":"assistant"},{"role":"user"}]
            true  | [{"role":"user"},{"content":"{\\"role\\":\\"assistant\\"}","role":"tool"}]
            false | [{"role":"user"},{"role":"assistant"}]
            false | [{"role":"user"},{"content":[{"role":"user"}],"r\\u006fle":"assist\\u0061nt"}]
            false | [{"role":"user"},{"content":"x"}]
            false | [{"role":"user"},"x"]
            false | []
            false | {}
            false | null
            """)
    void theConversationMustNotEndInTheAssistantsWords(boolean continuable, String messages) throws BadRequest {
        Request request = request("{\"model\":\"m\",\"stream\":true,\"messages\":" + messages + "}");

        assertEquals(continuable, request.continuable());
    }

    @Test
    void plainAnswersAndOtherOperationsAreNeverContinued() throws BadRequest {
        assertFalse(
                request("{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}").continuable());
        assertFalse(request("{\"model\":\"m\",\"stream\":true}").continuable());
        byte[] completion =
                "{\"model\":\"m\",\"stream\":true,\"prompt\":\"x\",\"messages\":[{\"role\":\"user\"}]}".getBytes(UTF_8);
        assertFalse(Request.read(Operation.COMPLETIONS, completion).continuable());
    }

    private static String encoded(String sent, Continuation way, Quirks quirks) throws BadRequest {
        return new String(
                Encoding.continuing(request(sent), target(way, quirks), HALLO).body(), UTF_8);
    }

    private static Request request(String body) throws BadRequest {
        return Request.read(Operation.CHAT, body.getBytes(UTF_8));
    }

    static Target target(Continuation way, Quirks quirks) {
        Integer cap = quirks == Quirks.NONE ? null : Integer.valueOf(100);
        return new Target(Sample.provider("p", 1, quirks), "m", null, 1, cap, Set.of(), null, way, Terms.NONE);
    }
}
