package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The {@code config.yaml} of the repository. */
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
                .replaceAll("(?m)^  # Embeddings:.*$", "")
                .replaceAll("(?m)^  # ?", "  ");
        String providers = text.substring(text.indexOf("# providers:")).replaceAll("(?m)^# ", "");
        String ollama = text.substring(0, text.indexOf("  # A target may"))
                .replace("# - ollama ", "- ollama ")
                .replace("# api-keys: ", "api-keys: ")
                .replace("# admin-keys: ", "admin-keys: ");

        Settings settings = ConfigText.load(
                ollama + examples + providers,
                Map.of("MY_KEY", "m", "RELEVO_KEY", "0123456789abcdef", "RELEVO_ADMIN_KEY", "fedcba9876543210"));

        assertEquals(
                List.of("auto", "careful", "embeddings"),
                settings.aliases().stream().map(Alias::name).toList());
        assertEquals(
                new Entry("ollama", null, 1, null, 1, null, null, null, Terms.NONE),
                settings.aliases().getFirst().entries().getLast());
        assertEquals(
                List.of("groq", "openai", "my-gpu"),
                settings.providers().stream().limit(3).map(Provider::name).toList());
        assertEquals(
                List.of("OPENAI_KEY_TEAM_A", "OPENAI_KEY_TEAM_B"),
                settings.providers().get(1).keyVariables());
        assertEquals(List.of(), settings.warnings());
    }

    @Test
    void theEmbeddingsExampleHasOneModelAtEveryTargetAndEachSupportsIt() throws IOException {
        String line = Files.readAllLines(FILE).stream()
                .filter(each -> each.startsWith("  # embeddings:"))
                .findFirst()
                .orElseThrow();
        Settings settings = ConfigText.load("models:\n" + line.replace("# ", ""));

        for (Entry entry : settings.aliases().getFirst().entries()) {
            String model = String.valueOf(entry.model());
            assertEquals("text-embedding-3-small", model.substring(model.indexOf('/') + 1));
            assertEquals(
                    Set.of(Feature.EMBEDDINGS),
                    settings.provider(entry.provider()).supports().of(model));
        }
    }
}
