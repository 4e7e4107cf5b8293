package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.dialect.Grammar.Meaning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChoicesGrammarTest {
    private final ChoicesGrammar grammar = new ChoicesGrammar("delta", 1, true, null);

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            CONTENT | {"content":"Hi"}
            CONTENT | {"content":"\\ud83d"}
            CONTENT | {"content":" "}
            CONTENT | {"role":"assistant","content":"Hi"}
            CONTENT | {"reasoning_content":"hm"}
            CONTENT | {"reasoning":"hm"}
            CONTENT | {"reasoning_details":[{"text":"hm"}]}
            CONTENT | {"refusal":"No."}
            CONTENT | {"tool_calls":[{"index":0}]}
            CONTENT | {"function_call":{"name":"f"}}
            CONTENT | {"audio":{"id":"a"}}
            CONTENT | {"unheard_of":1}
            CONTENT | {"unheard_of":true}
            EMPTY   | {}
            EMPTY   | {"role":"assistant"}
            EMPTY   | {"role":"assistant","content":"","refusal":null,"tool_calls":[],"function_call":{},"x":false}
            """)
    void whateverADeltaBringsButItsRoleIsContent(Meaning meaning, String delta) {
        assertEquals(meaning, read(choice("\"delta\":" + delta + ",\"finish_reason\":null")));
        assertEquals(meaning == Meaning.CONTENT, grammar.content());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            EMPTY     | {}
            EMPTY     | {"choices":null}
            EMPTY     | {"choices":[]}
            EMPTY     | {"choices":[7]}
            EMPTY     | {"choices":[{"delta":null}]}
            EMPTY     | {"choices":[],"prompt_filter_results":[{"x":1}]}
            EMPTY     | {"choices":[{"delta":{},"finish_reason":""}]}
            CONTENT   | {"choices":[{"delta":{},"finish_reason":"stop"}]}
            CONTENT   | {"choices":[{"delta":{}},{"index":1,"delta":{"content":"x"}}]}
            WITHHELD  | {"choices":[],"usage":{"prompt_tokens":1}}
            WITHHELD  | {"usage":{"prompt_tokens":1}}
            EMPTY     | {"choices":[],"usage":null}
            EMPTY     | {"choices":[{"delta":{}}],"usage":{"prompt_tokens":1}}
            CONTENT   | {"choices":[{"delta":{"content":"x"}}],"usage":{"prompt_tokens":1}}
            ERROR     | {"error":{"message":"no"}}
            ERROR     | {"error":"no"}
            ERROR     | {"\\u0065rror":"no"}
            ERROR     | {"choices":[{"delta":{"content":"x"}}],"error":{"message":"no"}}
            ERROR     | {"choices":[{"delta":{"content":"x"},"finish_reason":"error"}]}
            ERROR     | {"choices":[{"delta":{},"finish_reason":"insufficient_system_resource"}]}
            ERROR     | {"choices":[],"x_groq":{"id":"r","error":"over capacity"}}
            CONTENT   | {"choices":[{"delta":{"content":"x"}}],"x_groq":{"id":"r","error":null,"usage":{}}}
            EMPTY     | {"error":null}
            DONE      | [DONE]
            DONE      | ` [DONE]  `
            MALFORMED | [DONE
            MALFORMED | []
            MALFORMED | null
            MALFORMED | ping
            MALFORMED | {"choices":[{"delta":{"content":"x"}}]
            MALFORMED | {"choices":[{"delta":{"content":"x"}}]} {}
            """)
    void anEventMeansWhatItShows(Meaning meaning, String event) {
        assertEquals(meaning, read(event));
    }

    @Test
    void theUsageChunkIsForAClientThatAskedForIt() {
        ChoicesGrammar asked = new ChoicesGrammar("delta", 1, false, null);
        byte[] usage = "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}".getBytes(UTF_8);

        assertEquals(Meaning.EMPTY, asked.read(usage, 0, usage.length));
        assertEquals(new Usage(7, 2), asked.usage());
    }

    @Test
    void groqTellsTheUsageInAMemberOfItsOwn() {
        read("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"x_groq\":{\"id\":\"r\","
                + "\"usage\":{\"queue_time\":0.03,\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}}");

        assertEquals(new Usage(7, 2), grammar.usage());
    }

    @Test
    void aUsageThatTellsNothingIsNone() {
        read("{\"choices\":[],\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}");
        read("{\"choices\":[],\"usage\":{}}");

        assertNull(grammar.usage());
    }

    @Test
    void textIsMeasuredAsItComes() {
        read("{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
        assertEquals(0, grammar.textBytes());
        read("{\"choices\":[{\"delta\":{\"content\":\"Hello\"}},{\"index\":1,\"delta\":{\"content\":\" wörld\"}}]}");
        read("{\"choices\":[{\"delta\":{\"reasoning\":\"hm\",\"reasoning_details\":[{\"text\":\"hm\"}]}}]}");
        read("{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"arguments\":\"{}\"}}]}}]}");
        read("{\"choices\":[],\"usage\":null}");

        assertEquals(5 + 7 + 2 + 1 + 2, grammar.textBytes());
    }

    @Test
    void usageToldInEveryChunkIsTheLatest() {
        assertNull(grammar.usage());
        read("{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}");
        read("{\"choices\":[],\"usage\":{\"prompt_tokens\":7.0,\"completion_tokens\":3}}");
        read("{\"choices\":[],\"usage\":null}");

        assertEquals(new Usage(7, 3), grammar.usage());
    }

    @Test
    void aStreamIsFinishedWhenEveryChoiceIs() {
        ChoicesGrammar three = new ChoicesGrammar("delta", 3, false, null);

        for (int index : new int[] {2, 0, 0}) {
            read(three, choice("\"index\":" + index + ",\"finish_reason\":\"stop\""));
            assertFalse(three.finished());
        }
        read(three, choice("\"index\":1,\"finish_reason\":\"length\""));
        assertTrue(three.finished());
    }

    @Test
    void aMissingIndexMeansTheFirstChoice() {
        read(choice("\"finish_reason\":\"stop\""));

        assertTrue(grammar.finished());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1", "1025", "99999999999999999999", "0.5"})
    void anotherIndexIsNotTheFirstChoice(String index) {
        read(choice("\"index\":" + index + ",\"finish_reason\":\"stop\""));

        assertFalse(grammar.finished());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"us",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"error\":{\"message\":\"no\"}}",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"error\"}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"\"}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":null}]}"
            })
    void anEventThatTheClientDoesNotGetFinishesNothing(String event) {
        read(event);

        assertFalse(grammar.finished());
        assertFalse(grammar.content());
    }

    @Test
    void doneEndsAStreamOnlyAfterContent() {
        read("[DONE]");
        assertFalse(grammar.finished());

        read(choice("\"delta\":{\"content\":\"x\"}"));
        assertTrue(grammar.finished());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"error":null}                          | {}
            { "error" : null }                      | {  }
            {"error":null,"choices":[]}             | {"choices":[]}
            {"error" : null , "choices":[]}         | {"choices":[]}
            {"choices":[],"error":null}             | {"choices":[]}
            {"choices":[] , "error" : null }        | {"choices":[] }
            {"a":1,"error":null,"b":2}              | {"a":1,"b":2}
            {"a":1 , "error" : null , "b":2}        | {"a":1 , "b":2}
            {"a":1,"\\u0065rror":null}              | {"a":1}
            {"a":{"error":null}}                    | {"a":{"error":null}}
            {"a":"\\"error\\":null"}                | {"a":"\\"error\\":null"}
            """)
    void aLiteralErrorNullIsCutWithOneComma(String event, String relayed) {
        byte[] line = ("data: " + event).getBytes(UTF_8);

        grammar.read(line, 6, line.length);

        byte[] changed = grammar.changed();
        assertEquals(relayed, changed == null ? event : new String(changed, UTF_8));
        assertEquals(relayed.equals(event), changed == null);
    }

    @Test
    void aChangeIsForgottenWithTheNextEvent() {
        read("{\"error\":null}");
        read("[DONE]");

        assertNull(grammar.changed());
    }

    private Meaning read(String event) {
        return read(grammar, event);
    }

    private static Meaning read(ChoicesGrammar grammar, String event) {
        byte[] bytes = event.getBytes(UTF_8);
        return grammar.read(bytes, 0, bytes.length);
    }

    private static String choice(String members) {
        return "{\"choices\":[{" + members + "}]}";
    }
}
