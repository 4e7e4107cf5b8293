package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The {@code config.yaml} of the repository, and the presets. */
class ShippedConfigTest {
    private static final Path FILE = Path.of("config.yaml");

    @Test
    void withoutAnyKeyItLoadsWithoutAWarningAndNoTargetIsLive() throws BadConfiguration {
        Settings settings = Configuration.load(FILE, Map.of());

        assertEquals(
                List.of("auto"), settings.aliases().stream().map(Alias::name).toList());
        assertEquals(
                List.of("groq", "cerebras", "gemini", "xai", "openrouter", "mistral", "openai"),
                settings.aliases().getFirst().entries().stream()
                        .map(Entry::provider)
                        .toList());
        assertTrue(settings.aliases().getFirst().entries().stream().noneMatch(e -> e.model() == null));
        assertEquals("auto", settings.server().defaultAlias());
        assertEquals(List.of(), settings.warnings());
        assertTrue(settings.providers().stream().noneMatch(Provider::live));
        assertTrue(settings.needsDemo());
    }

    @ParameterizedTest
    @CsvSource({
        "GROQ_API_KEY, groq",
        "CEREBRAS_API_KEY, cerebras",
        "GEMINI_API_KEY, gemini",
        "GOOGLE_API_KEY, gemini",
        "XAI_API_KEY, xai",
        "OPENROUTER_API_KEY, openrouter",
        "MISTRAL_API_KEY, mistral",
        "OPENAI_API_KEY, openai",
    })
    void oneKeyMakesItsProviderLiveAndNoOther(String variable, String provider) throws BadConfiguration {
        Settings settings = Configuration.load(FILE, Map.of(variable, "key"));

        assertEquals(
                List.of(provider),
                settings.providers().stream()
                        .filter(Provider::live)
                        .map(Provider::name)
                        .toList());
        assertFalse(settings.needsDemo());
    }

    @Test
    void theLinesThatAreCommentedOutAreGoodOnes() throws IOException {
        String text = Files.readString(FILE);
        String examples = text.substring(text.indexOf("  # careful:"), text.indexOf("# Providers."))
                .replaceAll("(?m)^  # ", "  ");
        String providers = text.substring(text.indexOf("# providers:")).replaceAll("(?m)^# ", "");
        String ollama = text.substring(0, text.indexOf("  # A target may")).replace("# - ollama ", "- ollama ");

        Settings settings = ConfigText.load(ollama + examples + providers, Map.of("MY_KEY", "m"));

        assertEquals(
                List.of("auto", "careful"),
                settings.aliases().stream().map(Alias::name).toList());
        assertEquals(
                new Entry("ollama", null, 1, null, 1, null),
                settings.aliases().getFirst().entries().getLast());
        assertEquals(
                List.of("groq", "openai", "my-gpu"),
                settings.providers().stream().limit(3).map(Provider::name).toList());
        assertEquals(
                List.of("OPENAI_KEY_TEAM_A", "OPENAI_KEY_TEAM_B"),
                settings.providers().get(1).keyVariables());
    }

    @Test
    void noPresetHoldsAKeyThatNobodyReads() {
        Reading reading = new Reading(Map.of());
        Presets.names().forEach(name -> Presets.named(name, reading));

        assertEquals(List.of(), reading.problems());
        assertEquals(9, Presets.names().size());
    }

    @Test
    void presetsTellWhereAKeyIsHadAndWhatItsVariableIs() throws BadConfiguration {
        for (Provider provider : Configuration.load(FILE, Map.of()).providers()) {
            assertTrue(String.valueOf(provider.keyPage()).startsWith("https://"), provider.name());
            assertTrue(provider.keyVariables().getFirst().endsWith("_API_KEY"), provider.name());
            assertTrue(provider.quirks().maxTokensField().startsWith("max_"), provider.name());
        }
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
                "openai|{\"error\":{\"message\":\"Unsupported\",\"code\":\"unsupported_parameter\"}}",
            })
    void aProvidersOwnGapIsKnownByItsPreset(String provider, String body) throws BadConfiguration {
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
                "xai|{\"code\":\"Client specified an invalid argument\",\"error\":\"Incorrect API key provided: x\"}",
            })
    void aWrongKeyThatComesAsABadRequestIsKnownByItsPreset(String provider, String body) throws BadConfiguration {
        assertTrue(quirks(provider).keyErrors().stream()
                .anyMatch(e -> e.matcher(body).find()));
    }

    private static Quirks quirks(String provider) throws BadConfiguration {
        return Configuration.load(FILE, Map.of()).providers().stream()
                .collect(Collectors.toMap(Provider::name, Provider::quirks))
                .get(provider);
    }
}
