package dev.relevo.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import dev.relevo.RawClient;
import dev.relevo.StartedRelevo;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Makes the pictures of the status page after some minutes of traffic:
 * {@code ./mvnw test -Dtest=StatusScreenshotsTest -Drelevo.screenshots=docs}.
 */
@BrowserTest
@EnabledIfSystemProperty(named = "relevo.screenshots", matches = ".+")
@Timeout(600)
class StatusScreenshotsTest {
    private static final int REQUESTS = 200;
    private static final int LIMITED_FROM = 150;
    private static final String CONFIGURATION = """
            providers:
              groq: {base-url: "%s", api-key: k1, limits: {requests-per-minute: 60, requests-per-day: 110}}
              cerebras: {base-url: "%s", api-key: k2, limits: {tokens-per-day: 10k}}
              mistral: {base-url: "%s", api-key: k3}
              gpu: {base-url: "%s", api-key: k4}
            models:
              auto: {targets: [groq/llama-3.3-70b-versatile, cerebras/gpt-oss-120b, gpu/qwen3-32b,
                {target: mistral/mistral-small-latest, tier: 2, price: {input: 100, output: 300}}]}
              fast: {strategy: least-latency, targets: [groq/llama-3.3-70b-versatile, cerebras/gpt-oss-120b]}
              cheap: {strategy: quota, targets: [cerebras/gpt-oss-120b, mistral/mistral-small-latest]}
            """;
    private static final String ASK =
            "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final SplittableRandom random = new SplittableRandom(8);

    @Test
    void status(Chromium chromium) throws IOException {
        try (FaultyUpstream groq = answering(250);
                FaultyUpstream cerebras = answering(120);
                FaultyUpstream mistral = answering(600);
                FaultyUpstream gpu = FaultyUpstream.refusing();
                StartedRelevo relevo = StartedRelevo.of(CONFIGURATION.formatted(
                        groq.baseUrl(), cerebras.baseUrl(), mistral.baseUrl(), gpu.baseUrl()))) {
            for (int i = 0; i < REQUESTS; i++) {
                if (i == LIMITED_FROM) {
                    cerebras.always(Script.json(429, "{\"error\":{\"message\":\"Tokens per hour limit exceeded\"}}")
                            .header("retry-after", "1500"));
                }
                ask(relevo, List.of("auto", "auto", "auto", "fast", "cheap").get(i % 5));
            }
            save(open(chromium, relevo), "status");
            assertEquals(List.of(), chromium.faults());
        }
    }

    private static Page open(Chromium chromium, StartedRelevo relevo) {
        Page page = chromium.open(relevo.port(), "/status", new Look(1280, 1000, false, "en-US"));
        assertThat(page.locator("#requests tr").first()).isVisible();
        return page;
    }

    /** Each answer takes about so long to its first piece, and as long again to its end. */
    private FaultyUpstream answering(int millis) {
        return FaultyUpstream.start().always(_ -> {
            Duration first = Duration.ofMillis(millis / 2 + random.nextInt(millis));
            Script answer = Completions.stream(
                    Completions.ROLE,
                    Completions.content("Hello"),
                    Completions.STOP,
                    Completions.USAGE,
                    Completions.DONE);
            return answer.pause(Point.afterHead(), first)
                    .pause(Point.afterPieces(2), Duration.ofMillis(20 + random.nextInt(60)));
        });
    }

    private static void ask(StartedRelevo relevo, String model) throws IOException {
        try (RawClient client = RawClient.connect(relevo.port())) {
            client.post("/v1/chat/completions", ASK.formatted(model)).answer().text();
        }
    }

    private static void save(Page page, String name) {
        Path file = Path.of(System.getProperty("relevo.screenshots"), name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }
}
