package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.cli.Banner;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as a person starts it. */
class StartTest {
    private static final String CANARY = "sk-canary-4711";
    private static final String HELLO =
            "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hello?\"}]}";
    private static final String STREAM = HELLO.replaceFirst("\\{", "{\"stream\":true,");

    @TempDir
    Path folder;

    @Test
    void withoutAnyKeyTheDemoAnswersAndTheBannerSaysWhere() throws Exception {
        Files.copy(Path.of("config.yaml"), folder.resolve("config.yaml"));
        try (RelevoProcess relevo = start(Map.of(), "--port", "0");
                RawClient client = RawClient.connect(relevo.port())) {
            String answer = client.post("/v1/chat/completions", HELLO).answer().text();
            assertTrue(answer.contains("hello?") && answer.contains("GROQ_API_KEY"), answer);
            assertEquals(
                    "{\"status\":\"ok\"}", client.get("/health/live").answer().text());

            relevo.terminate();
            assertEquals(0, relevo.exit());
            assertEquals("", relevo.err());
            List<String> banner = relevo.out().stream()
                    .takeWhile(line -> !line.contains(" attempt 1/") && !line.startsWith("stopping: "))
                    .toList();
            assertTrue(banner.getFirst().contains(" at http://127.0.0.1:" + relevo.port() + "/v1;"), banner::toString);
            assertTrue(banner.size() <= Banner.MAX_LINES, banner::toString);
            assertEquals(3, relevo.out().size() - banner.size(), relevo.out()::toString);
        }
    }

    @Test
    void helpAndVersionArePrintedAndEndIt() throws Exception {
        try (RelevoProcess help = start(Map.of(), "--help");
                RelevoProcess version = start(Map.of(), "--version")) {
            assertEquals(0, help.exit());
            assertTrue(help.out().getFirst().startsWith("Usage: relevo "), help.out()::toString);
            assertEquals(0, version.exit());
            assertEquals(List.of("relevo development"), version.out());
        }
    }

