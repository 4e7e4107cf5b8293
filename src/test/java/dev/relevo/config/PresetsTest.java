package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of providers. */
class PresetsTest {
    @Test
    void noPresetHoldsAKeyThatNobodyReads() {
        Reading reading = new Reading(Map.of());
        Presets.names().forEach(name -> Presets.named(name, reading));

        assertEquals(List.of(), reading.problems());
        assertEquals(19, Presets.names().size());
    }

    @Test
    void theAddressOfEachIsGood() {
        for (String name : Presets.providers()) {
            Provider provider = preset(name);
            boolean local = Set.of("ollama", "vllm", "llamacpp", "lmstudio").contains(name);

            assertEquals(local ? "http" : "https", provider.baseUrl().getScheme(), name);
            assertEquals(local, Hosts.isLoopback(provider.baseUrl().getHost()), name);
            assertEquals(!local, provider.needsKey(), name);
            assertFalse(provider.displayName().equals(name), name);
            assertTrue(provider.quirks().maxTokensField().startsWith("max_"), name);
        }
    }

    @Test
    void whoseKeyIsNeededTellsWhereItIsHadAndHasAModelThatSupportsChat() {
        for (String name : Presets.providers()) {
            Provider provider = preset(name);
            if (provider.needsKey()) {
                assertTrue(String.valueOf(provider.keyPage()).startsWith("https://"), name);
                assertTrue(provider.keyVariables().getFirst().matches("[A-Z]+_(API_KEY|TOKEN)"), name);
                assertTrue(
                        provider.supports()
                                .of(String.valueOf(provider.defaultModel()))
                                .contains(Feature.CHAT),
                        name);
            }
        }
    }

