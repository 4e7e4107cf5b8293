package dev.relevo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Admittance;
import dev.relevo.config.Admittance.ClientKey;
import dev.relevo.config.BadConfiguration;
import dev.relevo.config.Configuration;
import dev.relevo.config.Provider;
import dev.relevo.config.Secret;
import dev.relevo.config.Server;
import dev.relevo.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BannerTest {
    private static final String CANARY = "sk-canary-77";

    @TempDir
    Path dir;

    @Test
    void withoutAKeyItNamesTheDemoAndEveryVariableWithItsPage() {
        Settings settings = settings(Path.of("config.yaml"), Map.of()).withDemo(URI.create("http://127.0.0.1:9/v1"));

        assertEquals("""
                Relevo 0.1.0 at http://127.0.0.1:3000/v1; a chat for browsers at http://127.0.0.1:3000/
                  access: this machine only, without a key
                  auto -> demo (built in, no AI) (+7 without a key)
                  live: Relevo demo (built in, no AI)
                  no key: Groq needs GROQ_API_KEY: https://console.groq.com/keys
                  no key: Cerebras needs CEREBRAS_API_KEY: https://cloud.cerebras.ai
                  no key: Gemini needs GEMINI_API_KEY or GOOGLE_API_KEY: https://aistudio.google.com/apikey
                  no key: xAI needs XAI_API_KEY: https://console.x.ai
                  no key: OpenRouter needs OPENROUTER_API_KEY: https://openrouter.ai/keys
                  no key: Mistral needs MISTRAL_API_KEY: https://console.mistral.ai/api-keys
                  no key: OpenAI needs OPENAI_API_KEY: https://platform.openai.com/api-keys
                  keys are read from the environment and from %s/.env (there is none)
                """.formatted(dir), text(settings));
    }

    @Test
    void liveTargetsAreNamedWithTheirModels() throws IOException {
        Files.createFile(dir.resolve(".env"));
        Settings settings = settings(written("""
                        providers:
                          mine: {base-url: http://10.0.0.5/v1, api-key: ${MINE}}
                          openai: {api-key: [a, b]}
                        models:
                          auto: {strategy: priority, targets: [openai, groq, ollama]}
                          local: [mine/qwen3]
                        """), Map.of());
        Provider ollama = settings.askedForFirstModel().getFirst();

        assertEquals("""
                Relevo 0.1.0 at http://127.0.0.1:3000/v1; a chat for browsers at http://127.0.0.1:3000/
                  access: this machine only, without a key
                  auto -> openai/gpt-5.4-mini, ollama/llama3.2:3b, priority (+1 without a key)
                  local -> demo (built in, no AI) (+1 without a key)
                  live: OpenAI (2 keys), Ollama
                  no key: mine needs MINE
                  no key: Groq needs GROQ_API_KEY: https://console.groq.com/keys
                  keys are read from the environment and from %s/.env
                """.formatted(dir), text(settings.withFirstModel(ollama, "llama3.2:3b")));
    }

    @Test
    void warningsStandBetweenWhatIsLiveAndWhatIsNot() throws IOException {
        Settings settings = settings(written("models: {auto: [openai, groq, ollama]}"), Map.of("OPENAI_API_KEY", "k "));
        Provider ollama = settings.askedForFirstModel().getFirst();

        assertEquals(
                List.of(
                        "  access: this machine only, without a key",
                        "  auto -> openai/gpt-5.4-mini (+1 without a key)",
                        "  live: OpenAI, Ollama",
                        "  warning: " + settings.warnings().getFirst(),
                        "  warning: Ollama is passed over, since its first model is unknown: nobody listens there",
                        "  no key: Groq needs GROQ_API_KEY: https://console.groq.com/keys",
                        "  keys are read from the environment and from " + dir + "/.env (there is none)"),
                text(settings.withoutFirstModel(ollama, "nobody listens there"))
                        .lines()
                        .skip(1)
                        .toList());
    }

    @Test
    void howeverMuchIsConfiguredItTakesADozenLinesOfReadableWidth() throws IOException {
        StringBuilder yaml = new StringBuilder("providers:\n");
        IntStream.range(0, 40).forEach(i -> yaml.append("  p%d: {preset: openai, api-key: ${P%d}}\n".formatted(i, i)));
        yaml.append("models:\n");
        IntStream.range(0, 40)
                .forEach(i -> yaml.append("  m%d: [%s]\n"
                        .formatted(i, "p%d/model-%d, ".formatted(i, i).repeat(50))));
        Map<String, String> keys = new HashMap<>();
        IntStream.range(0, 20).forEach(i -> keys.put("P" + i, CANARY));
        keys.replaceAll((variable, key) -> key + " ");
        Settings settings = settings(written(yaml.toString()), keys);

        List<String> lines = Banner.lines("0.1.0", dir.resolve("config.yaml"), settings, 3000, null);

        assertEquals(Banner.MAX_LINES, lines.size());
        assertTrue(lines.stream().allMatch(line -> line.length() < 200), lines::toString);
        assertTrue(lines.contains("  and 39 more aliases"), lines::toString);
        assertEquals("  and 18 more providers without a key", lines.get(lines.size() - 2));
        assertTrue(lines.contains("  and 18 more warnings"), lines::toString);
        assertFalse(lines.toString().contains(CANARY), lines::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:3000, ''",
        "localhost, http://localhost:3000, ''",
        "::1, http://[::1]:3000, ''",
        "0.0.0.0, http://127.0.0.1:3000, ' and this machine''s other addresses'",
    })
    void theAddressIsOneThatAClientCanUse(String host, String url, String more) {
        Settings settings = settings(Path.of("config.yaml"), Map.of());
        Settings elsewhere = settings.withServer(settings.server().withAddress(host, 0));

        assertEquals(
                "Relevo 1 at " + url + "/v1" + more + "; a chat for browsers at " + url + "/",
                Banner.lines("1", dir.resolve("config.yaml"), elsewhere, 3000, null)
                        .getFirst());
    }

    @Test
    void itSaysWhoMayUseIt() {
        Server server = settings(Path.of("config.yaml"), Map.of()).server();
        ClientKey key = new ClientKey("a", new Secret(CANARY));
        MadeKey made = new MadeKey(key.key(), Path.of(".relevo/access-key"), false);

        assertEquals("  access: this machine only, without a key", access(Admittance.LOOPBACK, null));
        assertEquals(
                "  access: anyone who reaches it, without a key (server.allow-anonymous)",
                access(server.admittance().anonymous(), null));
        assertEquals("  access: clients need the access key", access(Admittance.LOOPBACK.withKeys(List.of(key)), null));
        assertEquals(
                "  access: clients need one of 2 access keys",
                access(Admittance.LOOPBACK.withKeys(List.of(key, key)), null));
        assertEquals(
                "  access: clients need the key in .relevo/access-key",
                access(Admittance.LOOPBACK.withKeys(List.of(key)), made));
    }

    @Test
    void aKeyThatWasMadeJustNowIsShown() {
        MadeKey made = new MadeKey(new Secret("relevo-abc"), Path.of(".relevo/access-key"), true);
        Settings settings = settings(Path.of("config.yaml"), Map.of());

        List<String> lines = Banner.lines("1", dir.resolve("config.yaml"), settings, 3000, made);

        assertEquals(
                List.of(
                        "  access: clients need this key, shown only now and kept in .relevo/access-key:",
                        "    relevo-abc"),
                lines.subList(1, 3));
        assertEquals(Banner.MAX_LINES, lines.size());
    }

    @Test
    void loggedBodiesAreWarnedOfFirst() throws IOException {
        Settings settings = settings(
                written("server: {log-bodies: true}\nmodels: {auto: [openai]}"), Map.of("OPENAI_API_KEY", "k "));

        List<String> warnings = text(settings)
                .lines()
                .filter(line -> line.startsWith("  warning: "))
                .toList();

        assertEquals(
                "  warning: server.log-bodies is on, so the log tells what people ask and are answered",
                warnings.getFirst());
        assertEquals(2, warnings.size());
    }

    private String access(Admittance admittance, @Nullable MadeKey made) {
        Settings settings = settings(Path.of("config.yaml"), Map.of());
        Settings admitting = settings.withServer(settings.server().withAdmittance(admittance));
        return Banner.lines("1", dir.resolve("config.yaml"), admitting, 3000, made)
                .get(1);
    }

    private String text(Settings settings) {
        return String.join("\n", Banner.lines("0.1.0", dir.resolve("config.yaml"), settings, 3000, null)) + "\n";
    }

    private Path written(String yaml) throws IOException {
        return Files.writeString(dir.resolve("config.yaml"), yaml);
    }

    private static Settings settings(Path file, Map<String, String> environment) {
        try {
            return Configuration.load(file, environment);
        } catch (BadConfiguration e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
