package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final URI DEMO = URI.create("http://127.0.0.1:4567/v1");
    private static final Settings SETTINGS = ConfigText.load("models: {one: [groq, xai], other: [groq, openai]}");

    @Test
    void theDemoStandsInEveryAliasWhereNothingIsLive() {
        Settings settings = SETTINGS.withDemo(DEMO);

        assertTrue(SETTINGS.needsDemo());
        assertEquals(
                List.of("groq", "xai", "demo"),
                settings.aliases().getFirst().entries().stream()
                        .map(Entry::provider)
                        .toList());
        assertEquals(List.of("groq", "openai", "demo"), names(settings.aliases().get(1)));
    }

    @Test
    void besideALiveProviderTheDemoNeverAnswers() {
        Settings one = ConfigText.load("models: {dead: [groq], live: [openai]}", Map.of("OPENAI_API_KEY", "key"));

        assertFalse(one.needsDemo());
    }

    @Test
    void theDemoIsALiveProviderThatSaysWhatItIs() {
        Provider demo = SETTINGS.withDemo(DEMO).providers().getLast();

        assertTrue(demo.live());
        assertEquals("demo", demo.name());
        assertEquals("Relevo demo (built in, no AI)", demo.displayName());
        assertEquals(DEMO, demo.baseUrl());
        assertFalse(SETTINGS.withDemo(DEMO).needsDemo());
    }

    @Test
    void aTargetThatMeansAProvidersFirstModelGetsItsName() {
        Settings settings = ConfigText.load("models: {auto: [ollama, ollama/named, {target: ollama, max-tokens: 7}]}");
        Provider ollama = settings.providers().getFirst();

        assertEquals(List.of(ollama), settings.askedForFirstModel());
        Settings known = settings.withFirstModel(ollama, "llama3.2:3b");
        assertEquals(
                List.of(
                        new Entry("ollama", "llama3.2:3b", 1, null, 1, null, null, null, Terms.NONE),
                        new Entry("ollama", "named", 1, null, 1, null, null, null, Terms.NONE),
                        new Entry("ollama", "llama3.2:3b", 1, 7, 1, null, null, null, Terms.NONE)),
                known.aliases().getFirst().entries());
        assertEquals(List.of(), known.askedForFirstModel());
    }

    @Test
    void aTargetWhoseFirstModelIsUnknownIsPassedOverWithAWarning() {
        Settings settings = ConfigText.load("models: {auto: [ollama], other: [ollama/named]}");

        Settings without = settings.withoutFirstModel(settings.providers().getFirst(), "nobody listens there");

        assertFalse(without.needsDemo());
        assertEquals(
                List.of("Ollama is passed over, since its first model is unknown: nobody listens there"),
                without.warnings());
        assertEquals(List.of(), names(without.aliases().getFirst()));
        assertEquals(List.of("ollama"), names(without.aliases().getLast()));
    }

    @Test
    void aProviderIsFoundByItsName() {
        assertEquals(SETTINGS.providers().getFirst(), SETTINGS.provider("groq"));
        assertNull(SETTINGS.provider("demo"));
    }

    private static List<String> names(Alias alias) {
        return alias.entries().stream().map(Entry::provider).toList();
    }
}
