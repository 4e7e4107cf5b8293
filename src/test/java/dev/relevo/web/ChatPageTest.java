package dev.relevo.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import dev.relevo.StartedRelevo;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Gate;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.ProviderErrors;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asking, and what comes back, good and bad. */
@BrowserTest
class ChatPageTest {
    private final FaultyUpstream first = FaultyUpstream.start();
    private final FaultyUpstream second = FaultyUpstream.start();
    private final StartedRelevo relevo = StartedRelevo.of("""
            providers:
              up1: {base-url: "%s", api-key: key-1}
              up2: {base-url: "%s", api-key: key-2}
            models: {auto: {strategy: priority, targets: [up1/a, up2/b]}, other: [up2/b]}
            """.formatted(first.baseUrl(), second.baseUrl()));
    private Chromium chromium;
    private ChatPage chat;

    @BeforeEach
    void open(Chromium opened) {
        chromium = opened;
        chat = ChatPage.open(chromium, relevo, Look.DESK);
    }

    @AfterEach
    void nothingWasWrongInThePage() {
        relevo.close();
        first.close();
        second.close();
        assertEquals(List.of(), chromium.faults());
    }

    @Test
    void anAnswerStreamsInAsMarkdownAndSaysWhoGaveItAndHow() {
        Gate gate = new Gate();
        first.next(Completions.stream(
                        Completions.ROLE,
                        Completions.content("**Half** of\\n\\n```js\\nconst a = 1;\\n"),
                        Completions.content("```\\n\\nand the rest"),
                        Completions.STOP,
                        Completions.USAGE,
                        Completions.DONE)
                .await(Point.afterPieces(2), gate));
        chat.ask("Tell me");

        assertThat(chat.answer().locator("strong").first()).hasText("Half");
        assertThat(chat.answer()).not().containsText("the rest");
        assertThat(chat.answer()).hasAttribute("aria-busy", "true");
        assertThat(chat.page().locator("#spoken")).isEmpty();
        gate.open();
        chat.expectEnd();
        assertThat(chat.answer().locator(".hljs-keyword")).hasText("const");
        assertThat(chat.answer().locator(".facts"))
                .containsText(Pattern.compile("up1/a.*to first token.*9 \\+ 3 tokens"));
        assertThat(chat.page().locator("#spoken")).containsText("and the rest");

        chat.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        chat.answer().locator("[data-copy]").click();
        assertThat(chat.page().locator("#spoken")).hasText("Copied");
        assertEquals("const a = 1;\n", chat.page().evaluate("navigator.clipboard.readText()"));
    }

    @Test
    void aProviderThatFailsIsSeenToBeReplaced() {
        first.next(ProviderErrors.serverError(503));
        second.next(Completions.streamOf("served"));
        chat.askToTheEnd("hello");

        assertThat(chat.answer().locator(".markdown")).hasText("served");
        assertThat(chat.answer().locator(".trail li")).hasText(new String[] {"up1/a 503", "up2/b ok"});
    }

    @Test
    void escapeStopsAnAnswerWhichIsKeptAsFarAsItCame() throws Exception {
        first.next(Completions.streamOf("the beginning", "the end").hang(Point.afterPieces(2)));
        chat.ask("a long story");
        assertThat(chat.answer()).containsText("the beginning");

        chat.page().keyboard().press("Escape");
        chat.expectEnd();
        assertThat(chat.answer()).containsText("You stopped this answer.");
        assertThat(chat.answer()).containsText("the beginning");
        assertThat(chat.page().locator(".notice.bad")).not().isVisible();
        first.connection(1).awaitClosingByClient(Duration.ofSeconds(5));
    }

