package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.stats.Attempts;
import dev.relevo.stats.Metrics;
import dev.relevo.stats.TargetState;
import dev.relevo.time.ManualClock;
import dev.relevo.time.Watchdog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthTest {
    private static final TargetState WELL = new TargetState("groq/llama-3.3", "groq", "ok", "", 0);
    private static final TargetState LIMITED =
            new TargetState("groq/llama-3.3#2", "groq", "resting", "rate limit \"reached\"", 1001);
    private static final TargetState BROKEN = new TargetState("my-gpu/qwen3", "my-gpu", "open", "it kept failing", 0);

    private final ManualClock clock = new ManualClock();
    private final Attempts attempts = new Attempts();
    private volatile List<TargetState> targets = List.of(WELL);

    private final Served served = Served.telling(
            new Overview(
                    List::of,
                    () -> List.of("Groq", "my \"GPU\""),
                    attempts,
                    () -> targets,
                    List::of,
                    Served.nothing(),
                    new Metrics(),
                    null),
            clock,
            new Watchdog(clock));

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void everyServiceIsListedFromTheStart() throws IOException {
        assertEquals(
                "{\"status\":\"ok\",\"timestamp\":\"2027-01-15T08:00:00.000Z\",\"stats\":{\"uptime\":\"0s\","
                        + "\"services\":{\"Groq\":{\"count\":0,\"failures\":0},\"my \\\"GPU\\\"\":{\"count\":0,\"failures\":0}}},"
                        + "\"targets\":[{\"target\":\"groq/llama-3.3\",\"state\":\"ok\"}]}",
                text("/health", 200));
    }

    @Test
    void attemptsAreCountedByServiceAndTheUptimeInSeconds() throws IOException {
        attempts.ended("Groq", false);
        attempts.ended("Groq", true);
        attempts.ended("a provider of an earlier configuration", true);
        clock.advance(Duration.ofMillis(3_600_999));
        String text = text("/health", 200);
        assertEquals("3600s", text.replaceAll(".*\"uptime\":\"(.*?)\".*", "$1"));
        assertEquals(
                "{\"Groq\":{\"count\":2,\"failures\":1},\"my \\\"GPU\\\"\":{\"count\":0,\"failures\":0}}",
                text.replaceAll(".*\"services\":(.*?)},\"targets\".*", "$1"));
    }

    @Test
    void aTargetThatCannotBeUsedDegradesTheServerWhichServesOn() throws IOException {
        targets = List.of(WELL, LIMITED, BROKEN);
        String text = text("/health", 200);
        assertEquals("degraded", text.replaceAll("\\{\"status\":\"(.*?)\".*", "$1"));
        assertEquals(
                "[{\"target\":\"groq/llama-3.3\",\"state\":\"ok\"},"
                        + "{\"target\":\"groq/llama-3.3#2\",\"state\":\"resting\",\"reason\":\"rate limit \\\"reached\\\"\","
                        + "\"retry_after_s\":2},"
                        + "{\"target\":\"my-gpu/qwen3\",\"state\":\"open\",\"reason\":\"it kept failing\"}]}",
                text.replaceAll(".*\"targets\":", ""));
    }

    @Test
    void aServerWhoseTargetsAllRestIsReady() throws IOException {
        targets = List.of(LIMITED, BROKEN);
        assertEquals("{\"status\":\"ok\"}", text("/health/ready", 200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/ready"})
    void aDrainingServerIsNotReady(String path) throws IOException {
        served.listener().unready();
        assertEquals("draining", text(path, 503).replaceAll("\\{\"status\":\"(.*?)\".*", "$1"));
    }

    @Test
    void aDrainingServerIsLive() throws IOException {
        served.listener().unready();
        assertEquals("{\"status\":\"ok\"}", text("/health/live", 200));
    }

    private String text(String path, int status) throws IOException {
        try (RawClient client = served.client()) {
            RawAnswer answer = client.get(path).answer();
            assertEquals(status, answer.status());
            assertEquals("application/json", answer.header("content-type"));
            return answer.text();
        }
    }
}
