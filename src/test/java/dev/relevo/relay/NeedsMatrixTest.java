package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.config.Feature;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.Script;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What requests need, against what targets can do: each test runs once for each way to need something. */
class NeedsMatrixTest {
    private static final String EMBEDDING = "{\"object\":\"list\",\"model\":\"m\",\"data\":[{\"object\":\"embedding\","
            + "\"index\":0,\"embedding\":[0.5,-0.25]}],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}";
    private static final String COMPLETION =
            "{\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\","
                    + "\"choices\":[{\"text\":\"hi\",\"index\":0,\"logprobs\":null,\"finish_reason\":\"stop\"}]}";

    private final FaultyUpstream able = FaultyUpstream.start().always(NeedsMatrixTest::answer);
    private final FaultyUpstream unable = FaultyUpstream.start().always(NeedsMatrixTest::answer);
    private Proxy proxy;

    @AfterEach
    void close() {
        proxy.close();
        able.close();
        unable.close();
    }

    /** A request that needs the feature, by the member that says so. */
    enum Need {
        CHAT(Feature.CHAT, "model", "\"temperature\":0"),
        TOOLS(Feature.TOOLS, "tools", "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]"),
        FUNCTIONS(Feature.TOOLS, "tools", "\"functions\":[{\"name\":\"f\"}]"),
        VISION(
                Feature.VISION,
                "messages",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA\"}}]}]"),
        AUDIO(
                Feature.AUDIO,
                "messages",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AA\",\"format\":\"wav\"}}]}]"),
        JSON_SCHEMA(
                Feature.JSON_SCHEMA,
                "response_format",
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":{}}}"),
        N(Feature.N, "n", "\"n\":2"),
        LOGPROBS(Feature.LOGPROBS, "logprobs", "\"logprobs\":true"),
        COMPLETIONS(Feature.COMPLETIONS, "model", "\"prompt\":\"hi\""),
        EMBEDDINGS(Feature.EMBEDDINGS, "model", "\"input\":\"hi\"");

        private final Feature feature;
        private final String param;
        private final String member;

        Need(Feature feature, String param, String member) {
            this.feature = feature;
            this.param = param;
            this.member = member;
        }

        boolean isOperation() {
            return param.equals("model");
        }

        String path() {
            return switch (feature) {
                case COMPLETIONS -> "/v1/completions";
                case EMBEDDINGS -> "/v1/embeddings";
                default -> "/v1/chat/completions";
            };
        }

        String body(String model) {
            String messages = path().equals("/v1/chat/completions") && !member.startsWith("\"messages\"")
                    ? ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
                    : "";
            return "{\"model\":\"" + model + "\"" + messages + "," + member + "}";
        }

        /** Whatever else there is. */
        String others() {
            return Arrays.stream(Feature.values())
                    .filter(other -> other != feature)
                    .map(Feature::key)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void itIsServedByOneThatCanWhereverThatStands(Need need) throws IOException {
        start(need);
        for (String model : List.of("first", "second", "late", "told", "balanced", "quick")) {
            for (int i = 0; i < 4; i++) {
                RawAnswer answer = ask(need, model);
                assertEquals(200, answer.status(), answer::head);
                assertEquals("able/m", answer.header("x-relevo-target"));
                assertEquals("1", answer.header("x-relevo-attempts"));
                assertNull(answer.header("x-relevo-adjusted"), "nothing was left out");
                assertEquals(need.body("m"), able.requests().getLast().text());
            }
        }
        assertEquals(List.of(), unable.requests());
    }

    @ParameterizedTest
    @EnumSource
    void whereNobodyCanTheClientIsToldWhoLacksWhatAndWhatToDo(Need need) throws IOException {
        start(need);

        RawAnswer answer = ask(need, "none");

        assertEquals(need.isOperation() ? 404 : 400, answer.status());
        JsonObject error = Proxy.error(answer.text());
        String message = error.getString("message");
        assertEquals("invalid_request_error", error.getString("type"));
        assertEquals(need.isOperation() ? "model_not_found" : "unsupported_feature", error.getString("code"));
        assertEquals(need.param, error.getString("param"));
        String lacks = " lacks " + need.feature.key();
        assertTrue(message.contains("unable/m" + lacks + "; unable/n" + lacks), message);
        assertTrue(message.contains("Ask for one of [first, second, late, told, balanced, quick], or "), message);
        assertTrue(message.contains("'supports'"), message);
        assertEquals(List.of(), unable.requests());
        assertEquals(List.of(), able.requests());
    }

    @ParameterizedTest
    @EnumSource
    void whereThoseThatCanFailNoOtherIsAsked(Need need) throws IOException {
        start(need);
        able.always(ProviderErrors.serverError(500));
        for (int i = 0; i < 6; i++) {
            assertEquals(500, ask(need, "second").status());
        }
        able.always(ProviderErrors.openAi(429, "Slow down.", "requests", null, "rate_limit_exceeded"));
        assertEquals(429, ask(need, "second").status());
        assertEquals(429, ask(need, "second").status());

        assertEquals(7, able.requests().size(), "rests, after a last resort");
        assertEquals(List.of(), unable.requests());
    }

    @ParameterizedTest
    @EnumSource
    void aProvidersModelThatCannotIsRefusedByItsOwnNameToo(Need need) throws IOException {
        start(need);

        for (String model : List.of("unable/m", "unable/made-up")) {
            RawAnswer answer = ask(need, model);
            assertEquals(need.isOperation() ? 404 : 400, answer.status());
            String message = Proxy.error(answer.text()).getString("message");
            assertTrue(message.contains(model + " lacks " + need.feature.key()), message);
        }
        assertEquals(List.of(), unable.requests());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHAT")
    void requestsThatDoNotNeedItGoToEveryOne(Need need) throws IOException {
        start(need);

        RawAnswer plain = proxy.ask(Proxy.CHAT.replace("auto", "second"));

        assertEquals("unable/m", plain.header("x-relevo-target"));
    }

    private void start(Need need) {
        proxy = Proxy.of("""
                providers:
                  able: {base-url: <1>, api-key: k}
                  unable: {base-url: <2>, api-key: k, supports: OTHERS}
                models:
                  first: {strategy: priority, targets: [able/m, unable/m]}
                  second: {strategy: priority, targets: [unable/m, unable/n, able/m]}
                  late: [{target: unable/m, tier: 1}, {target: able/m, tier: 2}]
                  told: [{target: able/x, supports: OTHERS}, able/m]
                  balanced: {strategy: weighted, targets: [{target: unable/m, weight: 9}, able/m]}
                  quick: {strategy: least-latency, targets: [unable/m, able/m]}
                  none: [unable/m, unable/n]
                """.replace("OTHERS", need.others()), able, unable);
    }

    private RawAnswer ask(Need need, String model) throws IOException {
        return proxy.client().post(need.path(), need.body(model)).answer();
    }

    private static Script answer(Received request) {
        return switch (request.path()) {
            case "/v1/embeddings" -> Script.json(200, EMBEDDING);
            case "/v1/completions" -> Script.json(200, COMPLETION);
            default -> Completions.chat("hi");
        };
    }
}
