package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.models.Model;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.GoldenStream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.ReceivedJson;
import dev.relevo.faulty.Script;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a program sees that uses the official SDK for Java. */
class OpenAiJavaTest {
    private final FaultyUpstream first = FaultyUpstream.start();
    private final FaultyUpstream second = FaultyUpstream.start();
    private final StartedRelevo relevo = StartedRelevo.over(first, second);
    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(relevo.baseUrl())
            .apiKey("client-key")
            .maxRetries(0)
            .build();

    @AfterEach
    void close() {
        client.close();
        relevo.close();
        first.close();
        second.close();
    }

    @Test
    void aChatIsAnsweredByTheTargetsModel() {
        first.always(Completions.chat("Grüße, 世界 🌍 \\\"quoted\\\""));

        ChatCompletion answer =
                client.chat().completions().create(asking("Ünïcode? 日本 🎉").build());

        assertEquals("Grüße, 世界 🌍 \"quoted\"", text(answer));
        assertEquals("upstream-model", answer.model());
        assertEquals(12, answer.usage().orElseThrow().totalTokens());
        Received received = first.requests().getFirst();
        assertEquals(StartedRelevo.MODEL, ReceivedJson.of(received).getString("model"));
        assertEquals(
                "Ünïcode? 日本 🎉",
                ReceivedJson.of(received)
                        .getJsonArray("messages")
                        .getJsonObject(0)
                        .getString("content"));
    }

    @Test
    void theUpstreamGetsOurKeyAndNothingOfTheSdksOwnHeaders() {
        first.always(Completions.chat("hi"));

        client.chat().completions().create(asking("hi").build());

        Received received = first.requests().getFirst();
        assertEquals("Bearer key-1", received.header("authorization"));
        assertFalse(received.headerNames().stream().anyMatch(name -> name.startsWith("x-stainless")));
        assertFalse(received.head().contains("client-key"));
    }

    @Test
    void theAnswersHeadersTellWhoAnswered() {
        first.always(Completions.chat("hi").header("x-request-id", "req_up"));

        try (HttpResponseFor<ChatCompletion> answer = client.chat()
                .completions()
                .withRawResponse()
                .create(asking("hi").build())) {
            assertEquals(List.of("up1/" + StartedRelevo.MODEL), answer.headers().values("x-relevo-target"));
            assertEquals(List.of("req_up"), answer.headers().values("x-relevo-upstream-request-id"));
            assertTrue(answer.requestId().isPresent());
        }
    }

    @Test
    void aStreamsDeltasAddUpToTheTextAndNoUsageComesUnasked() {
        first.always(Completions.stream(
                Completions.ROLE,
                Completions.content("Grü"),
                Completions.content("ße "),
                Completions.content("🌍"),
                Completions.STOP,
                Completions.USAGE,
                Completions.DONE));

        ChatCompletion answer = streamed(asking("hi").build());

        assertEquals("Grüße 🌍", text(answer));
        assertTrue(answer.usage().isEmpty());
        assertTrue(ReceivedJson.of(first.requests().getFirst())
                .getJsonObject("stream_options")
                .getBoolean("include_usage"));
    }

    @Test
    void theUsageOfAStreamComesWhenAsked() {
        first.always(Completions.stream(
                Completions.ROLE, Completions.content("hi"), Completions.STOP, Completions.USAGE, Completions.DONE));

        ChatCompletion answer = streamed(asking("hi")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build());

        assertEquals("hi", text(answer));
        assertEquals(9, answer.usage().orElseThrow().promptTokens());
    }

    @Test
    void twoChoicesOfAStreamStayApartWithTextUnicodeAndTools() {
        first.always(GoldenStream.script());

        ChatCompletion answer =
                streamed(asking("Weather in Zürich and Tōkyō?").n(2).build());

        assertEquals(2, answer.choices().size());
        assertEquals(GoldenStream.TEXT, text(answer));
        ChatCompletion.Choice tools = answer.choices().get(1);
        assertEquals(ChatCompletion.Choice.FinishReason.TOOL_CALLS, tools.finishReason());
        assertEquals(List.of("weather{\"city\":\"Zürich\"}", "weather{\"city\":\"Tōkyō\"}"), calls(tools));
    }

