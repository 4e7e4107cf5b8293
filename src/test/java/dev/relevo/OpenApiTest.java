package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The file {@code openapi.yaml}, held to itself and to what a running server answers. */
class OpenApiTest {
    private static final ApiDocument API = new ApiDocument();
    private static final String CHAT = "POST /v1/chat/completions";
    private static final String COMPLETIONS = "POST /v1/completions";
    private static final String EMBEDDINGS = "POST /v1/embeddings";
    private static final String TEXT = "POST /chat";
    private static final String ASK = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String STREAM = ASK.replace("}]}", "}],\"stream\":true}");
    private static final String PROMPT = "{\"model\":\"auto\",\"prompt\":\"hi\"}";
    private static final String INPUT = "{\"model\":\"auto\",\"input\":\"hi\"}";
    private static final String TEXT_PIECE = "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1,"
            + "\"model\":\"m\",\"choices\":[{\"index\":0,\"text\":\"hi\",\"logprobs\":null,\"finish_reason\":\"stop\"}]}";

    private final FaultyUpstream upstream = FaultyUpstream.start();
    private final StartedRelevo relevo = StartedRelevo.of(
            "providers:\n  up1: {base-url: \"%s\", api-key: key-1, timeouts: {answer: 300ms}}\nmodels: {auto: [up1/m]}\n"
                    .formatted(upstream.baseUrl()));

    @AfterEach
    void close() {
        relevo.close();
        upstream.close();
    }

