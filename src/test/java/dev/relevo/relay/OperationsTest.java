package dev.relevo.relay;

import static dev.relevo.faulty.Point.afterBody;
import static dev.relevo.faulty.Point.afterPieces;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.Fault;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.LegacyCompletions;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Embeddings and legacy completions go the same way as chat completions. */
class OperationsTest {
    private static final String EMBED = "{ \"input\" : [\"Zürich\", \"T\\u014dkyō\"],\"dimensions\":3.0,"
            + "\"model\":\"%s\", \"encoding_format\":\"base64\" ,\"x\":1e400}\n";
    private static final String VECTORS = "{\"object\":\"list\", \"data\":[{\"object\":\"embedding\",\"index\":0,"
            + "\"embedding\":\"AACAPwAAAAAAAAAA\"},{\"embedding\":[1.0,-2.50e-3,0]}],\"model\":\"up\",\r\n"
            + "\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4} }";
    private static final String COMPLETE = "{\"model\":\"auto\",\"prompt\":\"Once\"}";
    private static final String STREAM = "{\"model\":\"auto\",\"prompt\":[\"Once\",\"upon\"],\"stream\":true}";
    private static final String FINE = LegacyCompletions.plainBody("fine");

    private final FaultyUpstream broken = FaultyUpstream.start();
    private final FaultyUpstream sound = FaultyUpstream.start();
    private final Proxy proxy = Proxy.over(broken, sound)
            .pool("strategy: priority, hold-limit: 4096")
            .start();

    @AfterEach
    void close() {
        proxy.close();
        broken.close();
        sound.close();
    }

    @Test
    void anEmbeddingsRequestAndItsAnswerPassByteForByte() throws Exception {
        broken.always(Script.json(200, VECTORS));
        RawAnswer answer = ask("/v1/embeddings", EMBED.formatted("auto"));
        Received received = broken.take();

        assertEquals(VECTORS, answer.text());
        assertEquals("application/json", answer.header("content-type"));
        assertEquals("p1/m=ok", answer.header("x-relevo-trail"));
        assertEquals("/v1/embeddings", received.path());
        assertEquals(EMBED.formatted("m"), received.text());
    }

    @Test
    void aStreamOfALegacyCompletionPassesByteForByte() throws Exception {
        broken.always(Script.events(LegacyCompletions.GOLDEN).inWritesOf(7));
        String request = "{\"stream\":true,\"prompt\":[\"a\",\"b\"],\"stream_options\":{\"include_usage\":true},"
                + "\"logprobs\":null,\"model\":\"%s\"}";
        RawAnswer answer = ask("/v1/completions", request.formatted("auto"));
        Received received = broken.take();

        assertEquals(LegacyCompletions.GOLDEN, answer.events());
        assertTrue(answer.completed());
        assertEquals("/v1/completions", received.path());
        assertEquals(request.formatted("m"), received.text());
    }

    @Test
    void theUsageThatOnlyWeAskedForIsWithheld() throws Exception {
        broken.always(Script.events(LegacyCompletions.GOLDEN));
        RawAnswer answer = ask("/v1/completions", STREAM);

        assertEquals(
                LegacyCompletions.GOLDEN.stream()
                        .filter(event -> !event.contains("usage"))
                        .toList(),
                answer.events());
        assertTrue(broken.take().text().contains("\"stream_options\":{\"include_usage\":true}"));
    }

    static Stream<Arguments> brokenEmbeddings() {
        Script vectors = Script.json(200, VECTORS);
        return Stream.of(
                arguments("truncated", vectors.finish(afterBody(100))),
                arguments("malformed", vectors.promising(100)),
                arguments("malformed", Script.json(200, "{\"object\":\"list\",\"data\":[]}")),
                arguments("malformed", Script.json(200, "{\"data\":[{\"embedding\":[1]},{\"embedding\":[]}]}")),
                arguments("malformed", Script.json(200, "{\"data\":[{\"embedding\":[1]},{\"embedding\":null}]}")),
                arguments("malformed", Script.json(200, "{\"data\":[{\"embedding\":[1]},7]}")),
                arguments("malformed", Completions.chat("lost")),
                arguments("malformed", ProviderErrors.htmlPage(200)),
                arguments("502", ProviderErrors.errorInside200()),
                arguments("500", ProviderErrors.serverError(500)));
    }

