package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AliasTest {
    @Test
    void anAliasNeedsOnlyTargets() {
        Alias alias = ConfigText.alias("models: {auto: {targets: groq}}");

        assertEquals(
                new Alias(
                        "auto",
                        Strategy.ROUND_ROBIN,
                        Affinity.EXPLICIT,
                        List.of(new Entry("groq", "llama-3.3-70b-versatile", 1, null, 1, null, null, null, Terms.NONE)),
                        1024 * 1024,
                        Streams.DEFAULT,
                        Retries.DEFAULT,
                        Timeouts.UNBOUNDED),
                alias);
    }

    @Test
    void aListIsShortForAPool() {
        assertEquals(
                ConfigText.alias("models: {auto: {targets: [groq, openai/gpt-4.1]}}"),
                ConfigText.alias("models: {auto: [groq, openai/gpt-4.1]}"));
    }

    @Test
    void everyKeyReachesItsComponent() {
        Alias alias = ConfigText.alias("""
                providers:
                  my-gpu: {base-url: http://10.0.0.5:8000/v1}
                models:
                  meta-llama/llama-3.3-70b:free:
                    strategy: priority
                    affinity: on
                    targets:
                      - openrouter/meta-llama/llama-3.3-70b:free
                      - {target: my-gpu/qwen3, tier: 2, max-tokens: 4096}
                      - target: gemini
                    hold-limit: 64KiB
                    keep-alive-after: 5s
                    bridge-after: 25s
                    on-cut: continue
                    on-malformed: skip
                    hedge: true
                    same-target-retries: 2
                    max-wait: 3s
                    timeouts: {connect: 1s, ttft: 2s, answer: 3s, idle: 4s, total: 5s}
                """);

        assertEquals(
                new Alias(
                        "meta-llama/llama-3.3-70b:free",
                        Strategy.PRIORITY,
                        Affinity.ON,
                        List.of(
                                new Entry(
                                        "openrouter",
                                        "meta-llama/llama-3.3-70b:free",
                                        1,
                                        null,
                                        1,
                                        null,
                                        null,
                                        null,
                                        Terms.NONE),
                                new Entry("my-gpu", "qwen3", 2, 4096, 1, null, null, null, Terms.NONE),
                                new Entry(
                                        "gemini", "gemini-3-flash-preview", 1, null, 1, null, null, null, Terms.NONE)),
                        65536,
                        new Streams(Duration.ofSeconds(5), Duration.ofSeconds(25), OnCut.CONTINUE, true),
                        new Retries(2, Duration.ofSeconds(3), true),
                        new Timeouts(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5))),
                alias);
    }

    @Test
    void maximalResilienceSetsWhatIsNotSetByItself() {
        Alias maximal = ConfigText.alias("models: {auto: {targets: groq, resilience: maximal}}");
        Alias adapted = ConfigText.alias("models: {auto: {targets: groq, resilience: maximal, on-cut: error,"
                + " max-wait: 1s, same-target-retries: 0, timeouts: {ttft: 5s, idle: 7s}}}");

        assertEquals(OnCut.BUFFER, maximal.streams().onCut());
        assertEquals(new Retries(1, Duration.ofSeconds(15), false), maximal.retries());
        assertEquals(Timeouts.UNBOUNDED.withTtft(Duration.ofSeconds(10)), maximal.timeouts());
        assertEquals(OnCut.ERROR, adapted.streams().onCut());
        assertEquals(new Retries(0, Duration.ofSeconds(1), false), adapted.retries());
        assertEquals(Duration.ofSeconds(5), adapted.timeouts().ttft());
        assertEquals(Duration.ofSeconds(7), adapted.timeouts().idle());
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void aStrategyIsSpeltInSmallLettersWithHyphens(Strategy strategy) {
        String spelt = strategy.name().toLowerCase(Locale.ROOT).replace('_', '-');

        assertEquals(
                strategy,
                ConfigText.alias("models: {auto: {strategy: " + spelt + ", targets: groq}}")
                        .strategy());
    }

    @Test
    void weightsAreForWeighing() {
        assertEquals(
                List.of(
                        new Entry("groq", "a", 1, null, 3, null, null, null, Terms.NONE),
                        new Entry("groq", "b", 1, null, 1, null, null, null, Terms.NONE)),
                ConfigText.alias("models: {auto: {strategy: weighted, targets: [{target: groq/a, weight: 3}, groq/b]}}")
                        .entries());
        assertEquals(
                List.of("config.yaml:1:50 models.auto.targets[0].weight: no weight counts here,"
                        + " expected it only under 'strategy: weighted'"),
                ConfigText.problems("models: {auto: {targets: [{target: groq, weight: 3}, groq/b]}}"));
    }

    @Test
    void aTargetMaySayWhatItSupports() {
        assertEquals(
                Set.of(Feature.CHAT, Feature.JSON_SCHEMA),
                ConfigText.alias("models: {auto: [{target: groq, supports: [chat, json-schema]}]}")
                        .entries()
                        .getFirst()
                        .supports());
    }

    @Test
    void everyWrongValueIsTold() {
        assertEquals(
                List.of(
                        "config.yaml:4:3 models.two words: not a model's name,"
                                + " expected printable ASCII without blanks, at most 256 characters",
                        "config.yaml:5:3 models.empty.targets: no targets,"
                                + " expected a list such as [groq, openai/gpt-4.1]",
                        "config.yaml:6:3 models.none.targets: no targets,"
                                + " expected a list such as [groq, openai/gpt-4.1]",
                        "config.yaml:8:15 models.bad.strategy: unknown value, did you mean 'round-robin'?",
                        "config.yaml:10:9 models.bad.targets[0]: unknown provider, did you mean 'groq'?",
                        "config.yaml:11:9 models.bad.targets[1]: unknown provider, expected one of:"
                                + " my-gpu, groq, cerebras, gemini, xai, openrouter, mistral, openai, deepseek, together,"
                                + " fireworks, github, nvidia, sambanova, huggingface, ollama, vllm, llamacpp, lmstudio",
                        "config.yaml:12:9 models.bad.targets[2]: an alias, expected a provider or provider/model",
                        "config.yaml:13:9 models.bad.targets[3]: 'my-gpu' has no default model,"
                                + " expected my-gpu/model",
                        "config.yaml:14:9 models.bad.targets[4]: not a model's name after the slash,"
                                + " expected printable ASCII without blanks, at most 256 characters",
                        "config.yaml:15:9 models.bad.targets[5].target: missing,"
                                + " expected a provider or provider/model",
                        "config.yaml:15:16 models.bad.targets[5].tier: out of range, expected from 1 to 1000",
                        "config.yaml:15:31 models.bad.targets[5].max-tokens: out of range,"
                                + " expected from 1 to 100000000",
                        "config.yaml:16:9 models.bad.targets[6]: the demo answers by itself where no target is live,"
                                + " expected another provider",
                        "config.yaml:17:9 models.bad.targets[7]: a list, expected a single value",
                        "config.yaml:18:17 models.bad.hold-limit: out of range,"
                                + " expected from 1 to 268435456 bytes",
                        "config.yaml:19:5 models.bad.holdlimit: unknown key, did you mean 'hold-limit'?"),
                ConfigText.problems("""
                        providers:
                          my-gpu: {base-url: http://10.0.0.5:8000/v1}
                        models:
                          two words: [groq]
                          empty: {targets: []}
                          none:
                          bad:
                            strategy: round_robin
                            targets:
                              - grok
                              - meta-llama/llama-3.3-70b:free
                              - empty
                              - my-gpu
                              - groq/
                              - {tier: 0, max-tokens: 0}
                              - demo
                              - []
                            hold-limit: 0
                            holdlimit: 1
                        """));
    }

    @Test
    void aPresetThatATargetNamesJoinsTheProvidersAfterThoseOfTheFile() {
        Settings settings = ConfigText.load("""
                models: {auto: [groq, mine/m, cerebras/x]}
                providers: {mine: {base-url: http://localhost/v1}, openai: }
                """, Map.of("CEREBRAS_API_KEY", "c"));

        assertEquals(
                List.of("mine", "openai", "groq", "cerebras"),
                settings.providers().stream().map(Provider::name).toList());
        assertEquals(
                List.of(true, false, false, true),
                settings.providers().stream().map(Provider::live).toList());
    }
}
