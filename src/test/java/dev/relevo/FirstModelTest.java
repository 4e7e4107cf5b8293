package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.ReceivedJson;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target without a model at a server such as Ollama. */
class FirstModelTest {
    private static final String HELLO = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final FaultyUpstream ollama = FaultyUpstream.start();

    @AfterEach
    void close() {
        ollama.close();
    }

    @Test
    void theFirstModelOfTheListIsAskedFor() throws IOException {
        ollama.next(Completions.models("llama3.2:3b", "qwen3:8b")).always(Completions.chat("hi"));

        try (StartedRelevo relevo = StartedRelevo.of(auto("ollama"))) {
            assertEquals("ollama/llama3.2:3b", target(relevo));
        }
        assertEquals("GET /v1/models", line(ollama.requests().getFirst()));
        assertEquals("llama3.2:3b", ReceivedJson.of(ollama.requests().get(1)).getString("model"));
    }

    @Test
    void aBareArrayIsAListToo() throws IOException {
        ollama.next(Script.json(200, "[{\"id\":\"a/b\",\"type\":\"chat\"},{\"id\":\"c\"}]"))
                .always(Completions.chat("hi"));

        try (StartedRelevo relevo = StartedRelevo.of(auto("ollama"))) {
            assertEquals("ollama/a/b", target(relevo));
        }
    }

    @Test
    void theListIsAskedForOnceAndOnlyWhereATargetNeedsIt() {
        ollama.always(Completions.models("m"));

        StartedRelevo.of(auto("ollama/named")).close();
        assertEquals(List.of(), ollama.requests());
        StartedRelevo.of(auto("ollama, {target: ollama, tier: 2}")).close();
        assertEquals(1, ollama.requests().size());
    }

    @Test
    void aKeyIsSentAlong() {
        ollama.always(Completions.models("m"));

        StartedRelevo.of(yaml("preset: ollama, api-key: canary", "ollama")).close();

        assertEquals("Bearer canary", ollama.requests().getFirst().header("authorization"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"object\":\"list\",\"data\":null}",
                "{\"data\":[]}",
                "{\"data\":[{}]}",
                "[]",
                "<html>",
                "{\"data\":[{\"id\":\"\"}]}",
                "{\"data\":[{\"id\":\"m\\r\\nX-Evil: 1\"}]}",
                "{\"data\":[{\"id\":\"\\u001b[31m\"}]}"
            })
    void aServerWithoutModelsIsPassedOverWithAWarning(String list) throws IOException {
        ollama.always(Script.json(200, list));

        assertPassedOver();
    }

    @Test
    void aServerThatRefusesIsPassedOverWithAWarning() throws IOException {
        ollama.always(Script.json(404, "{}"));

        assertPassedOver();
    }

    @Test
    void aServerThatIsDownIsPassedOverWithAWarning() throws IOException {
        ollama.die();

        assertPassedOver();
    }

    @Test
    void aServerThatNeverAnswersDelaysTheStartByNoMoreThanItsPatience() throws IOException {
        ollama.always(Script.silence());

        assertPassedOver();
    }

    /** It was the alias's only target, and the demo does not stand in for a server that is configured. */
    private void assertPassedOver() throws IOException {
        try (StartedRelevo relevo = StartedRelevo.of(auto("ollama"));
                RawClient client = RawClient.connect(relevo.port())) {
            List<String> warnings = relevo.settings().warnings();
            assertEquals(1, warnings.size());
            assertTrue(warnings.getFirst().startsWith("Ollama is passed over, since its first model is unknown: "));
            RawAnswer answer = client.post("/v1/chat/completions", HELLO).answer();
            assertEquals(503, answer.status());
            assertTrue(answer.text().contains("No target of 'auto' is live"), answer::toString);
        }
    }

    private String auto(String targets) {
        return yaml("preset: ollama", targets);
    }

    private String yaml(String provider, String targets) {
        return "providers: {ollama: {%s, base-url: '%s'}}\nmodels: {auto: [%s]}\n"
                .formatted(provider, ollama.baseUrl(), targets);
    }

    private static String target(StartedRelevo relevo) throws IOException {
        try (RawClient client = RawClient.connect(relevo.port())) {
            return client.post("/v1/chat/completions", HELLO).answer().header("x-relevo-target");
        }
    }

    private static String line(Received request) {
        return request.method() + " " + request.path();
    }
}