    @ParameterizedTest
    @MethodSource("brokenEmbeddings")
    void brokenEmbeddingsFailOver(String label, Script script) throws IOException {
        broken.always(script);
        sound.always(Script.json(200, VECTORS));
        RawAnswer answer = ask("/v1/embeddings", EMBED.formatted("auto"));

        assertEquals(VECTORS, answer.text());
        assertEquals("p1/m=" + label + "; p2/m=ok", answer.header("x-relevo-trail"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            malformed | {"choices":[{"text":"","finish_reason":null}]}
            malformed | {"choices":[{"text":"lost","finish_reason":"error"}]}
            malformed | {"choices":[{"message":{"content":"lost"},"finish_reason":null}]}
            malformed | {"choices":[{"text":"lost"}]
            502       | {"error":{"message":"no"},"choices":[{"text":"lost"}]}
            """)
    void aBrokenLegacyCompletionFailsOver(String label, String body) throws IOException {
        broken.always(Script.json(200, body));
        sound.always(Script.json(200, FINE));
        RawAnswer answer = ask("/v1/completions", COMPLETE);

        assertEquals(FINE, answer.text());
        assertEquals("p1/m=" + label + "; p2/m=ok", answer.header("x-relevo-trail"));
    }

    static Stream<Arguments> brokenStreams() {
        String empty = LegacyCompletions.text(0, "", null);
        return Stream.of(
                arguments("reset", Completions.stream(empty).reset(afterPieces(1))),
                arguments("empty", Completions.stream(empty, Completions.DONE)),
                arguments("empty", Completions.stream(Completions.content("of a chat"), Completions.DONE)),
                arguments("malformed", Completions.stream(empty, "{\"choices\":[")),
                arguments("malformed", Script.json(200, FINE)),
                arguments("429", Completions.stream(empty, "{\"error\":{\"code\":429,\"message\":\"slow\"}}")));
    }

    @ParameterizedTest
    @MethodSource("brokenStreams")
    void aBrokenStreamOfALegacyCompletionFailsOver(String label, Script script) throws IOException {
        broken.always(script);
        sound.always(Script.events(LegacyCompletions.GOLDEN));
        RawAnswer answer = ask("/v1/completions", STREAM);

        assertEquals("p1/m=" + label + "; p2/m=ok", answer.header("x-relevo-trail"));
        assertTrue(answer.completed());
    }

    @ParameterizedTest
    @EnumSource(names = {"FINISH", "RESET"})
    void aCutStreamOfALegacyCompletionNeverLooksComplete(Fault.Ending ending) throws IOException {
        for (int events = 1; events < LegacyCompletions.GOLDEN.size(); events++) {
            broken.next(Script.events(LegacyCompletions.GOLDEN).at(Point.afterPieces(events), ending));
            RawAnswer answer = ask("/v1/completions", STREAM);

            assertEquals(events > LegacyCompletions.FINISHING_EVENT, answer.completed(), "after " + events);
            if (!answer.completed()) {
                assertNotEquals(RawAnswer.End.WHOLE, answer.end());
                assertFalse(answer.events().contains(Completions.DONE));
                assertFalse(Proxy.error(answer.events().getLast())
                        .getString("message")
                        .isEmpty());
            }
        }
    }

    @Test
    void embeddingsOverTheHoldLimitPassByteForByte() throws IOException {
        byte[] large =
                VECTORS.replace("0]}", "0" + ",0.25".repeat(5_000) + "]}").getBytes(StandardCharsets.UTF_8);
        broken.always(Script.of(200, "application/json", large));

        assertArrayEquals(
                large, ask("/v1/embeddings", EMBED.formatted("auto")).text().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void embeddingsAreNeverStreamed() throws IOException {
        broken.always(Script.json(200, VECTORS));
        RawAnswer answer = ask("/v1/embeddings", "{\"model\":\"auto\",\"input\":\"a\",\"stream\":true}");

        assertEquals(VECTORS, answer.text());
        assertEquals("application/json", answer.header("content-type"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            /v1/embeddings  | {"model":"auto"}                              | input
            /v1/embeddings  | {"model":"auto","input":null}                 | input
            /v1/completions | {"model":"auto"}                              | prompt
            /v1/completions | {"model":"auto","prompt":"a","best_of":"two"} | best_of
            /v1/completions | {"model":"auto","prompt":"a","n":0}           | n
            /v1/completions | {"model":"auto","prompt":"a","stream":1}      | stream
            """)
    void aMistakeIsToldWithItsParameterAndSpendsNothing(String path, String body, String param) throws IOException {
        RawAnswer answer = ask(path, body);

        assertEquals(400, answer.status());
        assertEquals(param, Proxy.error(answer.text()).getString("param"));
        assertEquals(List.of(), broken.requests());
    }

    @Test
    void anInputThatIsTooLongIsToldByTheRightName() throws IOException {
        Script tooLong = Script.json(400, "{\"error\":{\"message\":\"maximum context length is 8192 tokens\"}}");
        broken.always(tooLong);
        sound.always(tooLong);
        RawAnswer answer = ask("/v1/embeddings", EMBED.formatted("auto"));

        assertEquals(400, answer.status());
        assertEquals("input", Proxy.error(answer.text()).getString("param"));
    }

    @Test
    void withoutAnyKeyTheDemoAnswers() throws IOException {
        try (Proxy keyless = Proxy.of("models: {auto: {targets: [groq]}}\n")) {
            RawAnswer embeddings = ask(keyless, "/v1/embeddings", EMBED.formatted("auto"));
            RawAnswer completion = ask(keyless, "/v1/completions", COMPLETE);

            assertEquals("relevo-demo", Proxy.json(embeddings.text()).getString("model"));
            assertTrue(completion.text().contains("Relevo's built-in demo"), completion.text());
        }
    }

    private RawAnswer ask(String path, String json) throws IOException {
        return ask(proxy, path, json);
    }

    private static RawAnswer ask(Proxy proxy, String path, String json) throws IOException {
        return proxy.client().post(path, json).answer();
    }
}
