package dev.relevo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.ReceivedJson;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that ask a server, which here says what a script says. */
class CommandsTest {
    private static final String KEY = "access-key-0123456789";

    @TempDir
    Path dir;

    private final FaultyUpstream server = FaultyUpstream.start();
    private final Said said = new Said();
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = dir.resolve("config.yaml");
        Files.writeString(
                file, "server: {port: %d}\nmodels: {auto: [groq, ollama], fast: [groq]}\n".formatted(server.port()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aReadyServerIsHealthy() {
        server.always(Script.json(200, "{\"status\":\"ok\"}"));

        assertEquals(ExitCode.OK, run(said, "health"));
        assertEquals("ready: http://127.0.0.1:" + server.port() + "\n", said.out());
        assertEquals("GET /health/ready", line(server.requests().getFirst()));
    }

    @Test
    void aServerThatDrainsOrIsGoneIsNotHealthy() {
        server.always(Script.json(503, "{\"status\":\"draining\"}"));
        assertEquals(ExitCode.FAILED, run(said, "health"));
        server.die();
        assertEquals(ExitCode.FAILED, run(said, "health"));

        String url = "http://127.0.0.1:" + server.port();
        assertEquals(
                List.of(
                        "relevo: not ready: " + url + " answered 503",
                        "relevo: not ready: " + url + ": Connection refused"),
                said.err().lines().toList());
    }

    @Test
    void healthDoesNotHangOnAFileThatCannotBeUsed() throws IOException {
        server.always(Script.json(200, "{}"));
        Files.writeString(file, "models: {auto: [gorq]}");

        assertEquals(ExitCode.OK, run(said, "health", "--port", "" + server.port()));
    }

    @Test
    void aMistakeInTheFileDoesNotHideWhereTheServerListens() throws IOException {
        server.always(Script.json(200, "{}"));
        Files.writeString(file, "server: {port: %d, prot: 1}\nmodels: {auto: [gorq]}".formatted(server.port()));

        assertEquals(ExitCode.OK, run(said, "health"));
    }

    @Test
    void whatIsNoUrlIsTold() {
        assertEquals(ExitCode.FAILED, run(said, "health", "--url", "nowhere"));
        assertEquals("relevo: not ready: nowhere: not a URL, expected one such as http://127.0.0.1:3000\n", said.err());
    }

    @Test
    void theFirstAccessKeyIsSentAlong() {
        server.always(Completions.models("auto"));

        run(said, Map.of("RELEVO_API_KEYS", KEY + ",another-0123456789"), "models");

        assertEquals("Bearer " + KEY, server.requests().getFirst().header("authorization"));
    }

    @Test
    void modelsAreTheServersWithTheTargetsThatTheConfigurationNames() {
        server.always(Completions.models("auto", "elsewhere"));

        assertEquals(ExitCode.OK, run(said, "models"));
        assertEquals(
                List.of("auto -> ollama/the first model it lists (+1 without a key)", "elsewhere"),
                said.out().lines().toList());
    }

    @Test
    void whereNoServerRunsModelsAreTheConfigurations() {
        server.die();

        assertEquals(ExitCode.OK, run(said, "models"));
        assertEquals(2, said.out().lines().count());
        assertTrue(said.err().contains("no server runs there; this is what the configuration has"), said::err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"health", "models", "chat hi", "status", "why"})
    void whatIsNoPortIsWrongUsage(String command) {
        for (String port : List.of("99999", "abc")) {
            assertEquals(ExitCode.USAGE, run(said, (command + " --port " + port).split(" ")));
        }
        assertEquals(List.of(), server.requests());
        assertEquals("relevo: --port: not a port, expected a number from 0 to 65535\n".repeat(2), said.err());
    }

    @Test
    void ofAnotherServerTheConfigurationKnowsNothing() {
        server.always(Completions.models("auto", "elsewhere"));

        assertEquals(ExitCode.OK, run(said, "models", "--port", "" + server.port()));
        assertEquals(List.of("auto", "elsewhere"), said.out().lines().toList());
    }

    @Test
    void aServerThatRefusesToListIsTold() {
        server.always(Script.json(401, "{\"error\":{\"message\":\"a key is wanted.\"}}"));

        assertEquals(ExitCode.FAILED, run(said, "models", "--url", "http://127.0.0.1:" + server.port() + "/v1/"));
        assertTrue(
                said.err()
                        .endsWith(" answered 401: a key is wanted. Set RELEVO_KEY to one of them,"
                                + " or to one that relevo key create has made.\n"),
                said::err);
    }

    @Test
    void anAnswerIsStreamedAndWhoAnsweredIsToldApart() {
        server.always(Completions.streamOf("Hello", ", \\\"you\\\"\\n", "all\\u001b[31m")
                .header("x-relevo-target", "groq/llama"));

        assertEquals(ExitCode.OK, run(said, "chat", "--system", "Be \"brief\".", "hi", "there"));
        assertEquals("Hello, \"you\"\nall[31m\n", said.out());
        assertEquals("-- groq/llama\n", said.err());
        Received request = server.requests().getFirst();
        assertEquals("POST /v1/chat/completions", line(request));
        assertEquals(
                "[{\"role\":\"system\",\"content\":\"Be \\\"brief\\\".\"},{\"role\":\"user\",\"content\":\"hi there\"}]",
                ReceivedJson.of(request).getJsonArray("messages").toString());
        assertEquals("auto", ReceivedJson.of(request).getString("model"));
    }

    @Test
    void nothingThatATerminalObeysIsPrinted() {
        server.always(Completions.streamOf(
                "a\\u009b31mb", "c\\u0085\\u007f\\u0000\\r", "\\u202ed\\u2066", "\\u00e9\\u200d\\t"));

        assertEquals(ExitCode.OK, run(said, "chat", "hi"));
        assertEquals("a31mbcd\u00e9\u200d\t\n", said.out());
    }

    @Test
    void withoutATextStandardInputIsSaid() {
        server.always(Completions.streamOf("x"));

        assertEquals(ExitCode.OK, run(new Said("from a pipe\n"), "chat", "--model", "fast"));
        assertEquals(
                "from a pipe\n",
                ReceivedJson.of(server.requests().getFirst())
                        .getJsonArray("messages")
                        .getJsonObject(0)
                        .getString("content"));
        assertEquals(ExitCode.USAGE, run(new Said(" "), "chat"));
    }

    @Test
    void aRefusedChatIsTold() {
        server.always(Script.json(404, "{\"error\":{\"message\":\"no model 'x'\"}}"));

        assertEquals(ExitCode.FAILED, run(said, "chat", "hi"));
        assertEquals("relevo: it answered 404: no model 'x'\n", said.err());
    }

    @Test
    void aChatWithoutAServerSaysHowToGetOne() {
        server.die();

        assertEquals(ExitCode.FAILED, run(said, "chat", "hi"));
        assertEquals(
                "relevo: http://127.0.0.1:" + server.port()
                        + ": Connection refused; start the server first (./relevo), or name it with --port or --url\n",
                said.err());
    }

    @Test
    void aCutAnswerIsNeverPassedOffAsWhole() {
        server.next(
                Completions.stream(Completions.ROLE, Completions.content("half"), "{\"error\":{\"message\":\"gone\"}}"),
                Completions.stream(Completions.ROLE, Completions.content("half")),
                Completions.streamOf("half", "more").reset(Point.afterPieces(2)));

        for (int i = 0; i < 3; i++) {
            Said cut = new Said();
            assertEquals(ExitCode.FAILED, run(cut, "chat", "hi"));
            assertEquals("half\n", cut.out());
            assertTrue(cut.err().contains("relevo: the answer is cut: "), cut::err);
            assertFalse(cut.err().contains("null"), cut::err);
        }
    }

    private int run(Said terminal, String... arguments) {
        return run(terminal, Map.of(), arguments);
    }

    private int run(Said terminal, Map<String, String> environment, String... arguments) {
        List<String> line = new ArrayList<>(List.of("--config", file.toString()));
        line.addAll(List.of(arguments));
        return new Commands(environment, terminal.terminal()).run(Arguments.parse(line, "1"));
    }

    private static String line(Received request) {
        return request.method() + " " + request.path();
    }
}
