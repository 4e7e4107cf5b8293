package dev.relevo.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.catalog.ModelDescription;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LangChain4jTest {
    private static final String SAID = "Hello wörld 🌍";
    private static final String FORECAST = "{\"city\": \"Zürich\", \"rain\": true}";
    private static final JsonObjectSchema CITY =
            JsonObjectSchema.builder().addStringProperty("city").required("city").build();
    private static final ToolSpecification WEATHER =
            ToolSpecification.builder().name("weather").parameters(CITY).build();

    @Test
    void theListHoldsTheAliases() {
        OpenAiModelCatalog catalog = OpenAiModelCatalog.builder()
                .baseUrl(Stage.RELEVO)
                .apiKey(Stage.KEY)
                .build();

        List<String> names =
                catalog.listModels().stream().map(ModelDescription::name).toList();

        assertTrue(names.contains(Stage.model("chat")), names.toString());
    }

    @Test
    void aChatIsAnsweredWithItsUsage() {
        ChatResponse answer = chat("chat").build().chat(UserMessage.from("Hello"));

        assertEquals(SAID, answer.aiMessage().text());
        assertEquals(12, answer.tokenUsage().totalTokenCount());
    }

    @Test
    void aStreamArrivesWholeWithItsUsage() throws Exception {
        Streamed streamed = new Streamed();

        streaming("chat").chat(hello(), streamed);

        assertEquals(12, streamed.whole().tokenUsage().totalTokenCount());
        assertEquals(SAID, streamed.said());
    }

    @Test
    void streamedToolCallsLeadToAnAnswer() throws Exception {
        Streamed calls = new Streamed();
        streaming("tools").chat(hello().toBuilder().toolSpecifications(WEATHER).build(), calls);

        List<ToolExecutionRequest> asked = calls.whole().aiMessage().toolExecutionRequests();
        assertEquals(
                List.of("call_a", "call_b"),
                asked.stream().map(ToolExecutionRequest::id).toList());
        assertEquals("{\"city\":\"Zürich\"}", asked.get(0).arguments());

        List<ChatMessage> results = List.of(
                UserMessage.from("Hello"),
                calls.whole().aiMessage(),
                ToolExecutionResultMessage.from(asked.get(0), "rain"),
                ToolExecutionResultMessage.from(asked.get(1), "rain"));
        assertEquals(
                "It rains.", chat("tools").build().chat(results).aiMessage().text());
    }

    @Test
    void jsonModeReachesTheProvider() throws Exception {
        ChatResponse answer = chat("json")
                .responseFormat(ResponseFormat.JSON)
                .build()
                .chat(UserMessage.from("Answer in JSON"));

        assertEquals(FORECAST, answer.aiMessage().text());
        assertTrue(Stage.seen("json").contains("\"json_object\""));
    }

    @Test
    void aJsonSchemaReachesTheProvider() throws Exception {
        ResponseFormat format = ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(
                        JsonSchema.builder().name("forecast").rootElement(CITY).build())
                .build();

        ChatResponse answer =
                chat("json").build().chat(hello().toBuilder().responseFormat(format).build());

        assertEquals(FORECAST, answer.aiMessage().text());
        assertTrue(Stage.seen("json").contains("\"json_schema\""));
    }

    @ParameterizedTest
    @CsvSource({"400", "404", "429", "500", "503"})
    void aProvidersErrorIsRaisedAsItsClass(int status) {
        OpenAiChatModel model = chat("status-" + status).build();

        RuntimeException error = assertThrows(RuntimeException.class, () -> model.chat("Hello"));

        assertEquals(raisedFor(status), error.getClass());
        assertTrue(error.getMessage().contains("The upstream said " + status), error.getMessage());
    }

    private static Class<?> raisedFor(int status) {
        return switch (status) {
            case 400 -> InvalidRequestException.class;
            case 404 -> ModelNotFoundException.class;
            case 429 -> RateLimitException.class;
            default -> InternalServerException.class;
        };
    }

    @Test
    void aWrongAccessKeyIsAnAuthenticationException() {
        OpenAiChatModel model = chat("chat").apiKey("wrong").build();

        assertThrows(AuthenticationException.class, () -> model.chat("Hello"));
    }

    @Test
    void aRefusalOfTheProvidersKeyIsNoFaultOfTheClients() throws Exception {
        OpenAiChatModel model = chat("status-401").maxRetries(2).build();

        assertThrows(InternalServerException.class, () -> model.chat("Hello"));

        assertTrue(Stage.requests("status-401") <= 3, Stage.seen("status-401"));
    }

    @Test
    void aCutStreamIsAnError() {
        Streamed streamed = new Streamed();

        streaming("cut").chat(hello(), streamed);

        assertThrows(ExecutionException.class, streamed::whole);
        assertEquals("Hello", streamed.said());
    }

    @Test
    void cancellingAStreamClosesTheUpstream() throws Exception {
        streaming("stalled").chat(hello(), new Streamed() {
            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                context.streamingHandle().cancel();
            }
        });

        assertTrue(Stage.seen("stalled").contains("\"left\": true"));
    }

    @Test
    void aClientsTimeoutClosesTheUpstream() throws Exception {
        OpenAiChatModel model = chat("silent").timeout(Duration.ofMillis(300)).build();

        assertThrows(TimeoutException.class, () -> model.chat("Hello"));

        assertTrue(Stage.seen("silent").contains("\"left\": true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "four"})
    void anEmbeddingArrives(String text) {
        OpenAiEmbeddingModel model = OpenAiEmbeddingModel.builder()
                .baseUrl(Stage.RELEVO)
                .apiKey(Stage.KEY)
                .modelName(Stage.model("embeddings"))
                .maxRetries(0)
                .build();

        List<Embedding> embeddings =
                model.embedAll(List.of(TextSegment.from(text))).content();

        assertArrayEquals(
                new float[] {text.length(), 0.5f, -0.25f}, embeddings.get(0).vector());
    }

    private static ChatRequest hello() {
        return ChatRequest.builder().messages(UserMessage.from("Hello")).build();
    }

    private static OpenAiChatModel.OpenAiChatModelBuilder chat(String scenario) {
        return OpenAiChatModel.builder()
                .baseUrl(Stage.RELEVO)
                .apiKey(Stage.KEY)
                .modelName(Stage.model(scenario))
                .timeout(Duration.ofSeconds(10))
                .maxRetries(0);
    }

    private static OpenAiStreamingChatModel streaming(String scenario) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(Stage.RELEVO)
                .apiKey(Stage.KEY)
                .modelName(Stage.model(scenario))
                .timeout(Duration.ofSeconds(10))
                .build();
    }
}
