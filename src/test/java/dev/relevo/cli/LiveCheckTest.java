package dev.relevo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.BadConfiguration;
import dev.relevo.config.Configuration;
import dev.relevo.config.Settings;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.ReceivedJson;
import dev.relevo.faulty.Script;
import dev.relevo.faulty.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `check --live` against providers that say all sorts of things. */
class LiveCheckTest {
    private static final String CANARY = "sk-canary-4711";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Script TOKEN = Completions.streamOf("yes");

    private final FaultyUpstream upstream = FaultyUpstream.start();

    @TempDir
    Path dir;

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void aValidKeyIsReportedWithModelsLimitsAndWhatToPaste() throws Exception {
        upstream.always(answering(
                Completions.models("other", "m"),
                TOKEN.header("x-ratelimit-limit-requests", "1000").header("X-RateLimit-Reset-Requests", "2m59.56s")));

        LiveReport report = LiveCheck.of(settings(""), PATIENCE);

        assertTrue(report.allWell());
        List<String> lines = report.lines();
        assertEquals("PROVIDER  KEY  MODELS  TTFT", lines.getFirst().substring(0, 27));
        assertTrue(lines.get(1).matches("up        #1   2       \\d+ ms +ok: m"), lines.get(1));
        assertEquals(
                List.of(
                        "  up limit: x-ratelimit-limit-requests: 1000",
                        "  up limit: X-RateLimit-Reset-Requests: 2m59.56s",
                        "",
                        "# What they said, to be merged into the configuration:",
                        "providers:",
                        "  up:",
                        "    base-url: " + upstream.baseUrl(),
                        "    model: 'm'"),
                lines.subList(2, lines.size()));
    }

    @Test
    void aKeyIsAskedForFourThingsAtMostAndForOneToken() throws Exception {
        upstream.always(answering(
                Completions.models("m"), ProviderErrors.openAi(400, "no 'seed'", "invalid_request_error", null, null)));
        upstream.next(Completions.models("m"), TOKEN);

        LiveCheck.of(settings(""), PATIENCE);

        assertEquals(4, upstream.requests().size());
        Received chat = upstream.requests().get(1);
        assertEquals("POST /v1/chat/completions", chat.method() + " " + chat.path());
        assertEquals("m", ReceivedJson.of(chat).getString("model"));
        assertEquals(1, ReceivedJson.of(chat).getInt("max_tokens"));
        assertEquals("Bearer " + CANARY, chat.header("authorization"));
    }

    @Test
    void fieldsThatAreRefusedByNameGoIntoTheYamlToPaste() throws Exception {
        upstream.next(
                Completions.models("m"),
                TOKEN,
                ProviderErrors.openAi(400, "Unsupported parameters: 'seed', logit_bias", "bad_request", "stop", null),
                TOKEN);

        List<String> lines = LiveCheck.of(settings(", drop: [user]"), PATIENCE).lines();

        assertTrue(lines.contains("  up refuses: logit_bias, seed, stop"), lines::toString);
        assertEquals("    drop: ['logit_bias', 'seed', 'stop', 'user']", lines.getLast());
        assertFalse(ReceivedJson.of(upstream.requests().get(3)).containsKey("seed"));
        assertTrue(ReceivedJson.of(upstream.requests().get(3)).containsKey("temperature"));
    }

    @Test
    void aKeyThatIsRefusedIsToldByItsNumberAndNeverShown() throws Exception {
        upstream.always(request -> {
            String key = String.valueOf(request.header("authorization"));
            Script refusal =
                    ProviderErrors.openAi(401, "Incorrect API key: " + key, "invalid_request_error", null, null);
            return key.endsWith(CANARY + "-2")
                    ? refusal
                    : request.method().equals("GET") ? Completions.models("m") : TOKEN;
        });

        LiveReport report = LiveCheck.of(settingsOf("api-key: ['%s', '%s-2']".formatted(CANARY, CANARY)), PATIENCE);

        assertFalse(report.allWell());
        List<String> lines = report.lines();
        assertTrue(lines.get(1).contains("#1") && lines.get(1).endsWith("ok: m"), lines.get(1));
        assertTrue(lines.get(2).endsWith("m: the API key was refused: Incorrect API key: Bearer ***"), lines.get(2));
        assertTrue(lines.contains("  up#2 models: it answered 401 when asked for its models"), lines::toString);
        assertFalse(lines.toString().contains(CANARY), lines::toString);
    }

    @Test
    void aModelThatIsNotThereIsToldTwice() throws Exception {
        upstream.next(
                Completions.models("other"),
                ProviderErrors.openAi(404, "no such model", "invalid_request_error", null, "model_not_found"));

        List<String> lines = LiveCheck.of(settings(""), PATIENCE).lines();

        assertTrue(lines.get(1).endsWith("m: the model was not found: no such model"), lines.get(1));
        assertEquals("  up models: m is not in its list", lines.get(2));
    }

    @Test
    void aLimitThatIsReachedIsTold() throws Exception {
        upstream.next(Completions.models("m"), ProviderErrors.openAi(429, "slow down", "rate_limit", null, null));

        List<String> lines = LiveCheck.of(settings(""), PATIENCE).lines();

        assertTrue(lines.get(1).endsWith("m: limit reached: slow down"), lines.get(1));
    }

    @Test
    void whoNeverAnswersIsGivenUp() throws Exception {
        upstream.always(Script.silence());

        List<String> lines = LiveCheck.of(settings(""), Duration.ofMillis(200)).lines();

        assertTrue(lines.get(1).endsWith("m: no answer in time"), lines.get(1));
        assertEquals("  up models: no answer in time", lines.get(2));
    }

    @Test
    void garbageIsToldAsSuch() throws Exception {
        upstream.always(Script.of(200, "text/html", "<html>\u001b[31m".getBytes()));

        List<String> lines = LiveCheck.of(settings(""), PATIENCE).lines();

        assertTrue(lines.get(1).contains("m: "), lines.get(1));
        assertEquals("  up models: what it answered is no list of models", lines.get(2));
        assertFalse(lines.toString().contains("\u001b"));
    }

    @Test
    void aCertificateThatNobodyTrustsIsTold() throws Exception {
        try (FaultyUpstream tls =
                FaultyUpstream.start(TestCertificate.of("localhost").server())) {
            LiveReport report = LiveCheck.of(settingsOf(tls.baseUrl(), "api-key: " + CANARY), PATIENCE);

            assertFalse(report.allWell());
            assertTrue(
                    report.lines().get(1).contains("certificate"),
                    report.lines().get(1));
        }
    }

    @Test
    void whereNothingIsLiveThatIsSaid() throws Exception {
        LiveReport report = LiveCheck.of(read("models: {auto: [groq]}"), PATIENCE);

        assertEquals(List.of("no provider is live, so none was asked"), report.lines());
    }

    private static Function<Received, Script> answering(Script models, Script chat) {
        return request -> request.method().equals("GET") ? models : chat;
    }

    private Settings settings(String more) throws Exception {
        return settingsOf("api-key: " + CANARY + more);
    }

    private Settings settingsOf(String more) throws Exception {
        return settingsOf(upstream.baseUrl(), more);
    }

    private Settings settingsOf(URI baseUrl, String more) throws Exception {
        return read("providers: {up: {base-url: '%s', %s}}\nmodels: {auto: [up/m]}\n".formatted(baseUrl, more));
    }

    private Settings read(String yaml) throws IOException, BadConfiguration {
        return Configuration.load(Files.writeString(dir.resolve("config.yaml"), yaml), Map.of());
    }
}
