package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.Sleeper;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.Fault;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the official SDK for Java raises, and when it tries again by itself. */
class OpenAiJavaErrorsTest {
    private static final ChatCompletionCreateParams REQUEST = ChatCompletionCreateParams.builder()
            .model("auto")
            .addUserMessage("hi")
            .build();

    private final FaultyUpstream upstream = FaultyUpstream.start();
    private final StartedRelevo relevo = StartedRelevo.over(upstream);
    private final Pauses pauses = new Pauses();
    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(relevo.baseUrl())
            .apiKey("client-key")
            .sleeper(pauses)
            .build();
    private final OpenAIClient once = client.withOptions(options -> options.maxRetries(0));

    @AfterEach
    void close() {
        client.close();
        relevo.close();
        upstream.close();
    }

    @Test
    void aMistakeOfTheClientsIsABadRequestThatNamesTheParameter() {
        upstream.always(ProviderErrors.badParameter());

        BadRequestException error = raised(BadRequestException.class);

        assertEquals(Optional.of("temperature"), error.param());
        assertEquals(Optional.of("invalid_type"), error.code());
        assertEquals(Optional.of("invalid_request_error"), error.type());
        assertTrue(error.getMessage().contains("expected a decimal"), error.getMessage());
    }

    @Test
    void anUnprocessableRequestKeepsItsClass() {
        upstream.always(ProviderErrors.mistralUnknownField());

        UnprocessableEntityException error = raised(UnprocessableEntityException.class);

        assertTrue(error.getMessage().contains("logit_bias"), error.getMessage());
    }

    @Test
    void aModelThatTheProviderLacksIsNotFound() {
        upstream.always(ProviderErrors.noSuchModel("m"));

        assertEquals(
                Optional.of("model_not_found"), raised(NotFoundException.class).code());
    }

    @Test
    void anAliasThatDoesNotExistIsNotFoundAndCostsNoAttempt() {
        ChatCompletionCreateParams unknown = REQUEST.toBuilder().model("gpt-4o").build();

        NotFoundException error = assertThrows(
                NotFoundException.class, () -> once.chat().completions().create(unknown));

        assertEquals(Optional.of("model_not_found"), error.code());
        assertTrue(error.getMessage().contains("[auto]"), error.getMessage());
        assertEquals(List.of(), upstream.requests());
    }

    @Test
    void aLimitIsARateLimitWithTheWaitInItsHeaders() {
        upstream.always(ProviderErrors.openAiRateLimit());

        RateLimitException error = raised(RateLimitException.class);

        assertEquals(Optional.of("rate_limit_exceeded"), error.code());
        assertEquals(List.of("20"), error.headers().values("retry-after"));
        assertEquals(
                List.of("up1/" + StartedRelevo.MODEL + "=429"), error.headers().values("x-relevo-trail"));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aServersErrorKeepsItsStatus(int status) {
        upstream.always(ProviderErrors.serverError(status));

        assertEquals(status, raised(InternalServerException.class).statusCode());
    }

    @ParameterizedTest
    @MethodSource("refusalsOfOurKey")
    void aRefusalOfOurKeyIsNeverTheClientsUnauthorized(String preset, Script refusal) {
        upstream.always(refusal);
        String yaml = "providers: {up: {preset: %s, base-url: '%s', api-key: key-1}}\nmodels: {auto: [up/m]}";
        try (StartedRelevo over = StartedRelevo.of(yaml.formatted(preset, upstream.baseUrl()))) {
            OpenAIClient asking = once.withOptions(options -> options.baseUrl(over.baseUrl()));

            InternalServerException error = assertThrows(
                    InternalServerException.class,
                    () -> asking.chat().completions().create(REQUEST));

            assertEquals(502, error.statusCode());
            assertFalse(error.getMessage().contains("key-1"), error.getMessage());
        }
    }

    static Stream<Arguments> refusalsOfOurKey() {
        return Stream.of(
                Arguments.of("openai", ProviderErrors.wrongKey("key-1")),
                Arguments.of("gemini", ProviderErrors.geminiWrongKey()),
                Arguments.of("xai", ProviderErrors.xaiWrongKey()));
    }

    @ParameterizedTest
    @EnumSource(names = {"FINISH", "CLOSE", "RESET"})
    void aCutStreamRaisesAfterWhatCameBefore(Fault.Ending ending) {
        upstream.always(Completions.stream(Completions.ROLE, Completions.content("half"))
                .at(Point.afterPieces(2), ending));
        List<String> said = new ArrayList<>();

        SseException error = assertThrows(SseException.class, () -> read(said));

        assertEquals(List.of("half"), said);
        assertEquals(Optional.of("upstream_error"), error.code());
        assertTrue(error.getMessage().contains("incomplete"), error.getMessage());
    }

    @Test
    void aShortLimitIsWaitedOutBeforeTheSdkLearnsOfIt() {
        upstream.next(Script.json(429, "{\"error\":{\"message\":\"slow down\"}}")
                        .header("retry-after-ms", "0"))
                .always(Completions.chat("at last"));

        ChatCompletion answer = client.chat().completions().create(REQUEST);

        assertEquals("at last", answer.choices().getFirst().message().content().orElseThrow());
        assertEquals(List.of(), pauses.taken);
    }

    @Test
    void anSdkThatComesBackTooEarlyNeverBurnsTheProvidersQuota() {
        upstream.always(ProviderErrors.openAiRateLimit());

        assertThrows(RateLimitException.class, () -> client.chat().completions().create(REQUEST));

        assertEquals(2, pauses.taken.size());
        assertTrue(pauses.taken.stream().allMatch(pause -> pause.compareTo(Duration.ofSeconds(15)) > 0));
        assertEquals(1, upstream.requests().size());
    }

    @Test
    void theSdkGivesUpAtOnceWhereWaitingIsVain() {
        upstream.always(Script.json(429, "{\"error\":{\"message\":\"the day's limit\"}}")
                .header("retry-after", "3600"));

        RateLimitException error = assertThrows(
                RateLimitException.class, () -> client.chat().completions().create(REQUEST));

        assertEquals(List.of("3600"), error.headers().values("retry-after"));
        assertEquals(List.of("false"), error.headers().values("x-should-retry"));
        assertEquals(List.of(), pauses.taken);
    }

    @Test
    void theSdkGivesUpAtOnceWhereOurAccountIsEmpty() {
        upstream.always(ProviderErrors.openAiNoCredit());

        assertThrows(
                InternalServerException.class, () -> client.chat().completions().create(REQUEST));

        assertEquals(List.of(), pauses.taken);
    }

    private <E extends OpenAIServiceException> E raised(Class<E> type) {
        return assertInstanceOf(
                type,
                assertThrows(
                        OpenAIServiceException.class,
                        () -> once.chat().completions().create(REQUEST)));
    }

    private void read(List<String> said) {
        try (StreamResponse<ChatCompletionChunk> stream =
                once.chat().completions().createStreaming(REQUEST)) {
            stream.stream()
                    .flatMap(chunk -> chunk.choices().getFirst().delta().content().stream())
                    .filter(text -> !text.isEmpty())
                    .forEach(said::add);
        }
    }

    /** Takes no time, and keeps how long the SDK meant to pause. */
    private static final class Pauses implements Sleeper {
        final List<Duration> taken = new ArrayList<>();

        @Override
        public void sleep(Duration pause) {
            taken.add(pause);
        }

        @Override
        public CompletableFuture<Void> sleepAsync(Duration pause) {
            taken.add(pause);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }
}
