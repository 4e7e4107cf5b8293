package dev.relevo.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.BadConfiguration;
import dev.relevo.config.Configuration;
import dev.relevo.config.Continuation;
import dev.relevo.config.Provider;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import dev.relevo.dialect.Operation;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.upstream.Outcome.Failure;
import dev.relevo.upstream.Outcome.Limited;
import dev.relevo.upstream.Outcome.Rejected;
import dev.relevo.wire.ErrorBody;
import dev.relevo.wire.Headers;
import dev.relevo.wire.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An error that quotes a client's own words makes no key and no account rest, whatever the client wrote. */
class QuotedWordsTest {
    /** What clients write to be quoted. */
    private static final List<String> WORDS = List.of(
            "insufficient funds",
            "Insufficient Balance",
            "Insufficient balance. Please recharge",
            "Insufficient credits. Add more using https://openrouter.ai/settings/credits",
            "Your credit balance is too low to access the Anthropic API.",
            "insufficient_quota",
            "You exceeded your current quota, please check your plan and billing details.",
            "invalid_api_key",
            "API_KEY_INVALID",
            "\"reason\": \"API_KEY_INVALID\"",
            "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"Insufficient Balance\",\"param\":null}}",
            "API key not valid. Please pass a valid API key.",
            "\"message\": \"API key not valid.",
            "Incorrect API key provided: x. You can obtain an API key from https://console.x.ai.",
            "\"error\":\"Incorrect API key provided: x. You can obtain an API key from https://console.x.ai.\"",
            "Your API key was revoked.",
            "invalid token",
            "authentication_error",
            "unauthorized",
            "' insufficient funds '",
            "\\\" Insufficient Balance",
            "limit per account",
            "account limit",
            "\"message\":\"Rate limit exceeded: free-models-per-day",
            "free-models-per-min",
            "try again in 300 days",
            "402");

    /** How providers quote; {@code #} stands for a client's words. */
    private static final List<String> MESSAGES = List.of(
            "Invalid value: '#'. Supported values are: 'a' and 'b'.",
            "'#' is not one of ['auto', 'none'] - 'tool_choice'",
            "\"#\" is no model.",
            "Unknown name \"#\": Cannot find field.",
            "Additional properties are not allowed ('#' was unexpected)",
            "property '#' is unsupported",
            "body.user: # is too long",
            "Unrecognized request argument supplied: #",
            "Unknown variant `#`, expected `system` at line 1 column 2",
            "Failed to parse tool call arguments: #",
            "Blocked by the firewall of acme since you wrote #",
            "The tool # was not found.");

    /** Where a field is named first, which a client may have made up, as validation does. */
    private static final List<String> FIELD_FIRST =
            List.of("#: Extra inputs are not permitted", "#: Field required", "# is not a known field");

    private static final List<Integer> VALIDATION = List.of(200, 400, 422);
    private static final List<Integer> STATUSES = List.of(200, 400, 403, 422, 429);

