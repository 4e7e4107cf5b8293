package dev.relevo.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.time.Clock;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo's embeddings and legacy completions. */
class DemoOperationsTest {
    private final DemoProvider demo = DemoProvider.start(Clock.system(), Duration.ZERO);

    @AfterEach
    void close() {
        demo.close();
    }

    @Test
    void aVectorIsOfLengthOneAndTheSameEachTime() throws IOException {
        List<Double> vector = vector(embed("\"input\":\"The baton is passed on\""), 0);

        assertEquals(64, vector.size());
        assertEquals(1, vector.stream().mapToDouble(each -> each * each).sum(), 1e-6);
        assertEquals(vector, vector(embed("\"input\":[\"other\",\"the BATON is passed on!\"]"), 1));
        assertNotEquals(vector, vector(embed("\"input\":\"quite another text\""), 0));
    }

    @Test
    void nullIsAsGoodAsAbsent() throws IOException {
        assertEquals(embed("\"input\":\"a\""), embed("\"input\":\"a\",\"encoding_format\":null,\"dimensions\":null"));
    }

    @Test
    void base64HoldsTheSameFloats() throws IOException {
        JsonObject answer = embed("\"input\":\"hello world\",\"encoding_format\":\"base64\",\"dimensions\":5");
        String text = answer.getJsonArray("data").getJsonObject(0).getString("embedding");
        ByteBuffer floats = ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
        List<Double> decoded = new ArrayList<>();
        while (floats.hasRemaining()) {
            decoded.add(Double.parseDouble(Float.toString(floats.getFloat())));
        }

        assertEquals(
                vector(embed("\"input\":\"hello world\",\"encoding_format\":\"float\",\"dimensions\":5"), 0), decoded);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            1 | "text"
            2 | ["one","two"]
            1 | [1,2,3]
            2 | [[1,2],[3]]
            1 | ""
            """)
    void eachInputGetsAVectorAndTheAnswerSaysThatItIsADemo(int count, String input) throws IOException {
        JsonObject answer = embed("\"input\":" + input);

        assertEquals("list", answer.getString("object"));
        assertEquals("relevo-demo", answer.getString("model"));
        assertEquals(count, answer.getJsonArray("data").size());
        for (int i = 0; i < count; i++) {
            JsonObject element = answer.getJsonArray("data").getJsonObject(i);
            assertEquals("embedding", element.getString("object"));
            assertEquals(i, element.getInt("index"));
        }
        assertTrue(answer.getJsonObject("usage").containsKey("prompt_tokens"));
    }

    @Test
    void aLegacyCompletionIsAnsweredPlain() throws IOException {
        RawAnswer answer = ask("/v1/completions", "{\"prompt\":[\"Once\",\"upon a time\"]}");
        JsonObject body = json(answer.text());
        JsonObject choice = body.getJsonArray("choices").getJsonObject(1);

        assertEquals("text_completion", body.getString("object"));
        assertEquals(1, choice.getInt("index"));
        assertEquals("stop", choice.getString("finish_reason"));
        assertTrue(choice.getString("text").startsWith("This is Relevo's built-in demo, not an AI."));
        assertTrue(choice.getString("text").contains("“upon a time”"));
    }

    @Test
    void aLegacyCompletionIsStreamed() throws IOException {
        String plain = json(ask("/v1/completions", "{\"prompt\":\"x\"}").text())
                .getJsonArray("choices")
                .getJsonObject(0)
                .getString("text");
        RawAnswer answer = ask("/v1/completions", "{\"prompt\":\"x\",\"stream\":true}");
        List<String> events = answer.events();

        assertTrue(answer.completed());
        assertEquals(
                plain,
                events.subList(0, events.size() - 1).stream()
                        .map(event -> json(event)
                                .getJsonArray("choices")
                                .getJsonObject(0)
                                .getString("text"))
                        .collect(Collectors.joining()));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            /v1/embeddings  | {}                              | input
            /v1/embeddings  | {"input":[]}                    | input
            /v1/embeddings  | {"input":"a","dimensions":0}    | dimensions
            /v1/embeddings  | {"input":"a","dimensions":5000} | dimensions
            /v1/embeddings  | {"input":7}                     |
            /v1/completions | {}                              | prompt
            /v1/completions | {"prompt":[]}                   | prompt
            /v1/completions | {"prompt":["a","b"],"n":5}      | n
            """)
    void aBadRequestIsRefusedWithItsParameter(String path, String body, String param) throws IOException {
        RawAnswer answer = ask(path, body);
        JsonObject error = json(answer.text()).getJsonObject("error");

        assertEquals(400, answer.status());
        assertEquals(param, error.isNull("param") ? null : error.getString("param"));
    }

    private JsonObject embed(String members) throws IOException {
        return json(
                ask("/v1/embeddings", "{\"model\":\"auto\"," + members + "}").text());
    }

    private RawAnswer ask(String path, String body) throws IOException {
        try (RawClient client = RawClient.connect(demo.baseUrl())) {
            RawAnswer answer = client.post(path, body).answer();
            answer.end();
            return answer;
        }
    }

    private static List<Double> vector(JsonObject answer, int index) {
        return answer.getJsonArray("data").getJsonObject(index).getJsonArray("embedding").stream()
                .map(each -> ((JsonNumber) each).doubleValue())
                .toList();
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
