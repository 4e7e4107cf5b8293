package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SupportsTest {
    @Test
    void theFirstPatternThatFitsAWholeNameDecides() {
        Supports supports = supports("""
                providers:
                  mine:
                    base-url: https://example.com
                    supports: [chat, tools]
                    models:
                      qwen?.5-vl*: {supports: [chat, vision]}
                      "*vl*": {supports: chat}
                      "[a].b": {supports: []}
                """);

        assertEquals(Set.of(Feature.CHAT, Feature.VISION), supports.of("Qwen2.5-VL-7B"));
        assertEquals(Set.of(Feature.CHAT), supports.of("my-qwen2.5-vl"));
        assertEquals(Set.of(Feature.CHAT, Feature.TOOLS), supports.of("qwen2.5"));
        assertEquals(Set.of(), supports.of("[a].b"));
        assertEquals(Set.of(Feature.CHAT, Feature.TOOLS), supports.of("axb"));
    }

    @Test
    void whatNobodyKnowsIsTried() {
        assertEquals(
                EnumSet.allOf(Feature.class),
                supports("providers: {mine: {base-url: 'https://example.com'}}").of("any"));
    }

    @Test
    void patternsOfTheFileGoBeforeThoseOfThePreset() {
        Supports supports = supports("providers: {groq: {models: {llama-3.3*: {supports: [chat]}}}}");

        assertEquals(Set.of(Feature.CHAT), supports.of("llama-3.3-70b-versatile"));
        assertEquals(Set.of(Feature.CHAT, Feature.TOOLS), supports.of("llama-3.1-8b-instant"));
    }

    @Test
    void whatTheFileSaysOfAllModelsGoesBeforeThePresetsPatterns() {
        Supports supports = supports("providers: {groq: {supports: [chat, n]}}");

        assertEquals(Set.of(Feature.CHAT, Feature.N), supports.of("llama-3.1-8b-instant"));
    }

    @Test
    void aListWithoutAnOperationIsToldSinceNothingWouldBeSentThere() {
        String what = "no operation, so nothing would be sent there; expected chat, completions or embeddings too,"
                + " or [] if nothing is to be sent there";
        assertEquals(
                List.of(
                        "config.yaml:1:42 models.auto[0].supports: " + what,
                        "config.yaml:2:30 providers.groq.supports: " + what,
                        "config.yaml:2:65 providers.groq.models.x.supports: " + what),
                ConfigText.problems("""
                        models: {auto: [{target: groq, supports: vision}]}
                        providers: {groq: {supports: [tools, n], models: {x: {supports: [tools]}}}}
                        """));
    }

    @Test
    void everyWrongValueIsTold() {
        assertEquals(
                List.of(
                        "config.yaml:4:22 providers.mine.supports[1]: unknown value, did you mean 'vision'?",
                        "config.yaml:6:9 providers.mine.models.a.supports: missing,"
                                + " expected what these models can do, such as [chat, tools]",
                        "config.yaml:7:10 providers.mine.models.b.supports: missing,"
                                + " expected what these models can do, such as [chat, tools]",
                        "config.yaml:7:11 providers.mine.models.b.support: unknown key, did you mean 'supports'?"),
                ConfigText.problemsBesideAnAlias("""
                        providers:
                          mine:
                            base-url: https://example.com
                            supports: [chat, visoin]
                            models:
                              a:
                              b: {support: [chat]}
                        """));
    }

    @Test
    void aContextWindowIsToldByTheFileBeforeThePresetAndDecidesNothingElse() {
        Provider groq = ConfigText.provider(
                "providers: {groq: {models: {llama-3.3*: {context-window: 6000}, mine: {context-window: 1}}}}",
                Map.of());

        assertEquals(6000, groq.contextWindows().of("llama-3.3-70b-versatile"));
        assertEquals(131072, groq.contextWindows().of("llama-3.1-8b-instant"));
        assertEquals(1, groq.contextWindows().of("mine"));
        assertNull(groq.contextWindows().of("other"));
        assertEquals(Set.of(Feature.CHAT, Feature.TOOLS), groq.supports().of("llama-3.3-70b-versatile"));
    }

    @Test
    void aTargetMayTellItsOwnContextWindow() {
        Alias alias = ConfigText.alias("models: {auto: [{target: groq, context-window: 9000}, groq]}");

        assertEquals(9000, alias.entries().getFirst().contextWindow());
        assertNull(alias.entries().getLast().contextWindow());
        assertEquals(
                List.of(
                        "config.yaml:1:48 models.auto[0].context-window: not a number, expected a whole one from 1 to 1000000000"),
                ConfigText.problems("models: {auto: [{target: groq, context-window: 8k}]}"));
    }

    private static Supports supports(String yaml) {
        return ConfigText.provider(yaml, Map.of()).supports();
    }
}
