package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProviderTest {
    @Test
    void aBarePresetIsFilledIn() {
        Provider groq = ConfigText.provider("providers:\n  groq:\n", Map.of("GROQ_API_KEY", "gsk"));

        assertEquals("groq", groq.name());
        assertEquals("Groq", groq.displayName());
        assertEquals(URI.create("https://api.groq.com/openai/v1"), groq.baseUrl());
        assertEquals(List.of(new Secret("gsk")), groq.keys());
        assertEquals(List.of("GROQ_API_KEY"), groq.keyVariables());
        assertEquals("https://console.groq.com/keys", groq.keyPage());
        assertEquals("llama-3.3-70b-versatile", groq.defaultModel());
        assertEquals(Timeouts.DEFAULT, groq.timeouts());
        assertEquals(
                Set.of("logprobs", "top_logprobs", "logit_bias", "messages[].name"),
                texts(groq.quirks().drop()));
        assertTrue(groq.live());
    }

    @Test
    void aServerOfOnesOwnNeedsOnlyAnAddress() {
        Provider mine = ConfigText.provider("providers:\n  my-gpu: {base-url: http://10.0.0.5:8000/v1/}", Map.of());

        assertEquals("my-gpu", mine.displayName());
        assertEquals(URI.create("http://10.0.0.5:8000/v1"), mine.baseUrl());
        assertFalse(mine.needsKey());
        assertTrue(mine.live());
        assertNull(mine.defaultModel());
        assertEquals("max_tokens", mine.quirks().maxTokensField());
    }

    @Test
    void everyKeyReachesItsComponent() {
        Provider mine = ConfigText.provider("""
                providers:
                  my-gpu:
                    preset: mistral
                    base-url: https://gpu.example.com/v1
                    api-key: [one, "${TWO}"]
                    model: meta-llama/llama-3.3-70b:free
                    headers: {X-Team: "${TEAM}", x-count: 1.10}
                    timeouts: {connect: 1s, ttft: 2s, answer: 3s, idle: 4s, total: 5s}
                    drop: [user]
                    rename: {seed: dice}
                    max-tokens-field: length
                    account-limits: [of all]
                """, Map.of("TWO", "two", "TEAM", "research", "MISTRAL_API_KEY", "unused"));

        assertEquals("Mistral (my-gpu)", mine.displayName());
        assertEquals(URI.create("https://gpu.example.com/v1"), mine.baseUrl());
        assertEquals(List.of(new Secret("one"), new Secret("two")), mine.keys());
        assertEquals("meta-llama/llama-3.3-70b:free", mine.defaultModel());
        assertEquals(List.of("X-Team=research", "x-count=1.10"), pairs(mine.headers()));
        assertEquals(new Timeouts(seconds(1), seconds(2), seconds(3), seconds(4), seconds(5)), mine.timeouts());
        assertEquals(Set.of("user"), texts(mine.quirks().drop()));
        assertEquals(Map.of(FieldPath.parse("seed"), "dice"), mine.quirks().rename());
        assertEquals("length", mine.quirks().maxTokensField());
        assertEquals("of all", mine.quirks().accountLimits().getFirst().pattern());
        assertEquals(
                "Service tier capacity exceeded",
                mine.quirks().overloads().getFirst().pattern());
        assertEquals("extra_forbidden", mine.quirks().gaps().getFirst().pattern());
    }

    @Test
    void everyWrongValueIsTold() {
        assertEquals(
                List.of(
                        "config.yaml:2:3 providers.grok.base-url: missing, and 'grok' is no preset; did you mean 'groq'?",
                        "config.yaml:3:20 providers.openai.preset: unknown value, did you mean 'openai'?",
                        "config.yaml:5:15 providers.mine.base-url: not an http or https URL with a host,"
                                + " expected one such as https://api.example.com/v1",
                        "config.yaml:6:14 providers.mine.api-key: no header can carry this key,"
                                + " expected printable ASCII, no blanks",
                        "config.yaml:7:12 providers.mine.model: not a model's name,"
                                + " expected printable ASCII without blanks, at most 256 characters",
                        "config.yaml:8:15 providers.mine.headers.Host: set by Relevo itself, expected another header",
                        "config.yaml:8:24 providers.mine.headers.authorization: the key's own header,"
                                + " expected the key under api-key",
                        "config.yaml:8:42 providers.mine.headers.a b: not a header's name,"
                                + " expected letters, digits and hyphens",
                        "config.yaml:8:53 providers.mine.headers.X: not a header's value,"
                                + " expected one line of Latin-1 text",
                        "config.yaml:8:64 providers.mine.headers.Y: a list, expected a single value",
                        "config.yaml:9:25 providers.mine.timeouts.connect: not a duration,"
                                + " expected one such as 500ms, 30s or 2m",
                        "config.yaml:9:28 providers.mine.timeouts.ttfb: unknown key, did you mean 'ttft'?",
                        "config.yaml:10:12 providers.mine.drop[0]: 'model' is needed as it is, expected an optional field",
                        "config.yaml:11:14 providers.mine.rename.messages: 'messages' is needed as it is,"
                                + " expected an optional field",
                        "config.yaml:11:33 providers.mine.rename.b: a name that another field gets,"
                                + " expected one for each",
                        "config.yaml:12:5 providers.mine.base_url: unknown key, did you mean 'base-url'?",
                        "config.yaml:13:3 providers.demo: a name that Relevo keeps for itself, expected another",
                        "config.yaml:14:3 providers.a/b: not a name, expected letters, digits, '.', '_' and '-'",
                        "config.yaml:15:9 providers.groq: a single value, expected a mapping (key: value)"),
                ConfigText.problemsBesideAnAlias("""
                        providers:
                          grok:
                          openai: {preset: opnai}
                          mine:
                            base-url: ftp://example.com
                            api-key: two words
                            model: two words
                            headers: {Host: a, authorization: b, a b: c, X: "d\\ne", Y: []}
                            timeouts: {connect: 3, ttfb: 1s}
                            drop: [model]
                            rename: {messages: m, a: x, b: x}
                            base_url: x
                          demo: {base-url: http://localhost}
                          a/b: {base-url: http://localhost}
                          groq: gsk_1
                        """));
    }

    private static List<String> pairs(Map<String, String> map) {
        return map.entrySet().stream().map(Object::toString).toList();
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }

    private static Set<String> texts(Set<FieldPath> fields) {
        return fields.stream().map(FieldPath::toString).collect(Collectors.toSet());
    }
}
