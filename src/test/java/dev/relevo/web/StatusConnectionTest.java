package dev.relevo.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.relevo.StartedRelevo;
import dev.relevo.faulty.FaultyUpstream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the page at {@code /status} comes to its values, and what it says while it has none. */
@BrowserTest
class StatusConnectionTest {
    private final FaultyUpstream upstream = FaultyUpstream.start();
    private StartedRelevo relevo = StartedRelevo.over(upstream);

    @AfterEach
    void close() {
        relevo.close();
        upstream.close();
    }

    @Test
    void withoutAKeyThePageAsksForOneAndTellsWhoMaySeeIt(Chromium chromium) {
        relevo.close();
        relevo = StartedRelevo.of("server: {api-keys: [sk-client-of-a-team]}\n" + StartedRelevo.yaml(upstream));
        Page page = chromium.open(relevo.port(), "/status", Look.DESK);
        assertThat(page.locator("#connection")).hasText("Not admitted");
        assertThat(page.locator("#key")).containsText("server.api-keys");
        Chromium.expectAccessible(page);

        useKey(page, "sk-wrong");
        assertThat(page.locator("#key")).containsText("does not accept");
        useKey(page, "sk-client-of-a-team");

        assertThat(page.locator("#connection")).hasText("Live");
        assertThat(page.locator(".target")).isVisible();
        assertThat(page.locator("#key form")).hasCount(0);
        assertFalse(page.url().contains("sk-"), page.url());
    }

    @Test
    void aServerThatCannotBeReachedIsTriedAgainAndWhatWasSeenStays(Chromium chromium) {
        Page page = chromium.open(relevo.port(), "/status", Look.DESK);
        page.route("**/api/status/events", Route::abort);
        page.reload();
        assertThat(page.locator("#connection")).hasText("Connection lost; trying again");
        assertThat(page.locator("#retry")).containsText("next attempt in");

        page.unroute("**/api/status/events");
        assertThat(page.locator("#connection")).hasText("Live");
        assertThat(page.locator("#retry")).isEmpty();

        relevo.close();
        assertThat(page.locator("#connection")).hasText("Connection lost; trying again");
        assertThat(page.locator(".target")).isVisible();
    }

    @Test
    void aHiddenPagePausesAndGoesOnWhenItIsSeen(Chromium chromium) {
        Page page = chromium.open(relevo.port(), "/status", Look.DESK);
        assertThat(page.locator("#connection")).hasText("Live");
        turn(page, "hidden");
        assertThat(page.locator("#connection")).hasText("Paused while the page is hidden");
        turn(page, "visible");
        assertThat(page.locator("#connection")).hasText("Live");
    }

    private static void useKey(Page page, String key) {
        page.getByLabel("Access key").fill(key);
        page.keyboard().press("Enter");
    }

    private static void turn(Page page, String visibility) {
        page.evaluate(
                "state => { Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });"
                        + " document.dispatchEvent(new Event('visibilitychange')); }",
                visibility);
    }
}
