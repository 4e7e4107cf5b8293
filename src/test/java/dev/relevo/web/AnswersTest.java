package dev.relevo.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import dev.relevo.StartedRelevo;
import dev.relevo.faulty.FaultyUpstream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What models say that is hostile, or very long. */
@BrowserTest
class AnswersTest {
    private static final int MANY = 800;
    private static final Duration BETWEEN_PIECES = Duration.ofMillis(5);

    /** Far more than an idle machine needs (below 50), and far less than to make a long text anew with each piece. */
    private static final double LONGEST_TASK_MILLIS = 1000;

    private final FaultyUpstream upstream = FaultyUpstream.start();
    private final StartedRelevo relevo = StartedRelevo.over(upstream);
    private Chromium chromium;
    private ChatPage chat;

    @BeforeEach
    void open(Chromium opened) {
        chromium = opened;
        chat = ChatPage.open(chromium, relevo, Look.DESK);
    }

    @AfterEach
    void close() {
        relevo.close();
        upstream.close();
    }

    @Test
    void aHostileAnswerRunsNothingAndAsksNobody() {
        Page page = chat.page();
        page.evaluate("window.harm = 0");
        upstream.next(Spoken.words("""
                <img src=x onerror="harm++"> <script>harm++</script><svg onload="harm++"></svg>

                <style>body { display: none }</style><form action="https://page.example"><input name="key"></form>

                <iframe src="https://page.example/frame"></iframe><base href="https://page.example/">

                [run](javascript:harm++) [data](data:text/html,<script>harm++</script>) <a href="javascript:harm++">raw</a>

                ![pixel](https://page.example/pixel.png) ![x](x" onerror="harm++)

                | a<br>b | `<b onclick=harm++>` |
                |---|---|
                | <b onmouseover="harm++">cell</b> | [ok](https://page.example/) |

                ```html" onclick="harm++
                <script>harm++</script>
                ```

                ```inline``` code

                1. <details open ontoggle="harm++"><summary>x</summary></details>
                """, Duration.ZERO));
        chat.askToTheEnd("harm me");
        Locator shown = chat.answer().locator(".markdown");

        assertThat(shown).containsText("<script>harm++</script>");
        assertThat(shown.locator("p > code")).hasText("inline");
        assertThat(shown.getByText("Image: pixel")).hasAttribute("href", "https://page.example/pixel.png");
        assertThat(shown.locator("img, script, style, form, input, iframe, base, svg, details, [onerror], [onclick]"))
                .hasCount(0);
        shown.getByText("run").click();
        shown.getByText("raw").click();
        assertEquals(0, page.evaluate("window.harm"));
        assertTrue(page.url().startsWith("http://127.0.0.1:" + relevo.port()), page::url);
        assertEquals(List.of(), chromium.faults());
    }

    @Test
    void aVeryLongAnswerIsShownWholeWhileThePageStaysResponsive() {
        Page page = chat.page();
        page.evaluate("""
                () => {
                    window.longest = 0;
                    const note = (list) => list.getEntries().forEach(({ duration }) => (longest = Math.max(longest, duration)));
                    new PerformanceObserver(note).observe({ type: "longtask" });
                }""");
        upstream.next(Spoken.pieces(longAnswer(), 150, BETWEEN_PIECES));
        chat.ask("everything, please");
        assertThat(chat.button("Send")).isVisible(new IsVisibleOptions().setTimeout(40_000));
        Locator shown = chat.answer().locator(".markdown");

        assertThat(shown.locator("> p").last()).hasText("The end.");
        assertThat(shown.locator("tbody tr")).hasCount(MANY);
        assertThat(shown.locator("li")).hasCount(MANY);
        assertEquals("item " + (MANY - 1), shown.locator("li").last().innerText());
        assertThat(shown.locator(".code")).hasCount(1);
        assertEquals(lines("line %d;"), shown.locator("code").textContent());
        assertEquals(MANY * 3, shown.locator("> p").allInnerTexts().toString().split("word").length - 1);
        double longest = ((Number) page.evaluate("window.longest")).doubleValue();
        assertTrue(longest < LONGEST_TASK_MILLIS, () -> "a task took " + longest + " ms");
        page.evaluate("""
                () => new Promise((seen) => {
                    setTimeout(() => { for (const end = performance.now() + 60; performance.now() < end; ); });
                    const look = () => (longest >= 60 ? seen() : setTimeout(look, 10));
                    look();
                })""");
        assertEquals(List.of(), chromium.faults());
    }

    private static String longAnswer() {
        return "| n | what |\n|---|---|\n" + lines("| %d | a row of a table |") + "\n" + lines("%d. item %1$d")
                + "\n```\n" + lines("line %d;") + "```\n\n" + "word ".repeat(MANY * 3) + "\n\nThe end.";
    }

    private static String lines(String format) {
        return IntStream.range(0, MANY)
                .mapToObj(n -> format.formatted(n) + "\n")
                .collect(Collectors.joining());
    }
}
