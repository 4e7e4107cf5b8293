package dev.relevo.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.relevo.RawClient;
import dev.relevo.StartedRelevo;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page at {@code /status}, before a server whose providers do as they are told. */
@BrowserTest
class StatusPageTest {
    private static final String ASK = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final FaultyUpstream swift = FaultyUpstream.start(Completions.chat("hi"));
    private final FaultyUpstream spare = FaultyUpstream.start(Completions.chat("hi"));
    private final StartedRelevo relevo = StartedRelevo.of(yaml());

    @AfterEach
    void close() {
        relevo.close();
        swift.close();
        spare.close();
    }

    @Test
    void valuesChangeWhileTheyAreWatched(Chromium chromium) throws Exception {
        Page page = open(chromium, Look.DESK);
        assertThat(page.locator("#connection")).hasText("Live");
        assertThat(total(page, "Requests today")).hasText("0");

        ask("one");
        ask("two");

        assertThat(total(page, "Requests today")).hasText("2");
        assertThat(total(page, "Output tokens today")).not().hasText("0");
        assertThat(row(page, "two")).containsText("swift/m ok");
        assertThat(card(page, "swift/m").locator(".spark .bars").first())
                .hasAttribute("d", Pattern.compile("M.*h0.8V24z"));
        assertThat(page.locator(".pool tbody tr").first()).containsText("100%");
        assertEquals(List.of(), chromium.faults());
    }

    @Test
    void aFailoverIsSeenWhileItHappens(Chromium chromium) throws Exception {
        Page page = open(chromium, Look.DESK);
        assertThat(card(page, "swift/m").locator("header .state")).hasText("Ready");

        swift.always(limited());
        ask("handed-over");

        assertThat(card(page, "swift/m").locator("header .state")).hasText("Resting");
        assertThat(card(page, "swift/m").locator(".reason")).containsText(Pattern.compile("ready in \\d+m"));
        assertThat(card(page, "swift/m").locator(".errors")).containsText("429 × 1");
        assertThat(row(page, "handed-over").locator(".trail")).containsText("swift/m 429spare/m ok");
        assertThat(page.locator(".pool tbody tr").first()).containsText("Resting");
        assertEquals(List.of(), chromium.faults());
    }

    @Test
    void theBarOfALimitShowsWhatIsUsed(Chromium chromium) throws Exception {
        Page page = open(chromium, Look.DESK);
        Locator limit = card(page, "swift/m").locator(".limits tbody tr").first();
        assertThat(limit).containsText("Requests a day");
        assertThat(limit).containsText("0 of 4");

        ask("one");
        ask("two");

        assertThat(limit).containsText("2 of 4");
        assertThat(limit.locator(".filled")).hasAttribute("style", "width: 50%;");
        ask("three");
        ask("four");
        assertThat(limit).containsText("Spent");
        assertThat(limit.locator(".bar")).hasAttribute("data-level", "spent");
        assertThat(card(page, "swift/m").locator("header .state")).hasText("Full");
    }

    @Test
    void theNextPickIsExplained(Chromium chromium) {
        Page page = open(chromium, Look.DESK);
        page.getByLabel("Model").selectOption("auto");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Explain"))
                .click();

        assertThat(page.locator("#pick .verdict")).hasText("A request for auto would go to swift/m.");
        assertThat(page.locator("#pick tbody tr").nth(1)).containsText("Not its turn");
    }

    @Test
    void aRequestTellsWhatBecameOfItAndStaysOpenWhileTheRestChanges(Chromium chromium) throws Exception {
        swift.always(limited());
        ask("looked-at");
        Page page = open(chromium, Look.DESK);
        Locator name = row(page, "looked-at").locator("button");
        name.focus();
        page.keyboard().press("Enter");

        Locator details = page.locator("dialog");
        assertThat(details).containsText("looked-at");
        assertThat(details.locator(".attempt").first()).containsText("slow down");
        assertThat(details.locator(".attempt").nth(1)).containsText("spare/m ok");
        awaitTheNext(page);
        assertThat(details.locator(".attempt")).hasCount(2);
        Chromium.expectAccessible(page);

        page.keyboard().press("Escape");
        assertThat(details).isHidden();
        assertThat(name).isFocused();
    }