    @Test
    void aServerOnOnesOwnMachineNeedsNoKeyAndMeansItsFirstModel() {
        Settings settings =
                ConfigText.load("models: {auto: [ollama, vllm, llamacpp, lmstudio]}", Map.of("VLLM_API_KEY", "v"));

        assertEquals(settings.providers(), settings.askedForFirstModel());
        assertEquals(List.of(new Secret("v")), settings.provider("vllm").keys());
        assertEquals(List.of(), settings.provider("llamacpp").keys());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "groq|llama-3.3-70b-versatile|chat tools",
                "groq|openai/gpt-oss-120b|chat tools json-schema",
                "groq|meta-llama/llama-4-scout|chat tools vision json-schema",
                "gemini|gemini-embedding-001|embeddings",
                "gemini|gemini-3-flash-preview|chat tools vision audio json-schema n logprobs",
                "openai|text-embedding-3-small|embeddings",
                "openai|gpt-3.5-turbo-instruct|completions n logprobs",
                "openai|gpt-5.4-mini|chat tools vision json-schema n logprobs",
                "openai|gpt-audio-mini|chat tools audio",
                "mistral|mistral-embed|embeddings",
                "mistral|voxtral-small-latest|chat tools audio json-schema n",
                "deepseek|deepseek-v4-flash|chat tools logprobs",
                "ollama|qwen3|chat completions embeddings tools vision audio json-schema logprobs",
                "ollama|nomic-embed-text:latest|embeddings",
                "vllm|any|chat completions embeddings tools vision audio json-schema n logprobs",
                "my-gpu|any|chat completions embeddings tools vision audio json-schema n logprobs",
            })
    void aModelSupportsWhatIsNotKnownToBeMissing(String provider, String model, String features) {
        String yaml = "providers: {" + provider + ": {base-url: 'https://example.com'}}";

        assertEquals(
                features,
                String.join(
                        " ",
                        ConfigText.provider(yaml, Map.of()).supports().of(model).stream()
                                .sorted()
                                .map(Feature::key)
                                .toList()));
    }

    @ParameterizedTest
    @CsvSource({
        "groq, -messages[].name",
        "cerebras, -prompt_cache_key",
        "ollama, -tool_choice",
        "xai, -messages[].name",
        "mistral, messages[].role: developer=system",
        "deepseek, messages[].role: developer=system",
        "gemini, tool-call-finish",
        "gemini, tool-call-index",
        "xai, tool-call-finish",
    })
    void whatTheyCannotReadOrWriteIsMendedOnTheWay(String provider, String quirk) {
        Quirks quirks = quirks(provider);
        List<String> known = new ArrayList<>();
        quirks.drop().forEach(field -> known.add("-" + field));
        quirks.replace()
                .forEach((field, texts) -> texts.forEach((from, to) -> known.add(field + ": " + from + "=" + to)));
        quirks.repairs().forEach(repair -> known.add(repair.key()));

        assertTrue(known.contains(quirk), known::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "groq|{\"error\":{\"message\":\"Failed to call a function.\",\"code\":\"tool_use_failed\"}}",
                "groq|{\"error\":{\"message\":\"'messages.1' : property 'id' is unsupported\"}}",
                "cerebras|{\"message\":\"body.x: property 'body.x' is unsupported\",\"code\":\"wrong_api_format\"}",
                "gemini|[{\"error\":{\"code\":400,\"message\":\"Unknown name \\\"seed\\\": Cannot find field.\"}}]",
                "xai|{\"code\":\"Client\",\"error\":\"Argument not supported on this model: stop\"}",
                "mistral|{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"x\"]}]}",
                "nvidia|{\"status\":400,\"title\":\"Bad Request\",\"detail\":\"DEGRADED function cannot be invoked\"}",
                "openai|{\"error\":{\"message\":\"Unsupported\",\"code\":\"unsupported_parameter\"}}",
                "openrouter|{\"error\":{\"code\":400,\"message\":\"This model does not support assistant message prefill.\"}}",
                "llamacpp|{\"error\":{\"message\":\"Assistant response prefill is incompatible with enable_thinking.\"}}",
            })
    void aProvidersOwnGapIsKnownByItsPreset(String provider, String body) {
        Quirks quirks = quirks(provider);

        assertTrue(quirks.gaps().stream().anyMatch(gap -> gap.matcher(body).find()));
        assertFalse(quirks.gaps().stream()
                .anyMatch(gap -> gap.matcher("messages: field required").find()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "gemini|[{\"error\":{\"code\":400,\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}]",
                "xai|{\"code\":\"Client specified an invalid argument\",\"error\":\"Incorrect API key provided:"
                        + " xa***ey. You can obtain an API key from https://console.x.ai.\"}",
            })
    void aWrongKeyThatComesAsABadRequestIsKnownByItsPreset(String provider, String body) {
        assertTrue(quirks(provider).keyErrors().stream()
                .anyMatch(e -> e.matcher(body).find()));
    }

    @ParameterizedTest
    @CsvSource({
        "groq, PREFILL",
        "openrouter, PREFILL",
        "ollama, PREFILL",
        "llamacpp, PREFILL",
        "mistral, PREFIX",
        "vllm, FINAL_MESSAGE",
        "openai, NONE",
        "deepseek, NONE",
        "lmstudio, NONE",
    })
    void whoGoesOnWithATextAndHowIsKnownByItsPreset(String provider, Continuation way) {
        assertEquals(way, quirks(provider).continues());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "groq|llama-3.3-70b-versatile|requests-per-minute: 30, requests-per-day: 1000, tokens-per-minute: 12000,"
                        + " tokens-per-day: 100000",
                "groq|llama-3.1-8b-instant|requests-per-minute: 30, requests-per-day: 14400, tokens-per-minute: 6000",
                "groq|openai/gpt-oss-120b|requests-per-minute: 30, requests-per-day: 1000, tokens-per-minute: 8000,"
                        + " tokens-per-day: 200000",
                "groq|other|requests-per-minute: 30",
                "cerebras|any|requests-per-minute: 30, requests-per-hour: 900, requests-per-day: 14400,"
                        + " tokens-per-minute: 60000, tokens-per-day: 1000000",
                "gemini|gemini-3-flash-preview|requests-per-minute: 5, requests-per-day: 20,"
                        + " input-tokens-per-minute: 250000",
                "gemini|gemini-3.1-flash-lite|requests-per-minute: 15, requests-per-day: 500",
                "gemini|gemma-3-27b-it|requests-per-minute: 30, requests-per-day: 14400,"
                        + " input-tokens-per-minute: 15000",
                "openrouter|any:free|requests-per-minute: 20, requests-per-day: 50",
                "mistral|any|requests-per-second: 1, tokens-per-minute: 500000, tokens-per-month: 1000000000",
                "github|openai/gpt-4.1-mini|requests-per-minute: 15, requests-per-day: 150",
                "github|openai/gpt-4.1|requests-per-minute: 10, requests-per-day: 50",
                "nvidia|any|requests-per-minute: 40",
            })
    void theFreePlanOfAProviderCostsNothingAndHasItsLimits(String provider, String model, String limits) {
        Quotas quotas = ConfigText.provider("providers: {" + provider + ": {plan: free}}", Map.of())
                .quotas();
        List<QuotaLimit> all = new ArrayList<>(quotas.account());
        all.addAll(quotas.model(model).limits());

        assertEquals(
                limits, String.join(", ", all.stream().map(QuotaLimit::toString).toList()));
        assertTrue(all.stream().allMatch(QuotaLimit::assumed));
        assertEquals(new Price(0, 0, 0), quotas.model(model).price());
    }

    @ParameterizedTest
    @CsvSource({"gemini, America/Los_Angeles", "openrouter, UTC"})
    void aFreePlansDayBeginsWhereItsProviderSays(String provider, String zone) {
        Quotas quotas = ConfigText.provider("providers: {" + provider + ": {plan: free}}", Map.of())
                .quotas();
        List<QuotaLimit> all = new ArrayList<>(quotas.account());
        all.addAll(quotas.model("gemini-3-flash-preview").limits());

        assertEquals(
                List.of(new Window.Calendar(ZoneId.of(zone))),
                all.stream()
                        .filter(limit -> limit.period() == Period.DAY)
                        .map(QuotaLimit::window)
                        .toList());
    }

    private static Quirks quirks(String provider) {
        return preset(provider).quirks();
    }

    private static Provider preset(String name) {
        return ConfigText.provider("providers:\n  " + name + ":\n", Map.of());
    }
}
