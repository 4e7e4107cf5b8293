package dev.relevo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.faulty.FaultyUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
    @TempDir
    Path dir;

    private final Said said = new Said();

    @Test
    void aSoundFileIsSummed() throws IOException {
        Path file = write("models: {auto: [groq, openai/gpt-x]}\n");

        assertEquals(ExitCode.OK, check(file, Map.of("OPENAI_API_KEY", "canary ")));
        assertEquals("""
                %s is fine
                  auto -> openai/gpt-x (+1 without a key)
                  live: OpenAI
                  no key: Groq needs GROQ_API_KEY: https://console.groq.com/keys
                  warning: OPENAI_API_KEY: blanks around the key were removed
                """.formatted(file), said.out());
    }

    @Test
    void limitsAreShownOfWhatRequestsCanBeSentTo() throws IOException {
        Path file = write("""
                providers:
                  openrouter: {plan: free, api-key: [a, {key: b, account: team, limits: {usd-per-day: 2.5}}]}
                  mistral: {plan: free}
                  groq: {plan: free, api-key: c}
                models: {auto: [openrouter, {target: groq/other, limits: {concurrent: 4}}, mistral]}
                """);

        assertEquals(ExitCode.OK, check(file, Map.of()));
        assertEquals(
                List.of(
                        "  limits of openrouter, each account: requests-per-minute: 20 (plan),"
                                + " requests-per-day: 50 (plan)",
                        "  limits of openrouter#2: usd-per-day: 2.5",
                        "  limits of groq/other: requests-per-minute: 30 (plan)",
                        "  limits of auto -> groq/other: concurrent: 4"),
                said.out().lines().filter(line -> line.startsWith("  limits")).toList());
    }

    @Test
    void everyProblemIsToldAtItsPlace() throws IOException {
        Files.writeString(dir.resolve(".env"), "nonsense\n");
        Path file = write("server: {prot: 1}\nmodels:\n  auto: [gorq]\n");

        assertEquals(ExitCode.FAILED, check(file, Map.of()));
        assertEquals(
                List.of(
                        dir.resolve(".env") + ":1:1: not a variable, expected NAME=value",
                        file + ":1:10 server.prot: unknown key, did you mean 'port'?",
                        file + ":3:10 models.auto[0]: unknown provider, did you mean 'groq'?"),
                said.out().lines().toList());
    }

    @Test
    void dotenvBesideTheFileIsHonoured() throws IOException {
        Files.writeString(dir.resolve(".env"), "GROQ_API_KEY=canary\n");

        assertEquals(ExitCode.OK, check(write("models: {auto: [groq/m]}\n"), Map.of()));
        assertEquals("  auto -> groq/m", said.out().lines().toList().get(1));
    }

    @Test
    void withoutLiveNobodyIsAsked() throws IOException {
        try (FaultyUpstream upstream = FaultyUpstream.start()) {
            Path file =
                    write("providers: {up: {base-url: '%s'}}\nmodels: {auto: [up/m]}\n".formatted(upstream.baseUrl()));

            assertEquals(ExitCode.OK, check(file, Map.of()));
            assertEquals(List.of(), upstream.requests());
        }
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(dir.resolve("config.yaml"), yaml);
    }

    private int check(Path file, Map<String, String> environment) {
        Arguments.Options options = new Arguments.Options(file, null, null);
        return new Commands(environment, said.terminal()).run(new Arguments.Check(options, false));
    }
}
