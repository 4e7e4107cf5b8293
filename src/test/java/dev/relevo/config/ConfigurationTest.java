package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    private static final String CANARY = "sk-canary-4f9a";

    @TempDir
    Path dir;

    @Test
    void theOrderOfTheFileIsKept() {
        Settings settings = ConfigText.load("models: {z: [groq], gpt-4.1: [groq], a: [groq], m/n:o: [groq]}");

        assertEquals(
                List.of("z", "gpt-4.1", "a", "m/n:o"),
                settings.aliases().stream().map(Alias::name).toList());
    }

    @Test
    void aFileWithoutAnAliasIsRefused() {
        String problem = "config.yaml:1:1 models: no alias, expected one such as 'auto: {targets: [groq, openai]}'";

        assertEquals(List.of(problem), ConfigText.problems(""));
        assertEquals(List.of(problem), ConfigText.problems("# nothing\n"));
        assertEquals(List.of(problem), ConfigText.problems("models:\n"));
    }

    @Test
    void problemsOfEverySectionComeAtOnceInTheOrderOfTheFile() {
        assertEquals(
                List.of(
                        "config.yaml:1:1 modles: unknown key, did you mean 'models'?",
                        "config.yaml:2:29 models.auto.targets[0]: unknown provider, did you mean 'groq'?",
                        "config.yaml:3:28 providers.a.base-url: not a URL, expected one such as"
                                + " https://api.example.com/v1",
                        "config.yaml:4:16 server.port: not a number, expected a whole one from 0 to 65535"),
                ConfigText.problems("""
                        modles: {}
                        models: {auto: {targets: [  gorq ]}}
                        providers: { a: {base-url: a b} }
                        server: {port: x}
                        """));
    }

    @Test
    void aReferenceToNothingIsAProblemEverywhereButInAKey() {
        assertEquals(
                List.of(
                        "config.yaml:1:16 server.port: ${NO_PORT} is not set, expected the environment variable NO_PORT",
                        "config.yaml:3:17 models.auto[0]: not a reference, expected ${NAME} with the name of an"
                                + " environment variable"),
                ConfigText.problems("""
                                server: {port: ${NO_PORT}}
                                providers: {openai: {api-key: ${NO_KEY}}}
                                models: {auto: [${A:b}]}
                                """));
    }

    @Test
    void aVariableWithoutItsBracesIsNoKey() {
        String problem = "not a reference, expected ${NAME} with the name of an environment variable";

        assertEquals(
                List.of(
                        "config.yaml:1:21 server.api-keys[0]: " + problem,
                        "config.yaml:2:31 providers.openai.api-key: " + problem),
                ConfigText.problems("""
                                server: {api-keys: [$TEAM_KEY]}
                                providers: {openai: {api-key: $OPENAI_API_KEY}}
                                models: {auto: [openai]}
                                """));
    }

    @Test
    void aReferenceThatIsNotClosedIsAProblemInAKeyToo() {
        String what = ": not a reference, expected ${NAME} with the name of an environment variable";
        assertEquals(
                List.of(
                        "config.yaml:3:21 providers.openai.api-key" + what,
                        "config.yaml:4:49 providers.a.headers.X" + what),
                ConfigText.problems("""
                                models: {auto: [groq]}
                                providers:
                                  openai: {api-key: "${WORK_KEY"}
                                  a: {base-url: https://a.example, headers: {X: "$${"}}
                                """));
    }

    @Test
    void manyReferencesThatAreNotClosedTakeNoTime() {
        String many = "${".repeat(500_000);

        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertEquals(
                        1,
                        ConfigText.problemsBesideAnAlias("server: {host: '" + many + "'}")
                                .size()));
    }

    @Test
    void aKeyWhoseVariableIsNotSetCountsAsNone() {
        Provider openai =
                ConfigText.provider("providers: {openai: {api-key: ${WORK_KEY}}}", Map.of("OPENAI_API_KEY", "private"));

        assertEquals(List.of(), openai.keys());
        assertEquals(List.of("WORK_KEY"), openai.keyVariables());
        assertFalse(openai.live());
    }

    @Test
    void ofSeveralKeysThoseThatAreSetCount() {
        Provider openai = ConfigText.provider(
                "providers: {openai: {api-key: [${A}, ${B}, ${C}]}}", Map.of("A", "a", "B", " ", "C", "c"));

        assertEquals(List.of(new Secret("a"), new Secret("c")), openai.keys());
    }

    @Test
    void theFirstVariableThatIsSetAndNotBlankCounts() {
        String gemini = "providers:\n  gemini:\n";

        assertEquals(
                List.of(new Secret("g1")),
                ConfigText.provider(gemini, Map.of("GEMINI_API_KEY", "g1", "GOOGLE_API_KEY", "g2"))
                        .keys());
        assertEquals(
                List.of(new Secret("g2")),
                ConfigText.provider(gemini, Map.of("GEMINI_API_KEY", " ", "GOOGLE_API_KEY", "g2"))
                        .keys());
    }

    @Test
    void aVariablesValueIsTakenAsItIs() {
        Provider openai =
                ConfigText.provider("providers: {openai: {api-key: ${A}}}", Map.of("A", "${B}\\$1${", "B", "b"));

        assertEquals(List.of(new Secret("${B}\\$1${")), openai.keys());
    }

    @Test
    void keysAreTrimmedWithAWarning() {
        Settings settings = ConfigText.load(
                "providers: {openai: {api-key: [${A}, ${A}]}}\nmodels: {auto: [groq]}",
                Map.of("A", " a\n", "GROQ_API_KEY", "g\r\n"));

        assertEquals(List.of(new Secret("a")), settings.providers().getFirst().keys());
        assertEquals(
                List.of(
                        "providers.openai.api-key[0]: blanks around the key were removed",
                        "providers.openai.api-key[1]: blanks around the key were removed",
                        "providers.openai.api-key[1]: the same key twice counts once",
                        "GROQ_API_KEY: blanks around the key were removed"),
                settings.warnings());
    }

    @Test
    void aVariableThatNoHeaderCanCarryIsAWarningAndNoKey() {
        Settings settings = ConfigText.load("models: {auto: [groq]}", Map.of("GROQ_API_KEY", "two words"));

        assertFalse(settings.providers().getFirst().live());
        assertEquals(
                List.of("GROQ_API_KEY: no header can carry what it holds, so it counts as no key"),
                settings.warnings());
    }

    @Test
    void onlyAPresetThatListsItsModelsMayGoWithoutOne() {
        Settings settings = ConfigText.load("""
                providers: {far: {preset: ollama, base-url: http://gpu.local:11434/v1}}
                models: {auto: [ollama, far]}
                """);

        assertEquals(
                List.of(
                        new Entry("ollama", null, 1, null, 1, null, null, null, Terms.NONE),
                        new Entry("far", null, 1, null, 1, null, null, null, Terms.NONE)),
                settings.aliases().getFirst().entries());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8000/v1",
                "http://[::1]:8000",
                "http://0.0.0.0:8000/v1",
                "http://localhost/v1",
                "http://10.1.2.3",
                "http://172.31.0.1",
                "http://192.168.0.9/v1",
                "http://100.64.1.1",
                "http://[fd00::1]/v1",
                "http://gpu:8000/v1",
                "http://gpu.local",
                "http://my_gpu_1:8000/v1",
                "https://example.com:/v1",
                "http://a.internal",
                "HTTP://a.localhost",
                "https://example.com",
                "https://8.8.8.8:444/v1///"
            })
    void anAddressIsFine(String url) {
        assertEquals(List.of(), ConfigText.problemsBesideAnAlias("providers: {a: {base-url: '" + url + "'}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://example.com|plain http would show the key to everyone on the way, expected https",
                "http://8.8.8.8/v1|plain http would show the key to everyone on the way, expected https",
                "http://172.32.0.1|plain http would show the key to everyone on the way, expected https",
                "https://user:pw@example.com|a URL with a user or password, expected the key under api-key",
                "https://example.com?a=b|a URL with a query or fragment, expected one such as"
                        + " https://api.example.com/v1",
                "https://example.com/vé|not a URL, expected one such as https://api.example.com/v1",
                "https://exa mple.com/|not a URL, expected one such as https://api.example.com/v1",
                "https://exa%20mple.com/|not an http or https URL with a host, expected one such as"
                        + " https://api.example.com/v1",
                "https://example.com:0|a URL with an impossible port, expected 1 to 65535",
                "https://example.com:70000|a URL with an impossible port, expected 1 to 65535",
                "https://example.com/v1/chat/completions/|the address of an operation, expected the base URL,"
                        + " without /chat/completions",
                "https://example.com/v1/embeddings|the address of an operation, expected the base URL,"
                        + " without /embeddings",
                "example.com/v1|not an http or https URL with a host, expected one such as"
                        + " https://api.example.com/v1",
            })
    void anAddressIsRefused(String url, String what) {
        assertEquals(
                List.of("config.yaml:1:27 providers.a.base-url: " + what),
                ConfigText.problemsBesideAnAlias("providers: {a: {base-url: '" + url + "'}}"));
    }

    @Test
    void noTextHoldsAKey() {
        String yaml = """
                providers:
                  groq: CANARY
                  openai: {api-key: 'CANARY CANARY', headers: {Authorization: CANARY, X: "CANARY\\0"}, timeouts: CANARY}
                  a: {base-url: 'https://CANARY:CANARY@example.com', api-key: {CANARY: CANARY}}
                  b: {base-url: 'CANARY CANARY', preset: CANARY}
                server: {port: CANARY, host: 'CANARY//', default-alias: CANARY, max-body: CANARY}
                models: {auto: {strategy: CANARY, hold-limit: CANARY, targets: [{target: groq, tier: CANARY}]}}
                """.replace("CANARY", CANARY);
        List<String> problems = ConfigText.problems(yaml);

        assertTrue(problems.size() > 12, problems::toString);
        assertFalse(problems.toString().contains(CANARY), problems::toString);
    }

    @Test
    void noPrintedSettingHoldsAKey() {
        Settings settings = ConfigText.load(
                "providers: {openai: {api-key: CANARY, headers: {X-Key: CANARY}}}\nmodels: {auto: [openai, groq]}"
                        .replace("CANARY", CANARY),
                Map.of("GROQ_API_KEY", " " + CANARY));

        assertFalse(settings.toString().contains(CANARY), settings::toString);
        assertEquals(1, settings.warnings().size());
    }

    @Test
    void aFileThatCannotBeReadIsToldAsAWhole() throws IOException {
        Path binary = Files.write(dir.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Path huge = Files.writeString(dir.resolve("huge.yaml"), "#".repeat((1 << 20) + 1));

        assertEquals(
                dir.resolve("none.yaml") + ": no such file, expected the configuration (option --config)",
                onlyProblem(dir.resolve("none.yaml")));
        assertEquals(dir + ": cannot be read, expected a file that may be read", onlyProblem(dir));
        assertEquals(binary + ": not UTF-8, expected a text file in it", onlyProblem(binary));
        assertEquals(huge + ": larger than 1 MiB, expected a smaller file", onlyProblem(huge));
    }

    private static String onlyProblem(Path file) {
        BadConfiguration bad = assertThrows(BadConfiguration.class, () -> Configuration.load(file, Map.of()));
        assertEquals(1, bad.problems().size());
        return bad.problems().getFirst().toString();
    }
}
