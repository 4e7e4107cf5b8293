package dev.relevo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A browser without a window, and what went wrong in its pages. */
final class Chromium implements AutoCloseable {
    private static final double PATIENCE_MILLIS = 10_000;

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> faults = new ArrayList<>();

    Chromium(Path executable) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        boolean root = "root".equals(System.getProperty("user.name"));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(root ? List.of("--no-sandbox") : List.of()));
    }

    /** A page in a browser that was never used before, at this path of a server. */
    Page open(int port, String path, Look look) {
        BrowserContext context = browser.newContext(look.options());
        context.setDefaultTimeout(PATIENCE_MILLIS);
        String origin = "http://127.0.0.1:" + port;
        context.onConsoleMessage(message -> {
            // What became of a request is the server's doing, and the page shows it.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                faults.add(message.text());
            }
        });
        context.onWebError(error -> faults.add(error.error()));
        context.onRequest(request -> {
            if (!request.url().startsWith(origin) && !request.url().matches("(data|blob):.*")) {
                faults.add("asked for " + request.url());
            }
        });
        Page page = context.newPage();
        page.navigate(origin + path);
        return page;
    }

    /** What pages complained of, and requests that went elsewhere, since the last time. */
    List<String> faults() {
        List<String> taken = List.copyOf(faults);
        faults.clear();
        return taken;
    }

    /** Fails where assistive technology or a person's eyes would (WCAG 2.2 AA and axe's best practices). */
    static void expectAccessible(Page page) {
        List<String> violations = new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .map(rule -> rule.getId() + ": " + rule.getHelp() + " at " + rule.getNodes())
                        .toList();
        assertEquals(List.of(), violations);
    }

    /** What they complained of because their server is gone is no fault. */
    void closePages() {
        browser.contexts().forEach(BrowserContext::close);
        faults.clear();
    }

    @Override
    public void close() {
        playwright.close();
    }
}
