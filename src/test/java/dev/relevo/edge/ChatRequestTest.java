package dev.relevo.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatRequestTest {
    private static final String SEND =
            " Send {\\\"messages\\\":[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"Hello\\\"}]}.";

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
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"messages\":[]}|'messages' is empty.",
                "{}|'messages' is missing.",
                "{\"message\":\"hi\"}|'messages' is missing.",
                "{\"messages\":\"hi\"}|'messages' must be a list.",
                "{\"messages\":null}|'messages' must be a list.",
                "{\"messages\":[7]}|messages[0] must be an object with a 'role' and a 'content'.",
                "{\"messages\":[{}]}|'role' of messages[0] is missing.",
                "{\"messages\":[{\"role\":\"user\"}]}|'content' of messages[0] is missing.",
                "{\"messages\":[{\"content\":\"hi\"}]}|'role' of messages[0] is missing.",
                "{\"messages\":[{\"role\":\"user\",\"content\":null}]}|'content' of messages[0] must be a string.",
                "{\"messages\":[{\"role\":\"user\",\"content\":[]}]}|'content' of messages[0] must be a string.",
                "{\"messages\":[{\"role\":\"tool\",\"content\":\"\"}]}|'role' of messages[0] must be"
                        + " \\\"system\\\", \\\"user\\\" or \\\"assistant\\\".",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"\"},{\"role\":1}]}|'role' of messages[1] must be"
                        + " \\\"system\\\", \\\"user\\\" or \\\"assistant\\\".",
                "{\"model\":7}|'model' must be a non-empty string such as \\\"auto\\\"; without it,"
                        + " \\\"auto\\\" answers.",
                "{\"model\":\"\"}|'model' must be a non-empty string such as \\\"auto\\\"; without it,"
                        + " \\\"auto\\\" answers.",
                "[]|The body must be a JSON object.",
                "hello|The body is not JSON: a value is expected at byte 0.",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]|The body is not JSON: the text ends where ',' or"
                        + " '}' is expected at byte 44.",
            })
    void eachThingThatIsMissingOrWrongIsTold(String body, String message) throws IOException {
        RawAnswer answer = client.post("/chat", body).answer();
        assertEquals("{\"error\":\"" + message + SEND + "\"}", answer.text());
        assertEquals(400, answer.status());
        assertEquals("application/json", answer.header("content-type"));
    }

    @Test
    void aMissingBodyIsToldAndTheConnectionGoesOn() throws IOException {
        RawAnswer answer = client.post("/chat", "").answer();
        assertEquals(400, answer.status());
        assertEquals("{\"error\":\"The request has no body; a JSON object was expected.\"}", answer.text());
        assertEquals(200, client.get("/health").answer().status());
    }

    @Test
    void aBodyThatIsTooLargeIsToldFlat() throws IOException {
        client.send("POST /chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n");
        RawAnswer answer = client.answer();
        assertEquals(413, answer.status());
        assertEquals(
                "{\"error\":\"The request body is larger than 33554432 bytes (server.max-body).\"}", answer.text());
    }

    @Test
    void aForeignPageIsRefusedFlat() throws IOException {
        RawAnswer answer =
                client.post("/chat", "{}", "Origin: https://evil.example").answer();
        assertEquals(403, answer.status());
        assertTrue(answer.text().startsWith("{\"error\":\"Web pages at https://evil.example may not "), answer.text());
    }

    @Test
    void ofMembersThatStandTwiceTheLastCounts() throws IOException {
        String twice = "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"1\"}],\"model\":\"b\","
                + "\"messages\":[{\"role\":\"user\",\"content\":\"2\"}]}";
        assertEquals(
                "{\"model\":\"b\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"2\"}]}",
                client.post("/chat", twice).answer().text());
    }

    @Test
    void aPagesPreflightIsGranted() throws IOException {
        client.send("OPTIONS /chat HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:5173\r\n"
                + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n\r\n");
        RawAnswer answer = client.answer();
        assertEquals(204, answer.status());
        assertEquals("POST, OPTIONS", answer.header("access-control-allow-methods"));
        assertEquals("content-type", answer.header("access-control-allow-headers"));
    }
}
