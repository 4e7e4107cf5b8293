package dev.relevo.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import dev.relevo.StartedRelevo;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.ProviderErrors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Makes the pictures of the documents: {@code ./mvnw test -Dtest=ScreenshotsTest -Drelevo.screenshots=docs}. */
@BrowserTest
@EnabledIfSystemProperty(named = "relevo.screenshots", matches = ".+")
class ScreenshotsTest {
    private static final String CONFIGURATION = """
            providers:
              groq: {base-url: "%s", api-key: k1}
              cerebras: {base-url: "%s", api-key: k2}
            models: {auto: {strategy: priority, targets: [groq, cerebras]}, fast: [cerebras]}
            """;
    private static final String SAID = """
            **No**: the sky has no colour of its own. Air scatters short waves of sunlight far more than long ones \
            (*Rayleigh scattering*), so blue reaches us from everywhere:

            | light | wavelength | scattered |
            |---|---:|---:|
            | red | 680 nm | 1 × |
            | green | 530 nm | 2.7 × |
            | blue | 450 nm | 5.2 × |

            The amount goes with the fourth power of the wavelength:

            ```python
            def scattered(nanometres: float, reference: float = 680) -> float:
                \"""How much more than red light a wavelength is scattered.\"""
                return (reference / nanometres) ** 4
            ```
            """;

    @ParameterizedTest
    @ValueSource(strings = {"chat", "chat-dark", "chat-phone"})
    void chat(String name, Chromium chromium) {
        boolean desk = !name.endsWith("phone");
        Look look = desk ? Look.DESK : Look.PHONE;
        try (FaultyUpstream groq = FaultyUpstream.start();
                FaultyUpstream cerebras = FaultyUpstream.start(Spoken.words(SAID, Duration.ofMillis(6)));
                StartedRelevo relevo = StartedRelevo.of(CONFIGURATION.formatted(groq.baseUrl(), cerebras.baseUrl()))) {
            ChatPage chat = ChatPage.open(chromium, relevo, name.endsWith("dark") ? look.inTheDark() : look);
            if (desk) {
                groq.next(Completions.streamOf("A hat."), Completions.streamOf("The third line is the cause."));
                chat.askToTheEnd("A packing list for three days in Cádiz");
                chat.button("New conversation").click();
                chat.askToTheEnd("Explain this stack trace");
                chat.button("New conversation").click();
            }
            groq.next(ProviderErrors.groqRateLimit());
            chat.askToTheEnd("Is the sky blue by itself?");
            assertThat(chat.answer().locator(".hljs-keyword").first()).isVisible();
            save(chat.page(), name);
            assertEquals(List.of(), chromium.faults());
        }
    }

    private static void save(Page page, String name) {
        Path file = Path.of(System.getProperty("relevo.screenshots"), name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }
}