    /** The top-level names of the resource. */
    static List<String> presets() throws IOException {
        try (InputStream in = Configuration.class.getResourceAsStream("presets.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.matches("[a-z]+:.*"))
                    .map(line -> line.substring(0, line.indexOf(':')))
                    .toList();
        }
    }

    @Test
    void everyPresetIsLookedAt() throws IOException {
        assertTrue(presets().containsAll(List.of("groq", "gemini", "xai", "lmstudio", "generic")));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aClientsWordsInAnErrorRestNeitherKeyNorAccount(String preset, @TempDir Path folder) throws Exception {
        Target target = target(preset, folder);
        for (String words : WORDS) {
            assertRestsNothing(target, STATUSES, bodies(words));
            assertRestsNothing(target, STATUSES, messages(MESSAGES, words));
            assertRestsNothing(target, VALIDATION, messages(FIELD_FIRST, words));
        }
    }

    private static void assertRestsNothing(Target target, List<Integer> statuses, List<String> bodies) {
        for (String body : bodies) {
            for (int status : statuses) {
                Failure failure = classified(target, status, body);
                ScopeKind rests = rests(failure);
                boolean more = rests == ScopeKind.KEY || rests == ScopeKind.ACCOUNT;
                assertFalse(more, () -> status + " " + body + " is " + failure);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Insufficient Balance",
                "insufficient funds.",
                "You have insufficient credits",
                "Insufficient account balance! Please recharge your account and try again.",
                "Insufficient credits. Add more using https://openrouter.ai/settings/credits",
                "Sorry, your account balance is insufficient",
                "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or"
                        + " purchase credits."
            })
    void whatAProviderSaysOfOurMoneyByItselfRestsTheAccountWhateverTheStatus(String message, @TempDir Path folder)
            throws Exception {
        Target target = target("generic", folder);
        for (int status : List.of(200, 400, 402, 403, 422, 429, 500)) {
            String body = error(message, null);
            assertEquals(ScopeKind.ACCOUNT, rests(classified(target, status, body)), status + " " + body);
            String flat = "{\"message\":" + quoted(message) + "}";
            assertEquals(ScopeKind.ACCOUNT, rests(classified(target, status, flat)), status + " " + flat);
        }
        assertEquals(Fault.CLIENT, ((Rejected) classified(target, 400, error(message, "user"))).fault());
    }

    @Test
    void noWaitIsTakenFromTheProseOfARequestsRefusal(@TempDir Path folder) throws Exception {
        Target target = target("generic", folder);
        String body = error("Invalid value: 'try again in 30 days'.", null);
        for (int status : List.of(400, 422)) {
            assertEquals(null, classified(target, status, body).refusal().retryAfter());
        }
        assertEquals(
                Duration.ofDays(30), classified(target, 429, body).refusal().retryAfter());
    }

    private static ScopeKind rests(Failure failure) {
        return switch (failure) {
            case Rejected rejected -> rejected.fault().rests();
            case Limited limited -> limited.scope();
            default -> null;
        };
    }

    /** These messages about a client's words, in every shape of an error. */
    private static List<String> messages(List<String> messages, String words) {
        List<String> bodies = new ArrayList<>();
        for (String message : messages) {
            String quoting = message.replace("#", words);
            bodies.add(error(quoting, null));
            bodies.add(error(quoting, words));
            bodies.add("{\"object\":\"error\",\"message\":" + quoted(quoting) + ",\"code\":\"3051\"}");
            bodies.add("{\"code\":\"Client specified an invalid argument\",\"error\":" + quoted(quoting) + "}");
            bodies.add(
                    "[{\"error\":{\"code\":400,\"message\":" + quoted(quoting) + ",\"status\":\"INVALID_ARGUMENT\"}}]");
            bodies.add("{\"title\":\"Bad Request\",\"detail\":" + quoted(quoting) + "}");
            bodies.add("{\"error\":" + quoted(quoting) + "}");
        }
        return bodies;
    }

    /** Bodies that have a client's words besides the message. */
    private static List<String> bodies(String words) {
        List<String> bodies = new ArrayList<>();
        bodies.add(
                "{\"detail\":[{\"type\":\"string_type\",\"loc\":[\"body\",\"user\"],\"msg\":\"Input should be a valid"
                        + " string\",\"input\":" + quoted(words) + "}]}");
        bodies.add("{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\"," + quoted(words)
                + "],\"msg\":\"Extra inputs are not permitted\",\"input\":1}]}");
        bodies.add("{\"error\":{\"message\":\"Failed to call a function.\",\"code\":\"tool_use_failed\","
                + "\"failed_generation\":" + quoted(words) + "}}");
        bodies.add("{\"error\":{\"message\":\"Provider returned error\",\"code\":400,\"metadata\":{\"raw\":"
                + quoted(error(words, null)) + "}}}");
        bodies.add("<html><body>" + words + "</body></html>");
        bodies.add("Bad request: " + words);
        return bodies;
    }

    private static Failure classified(Target target, int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return Classification.of(target, Operation.CHAT, status, new Headers(), bytes, 0);
    }

    private static String error(String message, String param) {
        return new String(new ErrorBody(message, "invalid_request_error", param, null).json(), StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        return new String(JsonText.quoted(text), StandardCharsets.UTF_8);
    }

    private static Target target(String preset, Path folder) throws IOException, BadConfiguration {
        Path file = folder.resolve("config.yaml");
        Files.writeString(
                file,
                "providers: {p: {preset: " + preset + ", base-url: 'http://127.0.0.1:1', api-key: k, model: m}}\n"
                        + "models: {auto: {targets: [p/m]}}\n");
        Provider provider = Configuration.load(file, Map.of()).providers().getFirst();
        return new Target(
                provider,
                "m",
                provider.keys().getFirst(),
                1,
                null,
                provider.supports().of("m"),
                null,
                Continuation.NONE,
                Terms.NONE);
    }
}
