package dev.relevo.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import dev.relevo.StartedRelevo;
import dev.relevo.faulty.FaultyUpstream;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds of both pages. */
@BrowserTest
class PagesTest {
    @ParameterizedTest
    @CsvSource({"/, en-GB, en", "/, es-AR, es", "/, fr-FR, en", "/status, en-US, en", "/status, es-ES, es"})
    void eachPageSpeaksTheBrowsersLanguage(String path, String preferred, String spoken, Chromium chromium) {
        try (FaultyUpstream upstream = FaultyUpstream.start();
                StartedRelevo relevo = StartedRelevo.over(upstream)) {
            Page page = chromium.open(relevo.port(), path, Look.DESK.speaking(preferred));

            assertThat(page.locator("html")).hasAttribute("lang", spoken);
            Chromium.expectAccessible(page);
            assertEquals(List.of(), chromium.faults());
        }
    }
}
