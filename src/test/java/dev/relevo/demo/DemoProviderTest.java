package dev.relevo.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawAnswer.End;
import dev.relevo.RawClient;
import dev.relevo.time.Clock;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoProviderTest {
    private static final Clock AT_TWO_SECONDS = new Clock() {
        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public long epochMillis() {
            return 2_500;
        }
    };

    private final DemoProvider demo = DemoProvider.start(AT_TWO_SECONDS, Duration.ZERO);

    @AfterEach
    void close() {
        demo.close();
    }

    @Test
    void aPlainAnswerHasOpenAisFormAndSaysThatItIsADemo() throws IOException {
        RawAnswer answer = ask(request("\"Why is the sky blue?\"", ""));
        JsonObject body = json(answer.text());
        JsonObject choice = body.getJsonArray("choices").getJsonObject(0);
        JsonObject message = choice.getJsonObject("message");
        assertEquals(200, answer.status());
        assertEquals("application/json", answer.header("content-type"));
        assertEquals("chat.completion", body.getString("object"));
        assertEquals("relevo-demo", body.getString("model"));
        assertEquals(2, body.getInt("created"));
        assertEquals("stop", choice.getString("finish_reason"));
        assertEquals("assistant", message.getString("role"));
        assertTrue(message.isNull("refusal"));
        assertTrue(message.getString("content").startsWith("This is Relevo's built-in demo, not an AI."));
    }

    @Test
    void anAnswerQuotesTheLastUserMessageAndTellsHowToAddAKey() throws IOException {
        String messages = "{\"role\":\"user\",\"content\":\"first\"},{\"role\":\"user\",\"content\":\"second\"},"
                + "{\"role\":\"assistant\",\"content\":\"third\"}";
        String content = content(ask("{\"messages\":[" + messages + "]}"));
        assertTrue(content.contains("“second”"), content);
        assertTrue(content.contains(".env") && content.contains("GROQ_API_KEY="), content);
        assertTrue(content.contains("https://console.groq.com/keys"), content);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"say \\\"hi\\\"\\\\ \\u0000\\n\\tnow\" | You asked: “say \"hi\"\\ \u0000 now”",
                "\"\\ud83d\\ude00 é 日本\" | You asked: “😀 é 日本”",
                "[{\"type\":\"text\",\"text\":\"two\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}},{\"text\":\"parts\"}]"
                        + " | You asked: “two parts”",
                "null | Your message has no text.",
                "[] | Your message has no text.",
                "\" \" | Your message has no text."
            })
    void aQuestionIsQuotedWhateverItsForm(String content, String expected) throws IOException {
        String said = content(ask(request(content, "")));
        assertTrue(said.contains(expected), said);
    }

    @Test
    void aLongQuestionIsShortenedBetweenCharacters() throws IOException {
        String said = content(ask(request("\"" + "😀".repeat(500) + "\"", "")));
        assertTrue(said.contains("“" + "😀".repeat(200) + "…”"), said);
    }

    @Test
    void aStreamSaysTheSameWordByWordAndIsComplete() throws IOException {
        RawAnswer answer = ask(request("\"Hello\"", ",\"stream\":true"));
        List<JsonObject> events = chunks(answer);
        assertEquals("text/event-stream", answer.header("content-type"));
        assertTrue(answer.completed());
        assertEquals(content(ask(request("\"Hello\"", ""))), spoken(events, 0));
        assertEquals("assistant", delta(events.getFirst()).getString("role"));
        assertTrue(events.size() > 40);
        assertEquals("stop", choice(events.getLast()).getString("finish_reason"));
        assertEquals(Set.of("chatcmpl-demo-1"), ids(events));
        assertFalse(events.getFirst().containsKey("usage"));
    }

    @Test
    void aStreamTellsItsUsageOnlyWhenAsked() throws IOException {
        List<JsonObject> events =
                chunks(ask(request("\"Hello\"", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}")));
        JsonObject usage = events.getLast().getJsonObject("usage");
        assertTrue(events.getFirst().isNull("usage"));
        assertEquals(List.of(), events.getLast().getJsonArray("choices"));
        assertTrue(usage.getInt("completion_tokens") > 50);
        assertEquals(usage.getInt("prompt_tokens") + usage.getInt("completion_tokens"), usage.getInt("total_tokens"));
    }

    @Test
    void severalChoicesAreGivenWhenAsked() throws IOException {
        JsonObject plain = json(ask(request("\"Hello\"", ",\"n\":8")).text());
        List<JsonObject> events = chunks(ask(request("\"Hello\"", ",\"n\":2,\"stream\":true")));
        assertEquals(8, plain.getJsonArray("choices").size());
        assertEquals(spoken(events, 0), spoken(events, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "1.0"})
    void oneChoiceMayBeAskedForInAnyForm(String n) throws IOException {
        JsonObject plain = json(ask(request("\"Hello\"", ",\"stream\":null,\"stream_options\":null,\"n\":" + n))
                .text());
        assertEquals(1, plain.getJsonArray("choices").size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | null | not the JSON of such a request",
                "[] | null | an object is expected at byte 0",
                "{\"messages\":[{]} | null | at byte 14",
                "{\"messages\":\"hi\"} | null | an array is expected at byte 12",
                "{} | messages | messages is missing",
                "{\"messages\":[]} | messages | messages is missing",
                "{\"n\":9,\"messages\":[{}]} | n | 1 to 8 choices",
                "{\"n\":0,\"messages\":[{}]} | n | 1 to 8 choices",
                "{\"n\":1.5,\"messages\":[{}]} | n | 1 to 8 choices"
            })
    void aBadRequestIsRefusedInOpenAisForm(String body, String param, String message) throws IOException {
        RawAnswer answer = ask(body);
        JsonObject error = json(answer.text()).getJsonObject("error");
        assertEquals(400, answer.status());
        assertEquals("application/json", answer.header("content-type"));
        assertEquals("invalid_request_error", error.getString("type"));
        assertEquals(param, error.isNull("param") ? "null" : error.getString("param"));
        assertTrue(error.getString("message").contains(message), error.getString("message"));
    }

    @Test
    void aBodyTooLargeIsAnErrorInOpenAisForm() throws IOException {
        try (RawClient client = RawClient.connect(demo.baseUrl())) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nContent-Length: 33554433\r\n\r\n");
            assertEquals(413, errorStatus(client.answer()));
        }
    }

    @Test
    void closingCutsAStreamThatIsUnderWay() throws IOException {
        DemoProvider slow = DemoProvider.start(AT_TWO_SECONDS, Duration.ofDays(1));
        try (RawClient client = RawClient.connect(slow.baseUrl())) {
            RawAnswer answer = post(client, request("\"Hello\"", ",\"stream\":true"));
            assertEquals("assistant", delta(json(answer.event())).getString("role"));
            slow.close();
            assertFalse(answer.completed());
            assertFalse(answer.end() == End.WHOLE);
        }
    }

    @Test
    void aClientThatLeavesDoesNotDisturbOthers() throws IOException {
        DemoProvider paced = DemoProvider.start(AT_TWO_SECONDS, Duration.ofMillis(1));
        try (RawClient leaving = RawClient.connect(paced.baseUrl());
                RawClient staying = RawClient.connect(paced.baseUrl())) {
            assertEquals(
                    200, post(leaving, request("\"Hello\"", ",\"stream\":true")).status());
            leaving.reset();
            assertTrue(post(staying, request("\"Hello\"", ",\"stream\":true")).completed());
        } finally {
            paced.close();
        }
    }

    private RawAnswer ask(String body) throws IOException {
        try (RawClient client = RawClient.connect(demo.baseUrl())) {
            RawAnswer answer = post(client, body);
            answer.end();
            return answer;
        }
    }

    private RawAnswer post(RawClient client, String body) throws IOException {
        return client.post("/v1/chat/completions", body).answer();
    }

    private static String request(String content, String more) {
        return "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]" + more + "}";
    }

    private static int errorStatus(RawAnswer answer) throws IOException {
        assertFalse(
                json(answer.text()).getJsonObject("error").getString("message").isEmpty());
        return answer.status();
    }

    private static String content(RawAnswer answer) throws IOException {
        return choice(json(answer.text())).getJsonObject("message").getString("content");
    }

    private static List<JsonObject> chunks(RawAnswer answer) throws IOException {
        List<String> events = answer.events();
        return events.subList(0, events.size() - 1).stream()
                .map(DemoProviderTest::json)
                .toList();
    }

    private static String spoken(List<JsonObject> chunks, int index) {
        return chunks.stream()
                .filter(chunk -> !chunk.getJsonArray("choices").isEmpty())
                .map(chunk -> chunk.getJsonArray("choices").getJsonObject(index).getJsonObject("delta"))
                .map(delta -> delta.getString("content", ""))
                .collect(Collectors.joining());
    }

    private static Set<String> ids(List<JsonObject> chunks) {
        return chunks.stream().map(chunk -> chunk.getString("id")).collect(Collectors.toSet());
    }

    private static JsonObject delta(JsonObject chunk) {
        return choice(chunk).getJsonObject("delta");
    }

    private static JsonObject choice(JsonObject body) {
        return body.getJsonArray("choices").getJsonObject(0);
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