    @Test
    void aToolCallComesWholeAndTheToolReachesTheUpstream() {
        first.always(Completions.toolCall("weather", "{\\\"city\\\":\\\"Zürich\\\"}"));
        FunctionDefinition weather = FunctionDefinition.builder()
                .name("weather")
                .parameters(FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                        .build())
                .build();

        ChatCompletion answer = client.chat()
                .completions()
                .create(asking("Weather?").addFunctionTool(weather).build());

        assertEquals(
                List.of("weather{\"city\":\"Zürich\"}"), calls(answer.choices().getFirst()));
        assertEquals(
                "weather",
                ReceivedJson.of(first.requests().getFirst())
                        .getJsonArray("tools")
                        .getJsonObject(0)
                        .getJsonObject("function")
                        .getString("name"));
    }

    @Test
    void aTargetThatDiesBeforeContentIsNeverNoticed() {
        second.always(Completions.streamOf("from ", "the second"));
        List<Script> deaths = List.of(
                Script.resetting(),
                Completions.stream(Completions.ROLE).reset(Point.afterPieces(1)),
                Completions.stream(Completions.ROLE).finish(Point.afterPieces(1)),
                ProviderErrors.errorAsFirstEvent(),
                ProviderErrors.openAiRateLimit());

        for (Script death : deaths) {
            first.next(death);
            assertEquals("from the second", text(streamed(asking("hi").build())));
        }

        assertEquals(deaths.size(), first.requests().size());
    }

    @Test
    void aRefusingTargetIsNeverNoticed() {
        first.die();
        second.always(Completions.chat("from the second"));

        assertEquals(
                "from the second",
                text(client.chat().completions().create(asking("hi").build())));
    }

    @Test
    void closingAStreamClosesTheUpstream() throws InterruptedException {
        first.always(
                Completions.stream(Completions.ROLE, Completions.content("a")).hang(Point.afterPieces(2)));

        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(asking("hi").build())) {
            Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
            chunks.next();
            assertEquals(
                    "a", chunks.next().choices().getFirst().delta().content().orElseThrow());
        }
        first.connection(1).awaitClosingByClient(Duration.ofSeconds(5));
    }

    @Test
    void modelsAreTheAliasesThenTheTargetsAndEachIsFoundByItsName() {
        List<String> names = List.of("gpt-4.1", "meta-llama/llama-3.3-70b:free", "ollama/a", "ollama/b");
        String models = "models: {gpt-4.1: [ollama/a], 'meta-llama/llama-3.3-70b:free': [ollama/b]}";
        try (StartedRelevo two = StartedRelevo.of(models)) {
            OpenAIClient listing = client.withOptions(options -> options.baseUrl(two.baseUrl()));
            assertEquals(
                    names,
                    listing.models().list().data().stream().map(Model::id).toList());
            for (String name : names) {
                assertEquals(name, listing.models().retrieve(name).id());
            }
            assertThrows(NotFoundException.class, () -> listing.models().retrieve("gpt-4"));
        }
    }

    private static ChatCompletionCreateParams.Builder asking(String text) {
        return ChatCompletionCreateParams.builder().model("auto").addUserMessage(text);
    }

    private ChatCompletion streamed(ChatCompletionCreateParams params) {
        ChatCompletionAccumulator answer = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            stream.stream().forEach(answer::accumulate);
        }
        return answer.chatCompletion();
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().getFirst().message().content().orElseThrow();
    }

    /** Each call's name and arguments. */
    private static List<String> calls(ChatCompletion.Choice choice) {
        return choice.message().toolCalls().orElseThrow().stream()
                .map(call -> call.asFunction().function())
                .map(OpenAiJavaTest::call)
                .toList();
    }

    private static String call(ChatCompletionMessageFunctionToolCall.Function function) {
        return function.name() + function.arguments();
    }
}