    @Test
    void aCutAnswerIsNeverShownAsComplete() {
        Gate gate = new Gate();
        Point middle = Point.afterPieces(2);
        first.next(Completions.streamOf("it begins", "and").await(middle, gate).finish(middle));
        chat.ask("hello");
        assertThat(chat.answer()).containsText("it begins");
        gate.open();
        chat.expectEnd();

        assertThat(chat.answer()).containsText("The answer is cut");
        assertThat(chat.answer()).containsText("it begins");
        chat.page().reload();
        assertThat(chat.answer()).containsText("The answer is cut");

        first.next(Completions.streamOf("it begins and ends"));
        chat.button("Try again").click();
        assertThat(chat.answer().locator(".markdown")).hasText("it begins and ends");
        assertThat(chat.page().locator(".answer")).hasCount(1);
    }

    @Test
    void anErrorIsToldAsTheApiSaysItWithWhatToDo() {
        first.next(ProviderErrors.badParameter());
        chat.askToTheEnd("hello");

        assertThat(chat.answer().locator(".notice")).containsText("HTTP 400");
        assertThat(chat.answer().locator(".notice")).containsText("choose another model");

        relevo.close();
        chat.button("Try again").click();
        assertThat(chat.answer().locator(".notice")).containsText("Is it running?");
    }

    @Test
    void theChosenModelAndTheSystemPromptAreAskedWithWhatWasSaidBefore() throws Exception {
        first.next(Completions.streamOf("one"));
        second.next(Completions.streamOf("two"));
        chat.askToTheEnd("first question");
        chat.page().getByLabel("Model", exactly()).selectOption("up2/b");
        chat.button("System prompt").click();
        chat.page().getByLabel(Pattern.compile("System prompt:")).fill("Be brief.");
        chat.askToTheEnd("second question");

        assertThat(chat.answer().locator(".target")).hasText("up2/b");
        String asked = second.take().text();
        assertTrue(
                asked.contains("[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                        + "{\"role\":\"user\",\"content\":\"first question\"},"
                        + "{\"role\":\"assistant\",\"content\":\"one\"},"
                        + "{\"role\":\"user\",\"content\":\"second question\"}]"),
                asked);
    }

    @Test
    void aQuestionCanBeEditedAndAnAnswerGivenAnew() throws Exception {
        first.next(Completions.streamOf("one"), Completions.streamOf("two"), Completions.streamOf("three"));
        chat.askToTheEnd("question");
        chat.button("Answer anew").click();
        assertThat(chat.answer().locator(".markdown")).hasText("two");
        assertThat(chat.page().locator(".answer")).hasCount(1);

        chat.button("Edit").click();
        chat.page().getByLabel("Edit", exactly()).fill("better question");
        chat.button("Send again").click();
        assertThat(chat.answer().locator(".markdown")).hasText("three");
        assertThat(chat.page().locator(".question")).hasCount(1);
        first.take();
        assertFalse(first.take().text().contains("\"one\""));
        assertTrue(first.take().text().contains("\"better question\""));
    }

    @Test
    void reasoningIsFoldedAway() {
        first.next(Completions.stream(
                Completions.choice(0, "{\"reasoning_content\":\"let me think\"}", null),
                Completions.content("done"),
                Completions.STOP,
                Completions.DONE));
        chat.askToTheEnd("hello");

        assertThat(chat.answer().getByText("let me think")).not().isVisible();
        chat.answer().getByText("Reasoning").click();
        assertThat(chat.answer().getByText("let me think")).isVisible();
    }

    @Test
    void aPastedImageIsSentToTheModel() throws Exception {
        first.next(Completions.streamOf("a dot"));
        chat.page().evaluate("""
                () => {
                    const bytes = Uint8Array.from(atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="), (c) => c.charCodeAt(0));
                    const clipboardData = new DataTransfer();
                    clipboardData.items.add(new File([bytes], "dot.png", { type: "image/png" }));
                    document.getElementById("message").dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
                }""");
        assertThat(chat.page().getByAltText("Attached image")).isVisible();
        chat.askToTheEnd("What is it?");

        String asked = first.take().text();
        assertTrue(asked.contains("{\"type\":\"text\",\"text\":\"What is it?\"}"), asked);
        assertTrue(
                asked.contains("{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBOR"), asked);
        assertThat(chat.page().locator(".question img")).isVisible();
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }
}