    @Test
    void aTakenPortIsToldInOneLine() throws Exception {
        Files.writeString(folder.resolve("config.yaml"), "models: {auto: [groq]}");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                RelevoProcess relevo = start(Map.of(), "--port", "" + taken.getLocalPort())) {
            assertRefused(
                    relevo,
                    "relevo: cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": Address already in use; stop the program that has the port or choose another"
                            + " (--port, PORT, server.port)\n");
        }
    }

    @Test
    void aTakenPortIsToldBeforeAnyProviderIsAsked() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                FaultyUpstream silent = FaultyUpstream.start().always(Script.silence())) {
            String yaml = "server: {port: %d}\nproviders: {ollama: {base-url: '%s'}}\nmodels: {auto: [ollama]}"
                    .formatted(taken.getLocalPort(), silent.baseUrl());
            Files.writeString(folder.resolve("config.yaml"), yaml);
            try (RelevoProcess relevo = start(Map.of())) {
                assertEquals(1, relevo.exit());
                assertEquals(List.of(), silent.requests());
            }
        }
    }

    @Test
    void everyProblemOfTheFileIsToldAtItsPlace() throws Exception {
        Files.writeString(folder.resolve("my.yaml"), "server: {prot: 1}\nmodels:\n  auto: [gorq]\n");
        try (RelevoProcess relevo = start(Map.of(), "--config", "my.yaml")) {
            assertRefused(relevo, """
                    relevo: my.yaml:1:10 server.prot: unknown key, did you mean 'port'?
                    relevo: my.yaml:3:10 models.auto[0]: unknown provider, did you mean 'groq'?
                    """);
        }
    }

    @Test
    void aHostThatOthersReachIsRefused() throws Exception {
        Files.writeString(folder.resolve("config.yaml"), "models: {auto: [groq]}");
        try (RelevoProcess relevo = start(Map.of("HOST", "0.0.0.0"))) {
            assertRefused(
                    relevo,
                    "relevo: HOST: 0.0.0.0 lets other machines in, and they would spend your keys; expected access keys"
                            + " for clients (server.api-keys in config.yaml, RELEVO_API_KEYS, or relevo key create), or a"
                            + " loopback address such as 127.0.0.1, or server.allow-anonymous: true, which lets in"
                            + " whoever reaches it\n");
        }
    }

    @Test
    void theEnvironmentWinsOverDotenvAndDotenvOverTheFile() throws Exception {
        Files.writeString(folder.resolve("config.yaml"), "server: {host: 127.0.0.4, port: 1}\nmodels: {auto: [groq]}");
        Files.writeString(folder.resolve(".env"), "HOST=127.0.0.3\nPORT=1\nGROQ_API_KEY=" + CANARY + "\n");
        try (RelevoProcess relevo = start(Map.of("PORT", "0"))) {
            assertEquals("127.0.0.3", relevo.host());
            relevo.terminate();
            assertEquals(0, relevo.exit());
            assertTrue(relevo.out().contains("  live: Groq"), relevo.out()::toString);
        }
    }

    @Test
    void aKeyIsNeverShownNotEvenWhereAProviderQuotesIt() throws Exception {
        String quoted = "{\"error\":{\"message\":\"what is " + CANARY + "?\"}}";
        try (FaultyUpstream upstream = FaultyUpstream.start()
                        .next(
                                ProviderErrors.openAi(400, "bad " + CANARY, "invalid_request_error", CANARY, CANARY),
                                Completions.stream(Completions.ROLE, Completions.content("half"), quoted),
                                Completions.chat("hi"),
                                ProviderErrors.wrongKey(CANARY));
                RelevoProcess relevo = start(Map.of("UP_KEY", CANARY, "PORT", "0"), "--config", over(upstream, ""))) {
            StringBuilder seen = new StringBuilder();
            for (String request : List.of(HELLO, STREAM, HELLO, HELLO, HELLO)) {
                try (RawClient client = RawClient.connect(relevo.port())) {
                    append(seen, client.post("/v1/chat/completions", request).answer());
                }
            }
            for (String path : List.of("/health", "/v1/models", "/v1/models/none", "/nowhere")) {
                try (RawClient client = RawClient.connect(relevo.port())) {
                    append(seen, client.get(path).answer());
                }
            }
            assertEquals(4, upstream.requests().size());
            relevo.terminate();
            assertEquals(0, relevo.exit());
            assertFalse(seen.toString().contains(CANARY), seen::toString);
            assertFalse(relevo.out().toString().contains(CANARY), relevo.out()::toString);
            assertFalse(relevo.err().contains(CANARY), relevo::err);
        }
    }

    @Test
    void aWrongOptionIsToldInOneLineAndEndsItWithAnotherCode() throws Exception {
        try (RelevoProcess relevo = start(Map.of(), "--prot", "1")) {
            assertEquals(2, relevo.exit());
            assertEquals("relevo: unknown option '--prot', did you mean '--port'? See relevo --help\n", relevo.err());
        }
    }

    @Test
    void anAccessKeyIsShownWhenItIsMadeAndNeverAgain() throws Exception {
        Files.writeString(folder.resolve("config.yaml"), "server: {port: 0}\nmodels: {auto: [groq]}\n");
        Map<String, String> wanted = Map.of("RELEVO_GENERATE_KEY", "1");
        try (RelevoProcess first = start(wanted)) {
            first.line("access: clients need this key, shown only now and kept in .relevo/access-key:");
            String key = Files.readString(folder.resolve(".relevo/access-key")).strip();
            assertEquals("    " + key, first.line("relevo-"));
            try (RelevoProcess second = start(wanted)) {
                second.line("access: clients need the key in .relevo/access-key");
                second.line("live: ");
                second.terminate();
                assertEquals(0, second.exit());
                assertFalse(second.out().toString().contains(key), second.out()::toString);
            }
        }
    }

    @Test
    void healthAsksTheServerThatTheConfigurationDescribes() throws Exception {
        Files.writeString(folder.resolve("config.yaml"), "models: {auto: [groq]}\n");
        try (RelevoProcess relevo = start(Map.of("PORT", "0"))) {
            String port = "" + relevo.port();
            try (RelevoProcess healthy = start(Map.of("PORT", port), "health")) {
                assertEquals(0, healthy.exit());
                assertEquals(List.of("ready: http://127.0.0.1:" + port), healthy.out());
            }
            relevo.terminate();
            assertEquals(0, relevo.exit());
            try (RelevoProcess unhealthy = start(Map.of("PORT", port), "health")) {
                assertEquals(1, unhealthy.exit());
                assertEquals("relevo: not ready: http://127.0.0.1:" + port + ": Connection refused\n", unhealthy.err());
            }
        }
    }

    @Test
    void checkTellsProblemsWithoutServing() throws Exception {
        Files.writeString(folder.resolve("config.yaml"), "models:\n  auto: [gorq]\n");
        try (RelevoProcess relevo = start(Map.of(), "check")) {
            assertEquals(1, relevo.exit());
            assertEquals(
                    List.of("config.yaml:2:10 models.auto[0]: unknown provider, did you mean 'groq'?"), relevo.out());
        }
    }

    private static void append(StringBuilder seen, RawAnswer answer) throws IOException {
        seen.append(answer.head()).append(answer.text());
    }

    private static void assertRefused(RelevoProcess relevo, String lines) throws InterruptedException {
        assertEquals(1, relevo.exit());
        assertEquals(lines, relevo.err());
        assertEquals(List.of(), relevo.out());
    }

    private String over(FaultyUpstream upstream, String server) throws IOException {
        String yaml = server
                + "providers: {up: {base-url: '%s', api-key: '${UP_KEY}'}}\nmodels: {auto: [up/m]}\n"
                        .formatted(upstream.baseUrl());
        return Files.writeString(folder.resolve("up.yaml"), yaml).toString();
    }

    private RelevoProcess start(Map<String, String> environment, String... arguments) throws IOException {
        return RelevoProcess.start(folder, environment, arguments);
    }
}
