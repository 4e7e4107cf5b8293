package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Repair;
import dev.relevo.dialect.Grammar.Meaning;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolCallRepairTest {
    private final Grammar grammar = grammar(1, EnumSet.allOf(Repair.class));

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"id":"a","function":{"name":"f"}}              | {"index":0,"id":"a","function":{"name":"f"}}
            { "id" : "a" }                                  | {"index":0, "id" : "a" }
            {}                                              | {"index":0}
            {"index":null,"id":"a"}                         | {"index":0,"id":"a"}
            {"id":"a","ind\\u0065x" : null }                | {"id":"a","ind\\u0065x" : 0 }
            {"index":"0","id":"a"}                          | {"index":0,"id":"a"}
            {"index": 0.5 ,"id":"a"}                        | {"index": 0 ,"id":"a"}
            {"index":{},"id":"a"}                           | {"index":0,"id":"a"}
            {"id":"a"},{"id":"b"},{"id":"a"}                | {"index":0,"id":"a"},{"index":1,"id":"b"},{"index":0,"id":"a"}
            {"id":"","function":{"name":"f"}},{"function":{"name":"f"}} | {"index":0,"id":"","function":{"name":"f"}},{"index":1,"function":{"name":"f"}}
            {"index":3,"id":"a"},{"id":"b"},{"id":"a"}      | {"index":3,"id":"a"},{"index":4,"id":"b"},{"index":3,"id":"a"}
            """)
    void aCallWithoutAnIndexGetsOneByItsId(String calls, String relayed) {
        assertEquals(delta(0, relayed), relayed(grammar, delta(0, calls)));
    }

    @Test
    void aFragmentWithoutIdOrNameBelongsToTheCallBefore() {
        assertEquals(delta(0, "{\"index\":0,\"id\":\"a\"}"), relayed(grammar, delta(0, "{\"id\":\"a\"}")));
        String fragment = "\"function\":{\"arguments\":\"x\"}}";
        assertEquals(delta(0, "{\"index\":0," + fragment), relayed(grammar, delta(0, "{" + fragment)));
        assertEquals(delta(0, "{\"index\":1,\"id\":\"b\"}"), relayed(grammar, delta(0, "{\"id\":\"b\"}")));
        assertEquals(delta(0, "{\"index\":1," + fragment), relayed(grammar, delta(0, "{" + fragment)));
    }

    @Test
    void eachChoiceCountsItsOwnCalls() {
        Grammar two = grammar(2, EnumSet.allOf(Repair.class));

        assertEquals(delta(0, "{\"index\":0,\"id\":\"a\"}"), relayed(two, delta(0, "{\"id\":\"a\"}")));
        assertEquals(delta(1, "{\"index\":0,\"id\":\"b\"}"), relayed(two, delta(1, "{\"id\":\"b\"}")));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"index":0,"delta":{},"finish_reason":"stop"}     | {"index":0,"delta":{},"finish_reason":"tool_calls"}
            {"finish_reason" : "stop" ,"delta":{}}            | {"finish_reason" : "tool_calls" ,"delta":{}}
            {"delta":{"content":""},"finish_reason":""}       | {"delta":{"content":""},"finish_reason":"tool_calls"}
            {"finish_reason":""}                              | {"finish_reason":"tool_calls"}
            {"delta":{"content":"x"},"finish_reason":""}      | {"delta":{"content":"x"},"finish_reason":""}
            {"delta":{},"finish_reason":null}                 | {"delta":{},"finish_reason":null}
            {"delta":{},"finish_reason":"length"}             | {"delta":{},"finish_reason":"length"}
            {"delta":{},"finish_reason":"tool_calls"}         | {"delta":{},"finish_reason":"tool_calls"}
            {"index":1,"delta":{},"finish_reason":"stop"}     | {"index":1,"delta":{},"finish_reason":"stop"}
            """)
    void aChoiceThatCalledToolsFinishesWithToolCalls(String choice, String relayed) {
        relayed(grammar, delta(0, "{\"index\":0,\"id\":\"a\"}"));

        assertEquals("{\"choices\":[" + relayed + "]}", relayed(grammar, "{\"choices\":[" + choice + "]}"));
        assertEquals(
                relayed.matches(".*\"(tool_calls|length)\".*") && !relayed.contains("\"index\":1"), grammar.finished());
    }

    @Test
    void aCallAndItsFinishMayComeInOneEvent() {
        String event = "{\"choices\":[{\"finish_reason\":\"stop\",\"delta\":{\"tool_calls\":[{\"id\":\"a\"}]}}]}";

        assertEquals(
                "{\"choices\":[{\"finish_reason\":\"tool_calls\",\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\"}]}}]}",
                relayed(grammar, event));
        assertTrue(grammar.finished());
    }

    @Test
    void anEmptyReasonBesideACallEndsNothing() {
        String event = "{\"choices\":[{\"finish_reason\":\"\",\"delta\":{\"tool_calls\":[{\"index\":0}]}}]}";

        assertEquals(event, relayed(grammar, event));
        assertFalse(grammar.finished());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"role\":\"assistant\"}", "{\"tool_calls\":[{\"index\":0,\"id\":\"a\"}]}"})
    void whoeverSendsAnEmptyReasonWithEveryEventEndsNothingByOne(String first) {
        String blank = "{\"choices\":[{\"delta\":DELTA,\"finish_reason\":\"\"}]}";
        relayed(grammar, blank.replace("DELTA", first));
        relayed(grammar, delta(0, "{\"index\":0,\"id\":\"a\",\"function\":{\"arguments\":\"{\"}}"));

        String pause = blank.replace("DELTA", "{\"content\":\"\"}");
        assertEquals(pause, relayed(grammar, pause));
        assertFalse(grammar.finished(), "cut here, it must not look whole");

        assertEquals(
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}",
                relayed(grammar, "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}"));
    }

    @Test
    void anAnswerWithoutToolCallsStaysAsItIs() {
        for (String event : List.of(
                "{\"choices\":[{\"delta\":{\"content\":\"x\",\"tool_calls\":[]}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":null},\"finish_reason\":\"stop\"}]}",
                "{\"choices\":[],\"usage\":{}}",
                "{\"choices\":[7,{\"index\":-1,\"delta\":{\"tool_calls\":[{}]}}]}")) {
            assertEquals(event, relayed(grammar, event));
            assertNull(grammar.changed());
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatIsDeclaredIsMended(Repair repair) {
        Grammar one = grammar(1, Set.of(repair));
        String event = "{\"choices\":[{\"delta\":{\"tool_calls\":[{}]},\"finish_reason\":\"stop\"}]}";

        String relayed = relayed(one, event);

        assertEquals(repair == Repair.TOOL_CALL_INDEX, relayed.contains("{\"index\":0}"));
        assertEquals(repair == Repair.TOOL_CALL_FINISH, relayed.contains("\"finish_reason\":\"tool_calls\""));
    }

    @Test
    void whatIsNoJsonIsNoEvent() {
        byte[] broken = "{\"choices\":[{".getBytes(UTF_8);

        assertEquals(Meaning.MALFORMED, grammar.read(broken, 0, broken.length));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"message":{"tool_calls":[{"id":"a"}]},"finish_reason":"stop"}  | {"message":{"tool_calls":[{"id":"a"}]},"finish_reason":"tool_calls"}
            {"finish_reason":"","message":{"content":"x","tool_calls":[{}]}}| {"finish_reason":"tool_calls","message":{"content":"x","tool_calls":[{}]}}
            """)
    void aPlainAnswersFinishIsMendedAndItsCallsNeedNoIndex(String choice, String relayed) {
        byte[] body = ("{\"choices\":[" + choice + "]}").getBytes(UTF_8);

        assertArrayEquals(("{\"choices\":[" + relayed + "]}").getBytes(UTF_8), ToolCallRepair.withFinishes(body));
    }

    @Test
    void aPlainAnswerWithoutToolCallsStays() {
        assertNull(ToolCallRepair.withFinishes(
                "{\"choices\":[{\"message\":{\"content\":\"x\",\"tool_calls\":[]},\"finish_reason\":\"stop\"}]}"
                        .getBytes(UTF_8)));
    }

    private static Grammar grammar(int choices, Set<Repair> repairs) {
        return Operation.CHAT.grammar(choices, new Encoded(new byte[0], List.of(), false, repairs, null, false), false);
    }

    private static String delta(int choice, String calls) {
        return "{\"choices\":[{\"index\":" + choice + ",\"delta\":{\"tool_calls\":[" + calls + "]}}]}";
    }

    private static String relayed(Grammar grammar, String event) {
        byte[] line = ("data: " + event).getBytes(UTF_8);
        grammar.read(line, 6, line.length);
        byte[] changed = grammar.changed();
        return changed == null ? event : new String(changed, UTF_8);
    }
}
