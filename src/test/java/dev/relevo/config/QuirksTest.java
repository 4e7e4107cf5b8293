package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class QuirksTest {
    @Test
    void everyKeyReachesItsComponent() {
        Quirks quirks = ConfigText.provider("""
                providers:
                  mine:
                    base-url: https://example.com
                    drop: [seed, 'messages[].name', response_format.json_schema.strict]
                    rename: {max_completion_tokens: max_tokens, 'tools[].function.parameters': schema}
                    replace:
                      messages[].role: {developer: system, tool: function}
                      service_tier: {default: auto}
                    max-tokens-field: max_new_tokens
                    gaps: ["no .* here"]
                    key-errors: bad key
                    repairs: [tool-call-index, tool-call-finish]
                """, Map.of()).quirks();

        assertEquals(
                Set.of(path("seed"), path("messages[].name"), path("response_format.json_schema.strict")),
                quirks.drop());
        assertEquals(
                Map.of(
                        path("max_completion_tokens"), "max_tokens",
                        path("tools[].function.parameters"), "schema"),
                quirks.rename());
        assertEquals(
                Map.of(
                        path("messages[].role"), Map.of("developer", "system", "tool", "function"),
                        path("service_tier"), Map.of("default", "auto")),
                quirks.replace());
        assertEquals("max_new_tokens", quirks.maxTokensField());
        assertEquals(
                List.of("no .* here"),
                quirks.gaps().stream().map(Pattern::pattern).toList());
        assertEquals(
                List.of("bad key"),
                quirks.keyErrors().stream().map(Pattern::pattern).toList());
        assertEquals(Set.of(Repair.TOOL_CALL_INDEX, Repair.TOOL_CALL_FINISH), quirks.repairs());
    }

    @Test
    void aListOfTheFileStandsForThatOfThePreset() {
        Quirks quirks = ConfigText.provider("providers: {gemini: {drop: [user], repairs: []}}", Map.of())
                .quirks();

        assertEquals(Set.of(path("user")), quirks.drop());
        assertEquals(Set.of(), quirks.repairs());
        assertEquals(2, quirks.keyErrors().size());
    }

    @Test
    void everyWrongValueIsTold() {
        String needed = " is needed as it is, expected an optional field";
        assertEquals(
                List.of(
                        "config.yaml:5:9 providers.mine.drop[0]: 'messages'" + needed,
                        "config.yaml:6:9 providers.mine.drop[1]: 'messages[]' is no field,"
                                + " expected one such as seed or messages[].name",
                        "config.yaml:7:9 providers.mine.drop[2]: 'messages[].role'" + needed,
                        "config.yaml:8:9 providers.mine.drop[3]: 'input'" + needed,
                        "config.yaml:10:7 providers.mine.rename.stream: 'stream'" + needed,
                        "config.yaml:11:7 providers.mine.rename.messages[].name: 'messages[].content' has a meaning"
                                + " of its own, expected another",
                        "config.yaml:13:7 providers.mine.rename.b: a name that another field gets, expected one for each",
                        "config.yaml:14:10 providers.mine.rename.c: not a field's name, expected one such as max_tokens",
                        "config.yaml:16:7 providers.mine.replace.model: 'model'" + needed,
                        "config.yaml:17:13 providers.mine.replace.user: a single value,"
                                + " expected a mapping (key: value)",
                        "config.yaml:18:17 providers.mine.replace.seed.a: a list, expected a single value",
                        "config.yaml:19:23 providers.mine.max-tokens-field: not a field's name,"
                                + " expected one such as max_tokens",
                        "config.yaml:20:12 providers.mine.gaps[0]: not a regular expression"
                                + " (Unclosed group), expected one",
                        "config.yaml:21:15 providers.mine.repairs[0]: unknown value, did you mean 'tool-call-index'?"),
                ConfigText.problemsBesideAnAlias("""
                        providers:
                          mine:
                            base-url: https://example.com
                            drop:
                              - messages
                              - messages[]
                              - messages[].role
                              - input
                            rename:
                              stream: s
                              messages[].name: content
                              a: x
                              b: x
                              c: x.y
                            replace:
                              model: {a: b}
                              user: a
                              seed: {a: []}
                            max-tokens-field: max tokens
                            gaps: ["(a"]
                            repairs: [tool-call-indx]
                        """));
    }

    @Test
    void aFieldMayBeDeepDown() {
        assertEquals(100_001, path("a.".repeat(100_000) + "b").steps().size());
    }

    private static FieldPath path(String text) {
        return FieldPath.parse(text);
    }
}