    /**
     * One request and the answer to expect.
     *
     * @param operation as the file has it
     * @param line method and target as they are sent
     * @param script what the provider says, or null where it is not to be asked
     */
    private record Case(
            String operation, String line, List<String> fields, String body, Script script, int status, String type) {
        static Case of(String operation, String body, Script script, int status, String type) {
            return new Case(operation, operation, List.of(), body, script, status, type);
        }

        static Case refused(String operation, String body, int status, String... fields) {
            return new Case(operation, operation, List.of(fields), body, null, status, "application/json");
        }

        static Case got(String operation, String line, int status, String type) {
            return new Case(operation, line, List.of(), "", null, status, type);
        }

        Case with(String field) {
            return new Case(operation, line, List.of(field), body, script, status, type);
        }

        String request() {
            StringBuilder request = new StringBuilder(line + " HTTP/1.1\r\nHost: localhost\r\n");
            fields.forEach(field -> request.append(field).append("\r\n"));
            if (!body.isEmpty()) {
                request.append("Content-Length: ").append(body.length()).append("\r\n");
            }
            return request.append("\r\n").append(body).toString();
        }

        @Override
        public String toString() {
            return line + ' ' + status + ' ' + type;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(answers(), refusals(), told()).flatMap(cases -> cases);
    }

    private static Stream<Case> answers() {
        String json = "application/json";
        String events = "text/event-stream";
        return Stream.of(
                Case.of(CHAT, ASK, Completions.chat("hi"), 200, json),
                Case.of(CHAT, ASK, Completions.toolCall("f", "{}"), 200, json),
                Case.of(CHAT, STREAM, Completions.streamOf("h", "i"), 200, events),
                Case.of(COMPLETIONS, PROMPT, Script.json(200, TEXT_PIECE), 200, json),
                Case.of(
                        COMPLETIONS,
                        PROMPT.replace("}", ",\"stream\":true}"),
                        Completions.stream(TEXT_PIECE, Completions.DONE),
                        200,
                        events),
                Case.of(EMBEDDINGS, INPUT, embedding("[0.5,-1e-3]"), 200, json),
                Case.of(EMBEDDINGS, INPUT, embedding("\"AAAAPwAAgL4=\""), 200, json),
                Case.of(TEXT, ASK, Completions.streamOf("h", "i\\n"), 200, events),
                Case.of(TEXT, ASK, Completions.streamOf("h", "i\\n"), 200, "text/plain; charset=utf-8")
                        .with("Accept: text/plain"));
    }

    private static Stream<Case> refusals() {
        List<Case> cases = new ArrayList<>();
        for (String operation : List.of(CHAT, COMPLETIONS, EMBEDDINGS, TEXT)) {
            String body = operation.equals(COMPLETIONS) ? PROMPT : operation.equals(EMBEDDINGS) ? INPUT : ASK;
            String unknown = body.replace("auto", "no-such");
            cases.add(Case.refused(operation, "{}", 400));
            cases.add(Case.refused(operation, "", 400));
            cases.add(Case.refused(operation, unknown, 404));
            cases.add(Case.refused(operation, body, 403, "Origin: https://page.example"));
            cases.add(Case.refused(operation, "", 413, "Content-Length: 99999999999"));
            cases.add(Case.refused(operation, body, 415, "Content-Encoding: br"));
            cases.add(Case.got(operation, operation.replace("POST", "GET"), 405, "application/json"));
            for (int status : List.of(400, 429, 500, 502, 503)) {
                Script error = Script.json(status, "{\"error\":{\"message\":\"no\",\"type\":\"x\",\"code\":7}}");
                cases.add(Case.of(operation, body, error.header("retry-after", "7"), status, "application/json"));
            }
        }
        cases.add(Case.of(CHAT, ASK, Script.silence(), 504, "application/json"));
        cases.add(Case.of(CHAT, ASK, Script.finishing(), 502, "application/json"));
        return cases.stream();
    }

    private static Stream<Case> told() {
        String json = "application/json";
        return Stream.of(
                Case.got("GET /v1/models", "GET /v1/models", 200, json),
                Case.got("GET /v1/models", "DELETE /v1/models", 405, json),
                Case.got("GET /v1/models/{id}", "GET /v1/models/auto", 200, json),
                Case.got("GET /v1/models/{id}", "GET /v1/models/no/such", 404, json),
                Case.got("GET /v1/models/{id}", "PUT /v1/models/auto", 405, json),
                Case.got("GET /health", "GET /health", 200, json),
                Case.got("GET /health", "GET /health", 403, json).with("Origin: https://page.example"),
                Case.got("GET /health/live", "GET /health/live", 200, json),
                Case.got("GET /health/live", "POST /health/live", 405, json),
                Case.got("GET /health/ready", "GET /health/ready", 200, json),
                Case.got("GET /api/status", "GET /api/status", 200, json),
                Case.got("GET /api/status", "GET /api/status", 403, json).with("Origin: https://page.example"),
                Case.got("GET /api/status/events", "HEAD /api/status/events", 200, "text/event-stream"),
                Case.got("GET /api/status/events", "GET /api/status/events", 403, json)
                        .with("Origin: https://page.example"),
                Case.got("GET /api/explain", "GET /api/explain?model=auto&stream=true&session=s", 200, json),
                Case.got("GET /api/explain", "GET /api/explain?model=no-such", 404, json),
                Case.got("GET /api/explain", "GET /api/explain?request=no-such", 404, json),
                Case.got("GET /api/explain", "GET /api/explain", 400, json),
                Case.got("GET /metrics", "GET /metrics", 200, "text/plain; version=0.0.4; charset=utf-8"),
                Case.got("GET /metrics", "GET /metrics", 403, json).with("Origin: https://page.example"),
                Case.got("GET /openapi.yaml", "GET /openapi.yaml", 200, "application/yaml"),
                Case.got("GET /openapi.yaml", "POST /openapi.yaml", 405, json),
                Case.got("GET /", "GET /", 200, "text/html; charset=utf-8").with("Accept: text/html"),
                Case.got("GET /", "GET /", 404, json),
                Case.got("GET /status", "GET /status", 200, "text/html; charset=utf-8"),
                Case.got("GET /status", "POST /status", 405, json));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aRunningServerAnswersAsDescribed(Case it) throws Exception {
        upstream.always(_ -> it.script());
        try (RawClient client = RawClient.connect(relevo.port())) {
            RawAnswer answer = client.send(it.request()).answer();
            assertEquals(it.status(), answer.status(), answer::head);
            assertEquals(it.type(), answer.header("content-type"));
            API.expectDescribed(it.operation(), answer);
        }
    }

    @Test
    void aServerWithKeysAnswersStrangersAsDescribed() throws Exception {
        String keys = "server: {api-keys: [sk-client]}\n" + StartedRelevo.yaml(upstream);
        try (StartedRelevo closed = StartedRelevo.of(keys)) {
            for (String operation : API.operations()) {
                try (RawClient client = RawClient.connect(closed.port())) {
                    client.send(operation.replace("{id}", "auto") + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    RawAnswer answer = client.answer();
                    boolean open = operation.contains("/health") || operation.equals("GET /status");
                    assertEquals(open ? 200 : 401, answer.status(), operation);
                    API.expectDescribed(operation, answer);
                }
            }
        }
    }

    @Test
    void everyEventIsAChunkAsDescribed() throws Exception {
        upstream.next(Completions.streamOf("h", "i"), Completions.stream(TEXT_PIECE, Completions.DONE));
        assertEquals(List.of(), faultsOfEvents("/v1/chat/completions", STREAM, "ChatCompletionChunk"));
        assertEquals(
                List.of(), faultsOfEvents("/v1/completions", PROMPT.replace("}", ",\"stream\":true}"), "Completion"));
    }

    @Test
    void everyEventOfTheStatusIsAsDescribed() throws Exception {
        upstream.next(Completions.chat("hi"), Script.json(429, "{}"));
        try (RawClient client = RawClient.connect(relevo.port());
                RawClient watcher = RawClient.connect(relevo.port())) {
            client.post("/v1/chat/completions", ASK).answer().text();
            client.post("/v1/chat/completions", ASK).answer().text();
            String event = watcher.get("/api/status/events").answer().event();
            assertEquals(List.of(), API.faults("/components/schemas/Overview", ApiDocument.json(event)), event);
            assertTrue(event.contains("\"errors\":{\"429\":"), event);
        }
    }

    @Test
    void everyOperationIsAskedHere() {
        List<String> asked = cases().map(Case::operation).distinct().sorted().toList();
        assertEquals(API.operations().stream().sorted().toList(), asked);
    }

    @Test
    void everyExampleFitsItsSchema() {
        List<String> seen = new ArrayList<>();
        walk("", API.root(), (place, node) -> {
            if (node.has("schema")) {
                node.path("examples").properties().forEach(example -> {
                    JsonNode value = example.getValue().get("value");
                    assertEquals(List.of(), API.faults(place + "/schema", value), place + ' ' + example.getKey());
                    seen.add(place);
                });
                if (node.has("example")) {
                    assertEquals(List.of(), API.faults(place + "/schema", node.get("example")), place);
                }
            }
        });
        assertTrue(seen.size() > 30, seen::toString);
    }

    @Test
    void everyJsonThatIsSentOrAnsweredHasAnExample() {
        walk("", API.root(), (place, node) -> {
            if (place.endsWith("/content/application~1json") && !place.contains("/OtherError/")) {
                assertFalse(node.path("examples").isEmpty(), place);
            }
        });
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        walk("", API.root(), (place, node) -> {
            if (node.has("$ref")) {
                assertFalse(API.at(place).isMissingNode(), place);
            }
        });
    }

    private List<String> faultsOfEvents(String path, String body, String schema) throws Exception {
        try (RawClient client = RawClient.connect(relevo.port())) {
            List<String> events = client.post(path, body).answer().events();
            assertEquals(Completions.DONE, events.getLast());
            return events.subList(0, events.size() - 1).stream()
                    .flatMap(event -> API.faults("/components/schemas/" + schema, ApiDocument.json(event)).stream())
                    .toList();
        }
    }

    private static Script embedding(String vector) {
        return Script.json(
                200,
                "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":" + vector
                        + "}],\"model\":\"m\",\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}");
    }

    private static void walk(String place, JsonNode node, BiConsumer<String, JsonNode> visit) {
        visit.accept(place, node);
        node.properties()
                .forEach(member -> walk(
                        place + "/" + member.getKey().replace("~", "~0").replace("/", "~1"), member.getValue(), visit));
    }
}
