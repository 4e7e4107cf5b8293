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
    private static final Settings SETTINGS =
            ConfigText.load("models: {dead: [groq, xai], live: [groq, openai]}", Map.of("OPENAI_API_KEY", "key"));

    @Test
    void theDemoStandsOnlyInAliasesWithoutALiveTarget() {
        Settings settings = SETTINGS.withDemo(DEMO);

        assertTrue(SETTINGS.needsDemo());
        assertEquals(
                List.of("groq", "xai", "demo"),
                settings.aliases().getFirst().entries().stream()
                        .map(Entry::provider)
                        .toList());
        assertEquals(SETTINGS.aliases().get(1), settings.aliases().get(1));
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
    void aProviderIsFoundByItsName() {
        assertEquals(SETTINGS.providers().getFirst(), SETTINGS.provider("groq"));
        assertNull(SETTINGS.provider("demo"));
    }
}
