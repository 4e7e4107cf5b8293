package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Secrets of every kind that all have one word in them, which is looked for in everything that leaves the process: answers,
 * the log, what commands print, what others on the machine see of it, files.
 */
class CanaryTest {
    private static final String CANARY = "canary";
    private static final String KEY = "sk-canary\"\\/'+={}<>&%1";
    private static final String SECOND_KEY = "canary-2:$x";
    private static final String TOKEN = "canary-3 of a header, \u00e9";
    private static final String COOKIE = "session=canary-4; a=b";
    private static final String CLIENT = "canary-5-of-a-client";
    private static final String OTHER_CLIENT = "canary-6/of+another=client";
    private static final String AFTER_RELOAD = "canary-7-after-reload";
    private static final Map<String, String> ENVIRONMENT =
            Map.of("UP_KEY", KEY, "CLIENT", CLIENT, "RELEVO_API_KEYS", OTHER_CLIENT);
    private static final String QUESTION =
            "\"messages\":[{\"role\":\"user\",\"content\":\"" + CLIENT + "\"}],\"prompt\":\"hi\",\"input\":\"hi\"";

    private final List<String> seen = new ArrayList<>();

    /** An access key that was created by command. */
    private String created = CANARY;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void noSecretLeavesTheProcess(String format) throws Exception {
        try (FaultyUpstream upstream = FaultyUpstream.start().always(Echo::at)) {
            configure(upstream, format, KEY);
            created = created();
            try (RelevoProcess relevo = start()) {
                askEverything(relevo.port());
                askWithTheCreatedKey(relevo.port());
                visibleToOthers(relevo.pid());
                configure(upstream, format, AFTER_RELOAD);
                relevo.hangUp();
                relevo.line("was read again");
                askForAll(relevo.port(), "/v1/chat/completions", false);
                assertTrue(upstream.requests().size() > 4 * Echo.values().length);

                relevo.terminate();
                assertEquals(0, relevo.exit());
                seen.addAll(relevo.out());
                seen.add(relevo.err());
            }
            filesThatWereLeft();
        }
        assertUnseen();
    }

    @Test
    void noCommandPrintsASecret() throws Exception {
        try (FaultyUpstream upstream = FaultyUpstream.start().always(CanaryTest::listOrEcho)) {
            configure(upstream, "text", KEY);
            try (RelevoProcess relevo = start()) {
                String port = "" + relevo.port();
                askForAll(relevo.port(), "/v1/chat/completions", false);
                String past = "why " + Echo.IN_HEADERS_OF_A_STREAM.folder();
                for (String command : List.of(
                        "check",
                        "check --live",
                        "health",
                        "models",
                        "status",
                        "status --json",
                        "why",
                        past,
                        past + " --json",
                        past + "-false",
                        past + "-false --json")) {
                    run(port, command.split(" "));
                }
                run("1", "health");
                run("1", "models");
            }
        }
        assertUnseen();
    }

    private String created() throws Exception {
        try (RelevoProcess process = RelevoProcess.start(folder, ENVIRONMENT, "key", "create", "team")) {
            assertEquals(0, process.exit());
            seen.add(process.err());
            return process.out().getFirst();
        }
    }

    private void askWithTheCreatedKey(int port) throws IOException {
        String own = QUESTION.replace(CLIENT, created);
        for (Echo echo : Echo.values()) {
            try (RawClient client = RawClient.connect(port)) {
                String question = "{\"model\":\"" + echo.folder() + "\"," + own + "}";
                client.post("/v1/chat/completions", question, "Authorization: Bearer " + created);
                RawAnswer answer = client.answer();
                // What it said itself may come back to a client, in an answer that is relayed as it is.
                seen.add(answer.head() + (answer.status() == 200 ? "" : answer.text()));
            }
        }
    }

    private RelevoProcess start() throws IOException {
        return RelevoProcess.start(folder, ENVIRONMENT);
    }

    private void run(String port, String... command) throws Exception {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("PORT", port);
        try (RelevoProcess process = RelevoProcess.start(folder, environment, command)) {
            process.exit();
            assertTrue(!process.out().isEmpty() || !process.err().isEmpty(), String.join(" ", command));
            process.out().forEach(line -> seen.add(String.join(" ", command) + ": " + line));
            seen.add(process.err());
        }
    }

    private void configure(FaultyUpstream upstream, String format, String key) throws IOException {
        StringBuilder providers = new StringBuilder("providers:\n");
        StringBuilder aliases = new StringBuilder("models:\n");
        String url = "http://127.0.0.1:" + upstream.port() + "/";
        String secrets = ", api-key: ['" + key.replace("'", "''") + "', '" + SECOND_KEY + "'], headers: {X-Api-Token: '"
                + TOKEN + "', Cookie: '" + COOKIE + "'}}\n";
        providers.append(
                "  asked-for-its-models: {base-url: '" + url + Echo.IN_HEADERS_OF_A_STREAM.folder() + "'" + secrets);
        for (Echo echo : Echo.values()) {
            String name = echo.folder();
            providers.append("  " + name + ": {base-url: '" + url + name + "'" + secrets);
            aliases.append("  " + name + ": {targets: [" + name + "/m], same-target-retries: 0}\n");
        }
        String server = "server: {port: 0, log-bodies: true, log-level: debug, log-format: " + format
                + ", api-keys: [{name: me, key: '${CLIENT}'}]}\n";
        Files.writeString(folder.resolve("config.yaml"), server + providers + aliases);
    }

