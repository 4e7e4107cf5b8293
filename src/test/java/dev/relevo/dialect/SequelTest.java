package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.dialect.Grammar.Meaning;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The events of an answer that goes on with {@code The quick brown fox jumps }. */
class SequelTest {
    private static final SoFar BEFORE = new SoFar("The quick brown fox jumps ", "\"first\"", "17", true);
    private static final String HALF = choice("{\"content\":\"The quick\"}");

    private final Grammar grammar = grammar(true);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":"b","created":18,"choices":[]}                        | {"id":"first","created":17,"choices":[]}
            { "id" : null , "model":"m" , "created": 1e9 }              | { "id" : "first" , "model":"m" , "created": 17 }
            {"object":"o","choices":[{"delta":{"role":"assistant"}}]}   | {"object":"o","choices":[{"delta":{}}]}
            {"choices":[{"delta":{"role":"assistant","content":""}}]}   | {"choices":[{"delta":{"content":""}}]}
            {"choices":[{"delta":{ "content":"" , "role":"assistant" , "x":1 }}]} | {"choices":[{"delta":{ "content":"" , "x":1 }}]}
            {"choices":[{"delta":{"content":"o\\u0076er"}}]}            | {"choices":[{"delta":{"content":"o\\u0076er"}}]}
            {"choices":[{"delta":{"content":" o\\u0076er"}}]}           | {"choices":[{"delta":{"content":"over"}}]}
            {"choices":[{"delta":{"content":"The quick brown fox jumps  a \\"b\\"\\n"}}]} | {"choices":[{"delta":{"content":" a \\"b\\"\\n"}}]}
            {"choices":[{"delta":{"content":[{"type":"text","text":"The quick brown"},{"type":"text","text":" fox jumps over"}]}}]} | {"choices":[{"delta":{"content":[{"type":"text","text":"over"},{"type":"text","text":""}]}}]}
            {"choices":[{"delta":{"content":"The quick brown fox jumps"},"finish_reason":"stop"}]} | {"choices":[{"delta":{"content":""},"finish_reason":"stop"}]}
            {"choices":[{"delta":{"content":"The quick brown fox jumps"}}],"usage":{"prompt_tokens":1}} | {"choices":[{"delta":{"content":""}}],"usage":{"prompt_tokens":1}}
            {"choices":[{"delta":{"content":"The","reasoning":"hm"}}]}  | {"choices":[{"delta":{"content":"","reasoning":"hm"}}]}
            {"choices":[{"delta":{"content":"","x":1},"error":null}],"error":null} | {"choices":[{"delta":{"content":"","x":1},"error":null}]}
            {"choices":[{"index":1,"delta":{"content":" The quick brown fox jumps"}}]} | {"choices":[{"index":1,"delta":{"content":" The quick brown fox jumps"}}]}
            """)
    void onlyWhatTheSeamNeedsIsChanged(String event, String sent) {
        assertEquals(sent, sent(event));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"content":" dog"}                     | {"content":"The quick dog"}
            {"content":" dog","role":"assistant"}  | {"content":"The quick dog"}
            {"tool_calls":[{"index":0}]}           | {"content":"The quick","tool_calls":[{"index":0}]}
            {"role":"a","refusal":"No."}           | {"content":"The quick","refusal":"No."}
            {"content":null,"refusal":"No."}       | {"content":"The quick","refusal":"No."}
            {"content":[],"refusal":"No."}         | {"content":[{"type":"text","text":"The quick"}],"refusal":"No."}
            {"content":[{"type":"reference","reference_ids":[1]}]} | {"content":[{"type":"text","text":"The quick"},{"type":"reference","reference_ids":[1]}]}
            """)
    void whatWasHeldComesWithTheEventThatDecides(String delta, String sent) {
        assertEquals(Meaning.WITHHELD, read(HALF));

        assertEquals(choice(sent), sent(choice(delta)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"delta":{},"finish_reason":"stop"}                   | {"delta":{"content":"The quick"},"finish_reason":"stop"}
            {"delta":{"role":"assistant"},"finish_reason":"stop"} | {"delta":{"content":"The quick"},"finish_reason":"stop"}
            {"delta":null,"finish_reason":"stop"}                 | {"delta":{"content":"The quick"},"finish_reason":"stop"}
            {"index":0,"finish_reason":"stop"}                    | {"delta":{"content":"The quick"},"index":0,"finish_reason":"stop"}
            """)
    void whatWasHeldComesBeforeTheEnd(String choice, String sent) {
        read(HALF);

        assertEquals("{\"choices\":[" + sent + "]}", sent("{\"choices\":[" + choice + "]}"));
        assertEquals(BEFORE.text() + "The quick", soFar());
        assertTrue(grammar.finished());
    }

    @Test
    void whatIsHeldOrDroppedIsNoContent() {
        assertEquals(Meaning.WITHHELD, read(HALF));
        assertEquals(Meaning.WITHHELD, read(choice("{\"content\":\" brown fox\"}")));
        assertEquals(Meaning.WITHHELD, read(choice("{\"content\":\" jumps\"}")));
        assertEquals(Meaning.WITHHELD, read(choice("{\"content\":\" \"}")));
        assertFalse(grammar.content());
        assertEquals(BEFORE.text(), soFar());

        assertEquals(Meaning.CONTENT, read(choice("{\"content\":\"over\"}")));
        assertEquals(BEFORE.text() + "over", soFar());
    }

    @Test
    void anAnswerThatEndsInTheMiddleOfAnEchoIsNotWhole() {
        read(choice("{\"reasoning\":\"hm\"}"));
        read(HALF);

        assertEquals(Meaning.DONE, read("[DONE]"));
        assertFalse(grammar.finished());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"delta\":{\"content\":\" sleeps\"}}",
                "{\"delta\":{},\"finish_reason\":\"stop\"}",
                "{\"delta\":{\"tool_calls\":[{\"index\":0}]},\"finish_reason\":\"tool_calls\"}"
            })
    void anAnswerThatBeginsAnewIsNone(String choice) {
        assertEquals(Meaning.WITHHELD, read(choice("{\"content\":\"The quick brown fox\"}")));

        assertEquals(Meaning.ANEW, read("{\"choices\":[" + choice + "]}"));
        assertFalse(grammar.finished());
        assertEquals(BEFORE.text(), soFar());
    }

    @Test
    void anErrorInAnAnswerThatBeganAnewIsAnError() {
        read(choice("{\"content\":\"The quick brown fox\"}"));

        assertEquals(Meaning.ERROR, read("{\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}"));
    }

    @Test
    void anEchoAloneThatFinishesIsWhole() {
        read(choice("{\"content\":\"The quick brown fox jumps\"}"));
        assertEquals(Meaning.CONTENT, read("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}"));

        assertTrue(grammar.finished());
        assertEquals(BEFORE.text(), soFar());
    }

    @Test
    void errorsAndBrokenEventsAreWhatTheyAlwaysAre() {
        assertEquals(Meaning.ERROR, read("{\"error\":{\"message\":\"no\"}}"));
        assertEquals(
                Meaning.ERROR, read("{\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"error\"}]}"));
        assertEquals(Meaning.MALFORMED, read("{\"choices\":[{\"delta\":{\"content\":\"x\"}}]"));
        assertEquals(Meaning.MALFORMED, read("7"));
        assertEquals(BEFORE.text(), soFar());
    }

    @Test
    void theFirstAnswersIdIsKeptOverAllThatFollow() {
        read("{\"id\":\"second\",\"created\":18,\"choices\":[{\"delta\":{\"content\":\"over\"}}]}");
        SoFar soFar = grammar.soFar();

        assertEquals(new SoFar(BEFORE.text() + "over", "\"first\"", "17", true), soFar);
    }

    @Test
    void anAnswerIsJoinedWithoutBeingKept() {
        Grammar unkept = grammar(false);
        byte[] event = choice("{\"content\":\" over\"}").getBytes(UTF_8);

        assertEquals(Meaning.CONTENT, unkept.read(event, 0, event.length));
        assertNotNull(unkept.changed());
        assertNull(unkept.soFar());
    }

    private static Grammar grammar(boolean keepText) {
        return Operation.CHAT.grammar(1, new Encoded(new byte[0], List.of(), false, Set.of(), BEFORE, false), keepText);
    }

    private String soFar() {
        return SoFarTest.of(grammar).text();
    }

    private Meaning read(String event) {
        byte[] bytes = event.getBytes(UTF_8);
        return grammar.read(bytes, 0, bytes.length);
    }

    private String sent(String event) {
        Meaning meaning = read(event);
        assertTrue(meaning == Meaning.CONTENT || meaning == Meaning.EMPTY, meaning::toString);
        byte[] changed = grammar.changed();
        return changed == null ? event : new String(changed, UTF_8);
    }

    private static String choice(String delta) {
        return "{\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}";
    }
}
