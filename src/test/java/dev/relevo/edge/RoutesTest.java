package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.time.Clock;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private static final String LOCAL = "Host: localhost\r\n";

    private final long before = Clock.system().epochMillis() / 1000;
    private Served served;
    private RawClient client;

    @BeforeEach
    void serve() throws Exception {
        served = Served.by(Served.ECHO);
        client = served.client();
    }

    @AfterEach
    void close() {
        client.close();
        served.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/chat/completions", "/chat/completions", "/v1//chat/completions", "/x/../v1/chat/completions"
            })
    void chatIsServedWithAndWithoutItsVersion(String path) throws IOException {
        assertEquals("{\"n\":1}", client.post(path, "{\"n\":1}").answer().text());
        assertEquals(
                "{\"n\":2}",
                client.post(path + "?api-version=1", "{\"n\":2}").answer().text());
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, CHAT",
        "/chat/completions, CHAT",
        "/v1/completions, COMPLETIONS",
        "/completions, COMPLETIONS",
        "/v1/embeddings, EMBEDDINGS",
        "/embeddings, EMBEDDINGS"
    })
    void eachPathHasItsOperation(String path, String operation) throws Exception {
        ModelHandler naming = (asked, id, body, at, reply) ->
                reply.answer(200, Served.json(), asked.name().getBytes(UTF_8));
        try (Served named = Served.by(naming);
                RawClient other = named.client()) {
            assertEquals(operation, other.post(path, "{}").answer().text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/models", "/v1/models/"})
    void theAliasesAreListedAsModels(String path) throws IOException {
        RawAnswer answer = client.get(path).answer();
        String list = answer.text();
        String created = list.replaceAll(".*?\"created\":(\\d+).*", "$1");
        String auto = model("auto", created);
        String dotted = model("gpt-4.1", created);
        String slashed = model("meta-llama/llama-3.3-70b:free", created);
        assertEquals("{\"object\":\"list\",\"data\":[" + auto + "," + dotted + "," + slashed + "]}", list);
        assertEquals("application/json", answer.header("content-type"));
        assertTrue(Long.parseLong(created) >= before);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models/auto, auto",
        "/models/gpt-4.1, gpt-4.1",
        "/v1/models/meta-llama/llama-3.3-70b:free, meta-llama/llama-3.3-70b:free",
        "/v1/models/meta-llama%2Fllama-3.3-70b:free, meta-llama/llama-3.3-70b:free",
        "/models/meta-llama%2fllama-3.3-70b%3Afree, meta-llama/llama-3.3-70b:free"
    })
    void oneModelIsFoundByItsIdRawOrEncoded(String path, String id) throws IOException {
        String found = client.get(path).answer().text();
        assertEquals(model(id, found.replaceAll(".*\"created\":(\\d+).*", "$1")), found);
    }

    @Test
    void aModelThatIsNoAliasIsNotFound() throws IOException {
        RawAnswer answer = client.get("/v1/models/some/%22model%22").answer();
        assertEquals(404, answer.status());
        assertEquals(
                "{\"error\":{\"message\":\"The model 'some/\\\"model\\\"' does not exist."
                        + " GET /v1/models lists those that do.\",\"type\":\"invalid_request_error\","
                        + "\"param\":\"model\",\"code\":\"model_not_found\"}}",
                answer.text());
    }

    @Test
    void anUnknownPathIsNotFoundAndTheConnectionGoesOn() throws IOException {
        RawAnswer answer = client.get("/v1/responses").answer();
        assertEquals(404, answer.status());
        assertEquals(
                "{\"error\":{\"message\":\"There is nothing at GET /v1/responses. Relevo serves POST"
                        + " /v1/chat/completions, POST /v1/completions, POST /v1/embeddings, GET /v1/models,"
                        + " GET /v1/models/{id}, POST /chat, GET /health, GET /health/live, GET /health/ready,"
                        + " GET /api/status, GET /api/status/events, GET /api/explain, GET /metrics, GET /openapi.yaml, GET /"
                        + " and GET /status; a client's base URL ends in /v1.\","
                        + "\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"unknown_url\"}}",
                answer.text());
        assertNull(answer.header("connection"));
        assertEquals(200, client.get("/health").answer().status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat", "/v1/health", "/health/", "/health/livex", "/chats", "/openapi.json"})
    void whatIsNotOpenAisHasNoVersionInItsPath(String path) throws IOException {
        assertEquals(404, client.get(path).answer().status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/v1/chat/completions|POST, OPTIONS",
                "DELETE|/models/auto|GET, HEAD, OPTIONS",
                "PUT|/v1/models|GET, HEAD, OPTIONS",
                "POST|/health|GET, HEAD, OPTIONS"
            })
    void aWrongMethodIsToldTheRightOnes(String method, String path, String allow) throws IOException {
        client.send(method + ' ' + path + " HTTP/1.1\r\n" + LOCAL + "\r\n");
        RawAnswer answer = client.answer();
        assertEquals(405, answer.status());
        assertEquals(allow, answer.header("allow"));
        assertEquals(
                "{\"error\":{\"message\":\"" + method + " is not allowed on " + path + "; allowed are " + allow
                        + ".\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"method_not_supported\"}}",
                answer.text());
    }

    @Test
    void anUnwantedBodyEndsTheConnectionAfterTheAnswer() throws IOException {
        client.send("POST /v1/models HTTP/1.1\r\n" + LOCAL + "Content-Length: 1000000\r\n\r\n{");
        RawAnswer answer = client.answer();
        assertEquals(405, answer.status());
        assertEquals("close", answer.header("connection"));
        client.send("x".repeat(999_999));
        assertTrue(answer.text().contains("method_not_supported"));
        client.finish();
        assertTrue(client.isEnded());
    }

    @Test
    void aPagesPreflightIsGrantedTheHeadersItAsksFor() throws IOException {
        client.send("OPTIONS /v1/chat/completions HTTP/1.1\r\n" + LOCAL
                + "Origin: http://localhost:5173\r\nAccess-Control-Request-Method: POST\r\n"
                + "Access-Control-Request-Headers: authorization,content-type,x-stainless-os\r\n\r\n");
        RawAnswer answer = client.answer();
        assertEquals(204, answer.status());
        assertNull(answer.header("content-length"));
        assertEquals("http://localhost:5173", answer.header("access-control-allow-origin"));
        assertEquals("POST, OPTIONS", answer.header("access-control-allow-methods"));
        assertEquals("authorization,content-type,x-stainless-os", answer.header("access-control-allow-headers"));
        assertEquals(200, client.get("/health").answer().status());
    }

    @Test
    void anAdmittedPageMayReadEveryAnswer() throws IOException {
        for (String path : new String[] {"/v1/models", "/nothing"}) {
            RawAnswer answer = client.get(path, "Origin: http://127.0.0.1:8080").answer();
            assertEquals("http://127.0.0.1:8080", answer.header("access-control-allow-origin"));
            assertEquals("*", answer.header("access-control-expose-headers"));
            assertEquals("Origin", answer.header("vary"));
            answer.body();
        }
        RawAnswer tooLarge = client.get("/v1/models", "Origin: http://127.0.0.1:8080", "Content-Length: 99999999999")
                .answer();
        assertEquals(413, tooLarge.status());
        assertEquals("http://127.0.0.1:8080", tooLarge.header("access-control-allow-origin"));
    }

    @Test
    void optionsOfTheServerAreTold() throws IOException {
        client.send("OPTIONS * HTTP/1.1\r\n" + LOCAL + "\r\n");
        RawAnswer answer = client.answer();
        assertEquals(204, answer.status());
        assertEquals("OPTIONS", answer.header("allow"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /health HTTP/9.9|505|This HTTP version is not supported; use HTTP/1.1 or HTTP/1.0.",
                "CONNECT host:443 HTTP/1.1|405|CONNECT is not served: Relevo is no forward proxy.",
                "GET foo:bar.x HTTP/1.1|400|The request is not well-formed HTTP/1.1.",
                "GET|400|The request is not well-formed HTTP/1.1.",
                "GET /%zz HTTP/1.1|400|The request is not well-formed HTTP/1.1.",
            })
    void whatIsNotHttpEnoughIsAnsweredInTheSameShape(String line, int status, String message) throws IOException {
        client.send(line + "\r\n" + LOCAL + "\r\n");
        RawAnswer answer = client.answer();
        String type = status < 500 ? "invalid_request_error" : "server_error";
        assertEquals(status, answer.status());
        assertEquals("application/json", answer.header("content-type"));
        assertEquals("close", answer.header("connection"));
        assertTrue(answer.header("x-request-id").startsWith("req_"));
        assertEquals(
                "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":null}}",
                answer.text());
    }

    @Test
    void aTargetInAbsoluteFormIsServedIfItNamesTheHost() throws IOException {
        client.send("GET http://LOCALHOST/v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n");
        RawAnswer answer = client.answer();
        assertEquals(200, answer.status());
        answer.body();
        client.send("GET http://localhost/v1/models HTTP/1.1\r\nHost: elsewhere\r\n\r\n");
        assertEquals(400, client.answer().status());
    }

    private static String model(String id, String created) {
        return "{\"id\":\"" + id + "\",\"object\":\"model\",\"created\":" + created + ",\"owned_by\":\"relevo\"}";
    }
}