    private void askEverything(int port) throws IOException {
        askForAll(port, "/v1/chat/completions", false);
        askForAll(port, "/v1/chat/completions", true);
        askForAll(port, "/v1/completions", false);
        askForAll(port, "/v1/embeddings", false);
        List<String> paths = new ArrayList<>(
                List.of("/v1/models", "/v1/models/none", "/health", "/health/ready", "/openapi.yaml", "/no"));
        paths.addAll(List.of(
                "/metrics", "/api/status", "/api/explain", "/api/explain?request=none", "/api/explain?model=none"));
        for (Echo echo : Echo.values()) {
            paths.add("/api/explain?model=" + echo.folder());
            paths.add("/api/explain?request=" + echo.folder() + "-true");
            paths.add("/api/explain?request=" + echo.folder() + "-false");
        }
        for (String path : paths) {
            try (RawClient client = RawClient.connect(port)) {
                see(path, client.get(path, "Authorization: Bearer " + CLIENT).answer());
            }
            try (RawClient client = RawClient.connect(port)) {
                see(
                        path,
                        client.get(path, "Authorization: Bearer " + CLIENT + "x")
                                .answer());
            }
        }
        askWithTheKeyInTheWrongPlace(port);
        watch(port);
    }

    private void watch(int port) throws IOException {
        String path = "/api/status/events";
        try (RawClient client = RawClient.connect(port)) {
            String status =
                    client.get(path, "Authorization: Bearer " + CLIENT).answer().event();
            assertTrue(status.contains("\"trail\":[{\"target\""), status);
            seen.add(path + ": " + status);
        }
    }

    /** What the client itself says is told to it again, but not to the log. */
    private void askWithTheKeyInTheWrongPlace(int port) throws IOException {
        String named = "{\"model\":\"" + CLIENT + "\"," + QUESTION + "}";
        try (RawClient client = RawClient.connect(port)) {
            client.post("/v1/chat/completions?key=" + CLIENT, named, "cookie: " + CLIENT, "x-request-id: " + CLIENT);
            assertEquals(401, client.answer().status());
        }
        try (RawClient client = RawClient.connect(port)) {
            client.post("/v1/chat/completions", named, "Authorization: Bearer " + CLIENT, "x-request-id: " + CLIENT);
            assertEquals(404, client.answer().status());
        }
        try (RawClient client = RawClient.connect(port)) {
            String well = "{\"model\":\"" + Echo.values()[0].folder() + "\"," + QUESTION + "}";
            client.post("/v1/chat/completions", well, "Authorization: Bearer " + CLIENT, "x-request-id: " + CLIENT);
            client.answer().text();
        }
        try (RawClient client = RawClient.connect(port)) {
            client.get("/v1/models/" + CLIENT + "?" + CLIENT, "Authorization: Bearer " + CLIENT);
            assertEquals(404, client.answer().status());
        }
    }

    private void askForAll(int port, String path, boolean stream) throws IOException {
        for (Echo echo : Echo.values()) {
            String question = "{\"model\":\"" + echo.folder() + "\",\"stream\":" + stream + "," + QUESTION + "}";
            try (RawClient client = RawClient.connect(port)) {
                client.post(
                        path,
                        question,
                        "Authorization: Bearer " + OTHER_CLIENT,
                        "x-request-id: " + echo.folder() + "-" + stream);
                see(echo + " " + stream, client.answer());
            }
        }
    }

    private void see(String what, RawAnswer answer) throws IOException {
        seen.add(what + ": " + answer.head() + answer.text());
    }

    /** The names of the process and of its threads, and how it was called. */
    private void visibleToOthers(long pid) throws IOException {
        Path process = Path.of("/proc/" + pid);
        if (Files.exists(process)) {
            seen.add(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1));
            try (Stream<Path> threads = Files.list(process.resolve("task"))) {
                for (Path thread : threads.toList()) {
                    seen.add(Files.readString(thread.resolve("comm")));
                }
            }
        }
    }

    /** Names and contents: state, dumps of the heap, logs of a crash. */
    private void filesThatWereLeft() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(file -> !file.endsWith("config.yaml")).toList()) {
                seen.add(file + (Files.isRegularFile(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : ""));
            }
        }
    }

    private static Script listOrEcho(Received request) {
        if (!request.path().endsWith("/models")) {
            return Echo.at(request);
        }
        String key = request.header("authorization").replaceFirst("Bearer ", "");
        return Completions.models(key.replace("\\", "\\\\").replace("\"", "\\\""), "x/" + SECOND_KEY);
    }

    private void assertUnseen() {
        for (String each : seen) {
            assertFalse(each.toLowerCase(Locale.ROOT).contains(CANARY), each);
            assertFalse(each.contains(created), each);
        }
    }
}
