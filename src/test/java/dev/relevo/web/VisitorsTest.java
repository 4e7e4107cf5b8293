package dev.relevo.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.relevo.StartedRelevo;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.ProviderErrors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who comes to the chat page: with a key or without, on a phone, in the dark, without a mouse or sight. */
@BrowserTest
class VisitorsTest {
    private static final String KEY = "sk-client-of-the-page";

    private final FaultyUpstream first = FaultyUpstream.start();
    private final FaultyUpstream second = FaultyUpstream.start();

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    static Stream<Look> looks() {
        return Stream.of(
                Look.DESK,
                Look.DESK.inTheDark(),
                Look.PHONE,
                Look.PHONE.inTheDark().speaking("es-MX"));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void whateverIsShownIsAccessibleAndFits(Look look, Chromium chromium) {
        try (StartedRelevo relevo = StartedRelevo.over(first, second)) {
            first.next(
                    ProviderErrors.serverError(503),
                    Completions.streamOf("cut", "off").finish(Point.afterPieces(2)));
            second.next(Completions.stream(
                    Completions.choice(0, "{\"reasoning_content\":\"thought\"}", null),
                    Completions.content(
                            "# Title\\n\\n- [link](https://page.example) `code`\\n\\n| a | b |\\n|--|--|\\n| 1 | 2 |\\n\\n"
                                    + "```js\\nconst a = \\\"b\\\"; // c\\nfunction f() { return 1; }\\n```\\n\\n> said"),
                    Completions.STOP,
                    Completions.USAGE,
                    Completions.DONE));
            Page page = chromium.open(relevo.port(), "/", look);
            Chromium.expectAccessible(page);
            for (String question : List.of("one", "two")) {
                page.locator("#message").fill(question);
                page.keyboard().press("Enter");
                assertThat(page.locator("#send")).isVisible();
            }
            page.locator("#system-toggle").click();
            assertThat(page.locator(".hljs-keyword").first()).isVisible();
            if (look.width() < 760) {
                assertThat(page.locator("#sidebar")).not().isVisible();
                page.locator("#menu").click();
                assertThat(page.locator("#sidebar")).isInViewport();
                page.keyboard().press("Escape");
            }
            Chromium.expectAccessible(page);
            assertEquals(true, page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
            assertEquals(List.of(), chromium.faults());
        }
    }

    @Test
    void theKeyboardAloneIsEnough(Chromium chromium) throws Exception {
        first.next(Completions.streamOf("hello"));
        try (StartedRelevo relevo = StartedRelevo.over(first)) {
            ChatPage chat = ChatPage.open(chromium, relevo, Look.DESK);
            Keyboard keyboard = chat.page().keyboard();
            assertThat(chat.message()).isFocused();
            chat.page().locator(".skip").focus();
            assertThat(chat.page().locator(".skip")).isInViewport();
            keyboard.press("Enter");
            assertThat(chat.message()).isFocused();
            keyboard.type("first line");
            keyboard.press("Shift+Enter");
            keyboard.type("second line");
            keyboard.press("Enter");
            assertThat(chat.answer().locator(".markdown")).hasText("hello");
            assertTrue(first.take().text().contains("first line\\nsecond line"));

            for (int stop = 0; stop < 12; stop++) {
                keyboard.press("Tab");
                assertEquals(true, chat.page().evaluate("""
                        () => {
                            const { activeElement } = document;
                            const seen = getComputedStyle(activeElement.closest(".writing") ?? activeElement);
                            return activeElement === document.body || seen.outlineStyle !== "none" || seen.boxShadow !== "none";
                        }"""));
            }
        }
    }

    @Test
    void aServerWithKeysAsksForOneAndKeepsItOutOfEveryAddress(Chromium chromium) {
        first.always(Completions.streamOf("welcome"));
        try (StartedRelevo relevo =
                StartedRelevo.of("server: {api-keys: [" + KEY + "]}\n" + StartedRelevo.yaml(first))) {
            Page page = chromium.open(relevo.port(), "/", Look.DESK);
            page.onRequest(request -> assertTrue(!request.url().contains(KEY), request::url));
            assertThat(page.getByLabel("Access key")).isFocused();
            Chromium.expectAccessible(page);
            page.getByLabel("Access key").fill("wrong");
            page.keyboard().press("Enter");
            assertThat(page.locator("#access")).containsText("does not accept this access key");
            page.getByLabel("Access key").fill(KEY);
            page.keyboard().press("Enter");
            assertThat(page.locator("#access")).isEmpty();

            page.reload();
            ChatPage chat = new ChatPage(page);
            chat.askToTheEnd("hello");
            assertThat(chat.answer().locator(".markdown")).hasText("welcome");
            assertEquals(List.of(), chromium.faults());
        }
    }

    @Test
    void whoComesBackToThePageFindsTheModelsThatThereAreNow(Chromium chromium) {
        try (StartedRelevo relevo = StartedRelevo.over(first)) {
            Page page = ChatPage.open(chromium, relevo, Look.DESK).page();
            page.route(
                    "**/v1/models",
                    route -> route.fulfill(new Route.FulfillOptions().setBody("{\"data\":[{\"id\":\"added\"}]}")));
            page.evaluate("window.dispatchEvent(new Event('focus'))");

            assertThat(page.locator("#model")).hasText("added");
            assertEquals(List.of(), chromium.faults());
        }
    }

    @Test
    void whereNoProviderHasAKeyThePageSaysHowToAddOne(Chromium chromium) {
        try (StartedRelevo relevo = StartedRelevo.of("models: {auto: [groq]}\n")) {
            ChatPage chat = ChatPage.open(chromium, relevo, Look.DESK);

            assertThat(chat.page().locator("#demo")).containsText("GROQ_API_KEY=");
            Chromium.expectAccessible(chat.page());
            chat.askToTheEnd("hello");
            assertThat(chat.answer().locator(".target")).hasText("demo/relevo-demo");
            assertEquals(List.of(), chromium.faults());
        }
    }
}