    @Test
    void anOlderRequestIsFoundByItsIdAndAnUnknownOneIsSaidToBe(Chromium chromium) throws Exception {
        ask("sought");
        Page page = open(chromium, Look.DESK);
        page.getByLabel("Find a request").fill("sought");
        page.keyboard().press("Enter");
        assertThat(page.locator("dialog .verdict")).containsText("auto · 200");

        page.keyboard().press("Escape");
        page.getByLabel("Find a request").fill("never-asked");
        page.keyboard().press("Enter");
        assertThat(page.locator("dialog .notice")).containsText("none of the last 1000");
    }

    @Test
    void elementsStayAndFocusWithThem(Chromium chromium) throws Exception {
        ask("one");
        Page page = open(chromium, Look.DESK);
        Locator first = row(page, "one").locator("button");
        first.focus();
        page.evaluate("() => { document.querySelector('.target').seenBefore = true; }");

        ask("two");

        assertThat(row(page, "two")).isVisible();
        assertThat(first).isFocused();
        assertEquals(true, page.evaluate("() => document.querySelector('.target').seenBefore"));
    }

    @Test
    void theKeyboardAloneGetsEverywhere(Chromium chromium) throws Exception {
        ask("by-keyboard");
        Page page = open(chromium, Look.DESK);
        assertThat(row(page, "by-keyboard")).isVisible();
        page.keyboard().press("Tab");
        assertThat(page.getByText("Skip to the status")).isFocused();
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        assertThat(page.getByLabel("Model")).isFocused();
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator("#pick .verdict")).isVisible();
        for (int i = 0; i < 10 && !isFocused(row(page, "by-keyboard").locator("button")); i++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");
        assertThat(page.locator("dialog .verdict")).containsText("auto · 200");
    }

    @ParameterizedTest
    @CsvSource({"1280, true, en-US, Ready", "390, false, es-AR, Listo"})
    void everyoneCanUseIt(int width, boolean dark, String language, String ready, Chromium chromium) throws Exception {
        swift.always(limited());
        ask("a");
        ask("b");
        Page page = open(chromium, new Look(width, 844, dark, language));
        assertThat(card(page, "spare/m").locator("header .state")).hasText(ready);
        assertThat(row(page, "b")).isVisible();

        Chromium.expectAccessible(page);
        assertEquals(width, page.evaluate("() => document.documentElement.scrollWidth"));
        assertEquals(List.of(), chromium.faults());
    }

    private Page open(Chromium chromium, Look look) {
        return chromium.open(relevo.port(), "/status", look);
    }

    private String yaml() {
        return """
                providers:
                  swift: {base-url: "%s", api-key: key-1, limits: {requests-per-day: 4}}
                  spare: {base-url: "%s", api-key: key-2}
                models:
                  auto: {strategy: priority, targets: [swift/m, spare/m]}
                """.formatted(swift.baseUrl(), spare.baseUrl());
    }

    private static Script limited() {
        return Script.json(429, "{\"error\":{\"message\":\"slow down\"}}").header("retry-after", "600");
    }

    private void ask(String id) throws IOException {
        try (RawClient client = RawClient.connect(relevo.port())) {
            client.post("/v1/chat/completions", ASK, "x-request-id: " + id);
            assertEquals(200, client.answer().status());
        }
    }

    private static Locator total(Page page, String name) {
        return page.locator(".total")
                .filter(new Locator.FilterOptions().setHasText(name))
                .locator("dd");
    }

    private static Locator card(Page page, String target) {
        return page.locator(".target").filter(new Locator.FilterOptions().setHasText(target));
    }

    private static Locator row(Page page, String request) {
        return page.locator("#requests tr")
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByText(request, new Page.GetByTextOptions().setExact(true))));
    }

    private static boolean isFocused(Locator element) {
        return (boolean) element.evaluate("element => element === document.activeElement");
    }

    private static void awaitTheNext(Page page) {
        String shown = page.locator("#updated").textContent();
        assertThat(page.locator("#updated")).not().hasText(shown);
    }
}
