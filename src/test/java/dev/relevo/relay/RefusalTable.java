package dev.relevo.relay;

import static dev.relevo.faulty.ProviderErrors.openAi;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** What upstreams say when they do not answer, and what it means. */
final class RefusalTable {
    /** What is no more asked for a while, of a provider with two keys and two models. */
    enum Rests {
        /** The client's own mistake; it is told at once. */
        CLIENT_IS_TOLD,
        /** Another target is asked, but nothing rests. */
        NOTHING,
        /** The model with this key. */
        TARGET,
        /** All models with this key. */
        KEY,
        /** The model with all keys. */
        MODEL,
        /** The provider. */
        ACCOUNT
    }

    /**
     * One refusal.
     *
     * @param preset of the provider
     * @param script what it answers
     * @param word in the trail
     * @param status that a client gets where it is the only target
     * @param code that a client gets there; null for JSON's null
     */
    record Row(String preset, String what, Script script, String word, int status, String code, Rests rests) {
        @Override
        public String toString() {
            return what;
        }
    }

    private RefusalTable() {}

    static Stream<Row> rows() {
        return Stream.of(theClients(), tooMuch(), ours(), limits(), theirs(), insideOf200(), ProviderRefusals.rows())
                .flatMap(List::stream);
    }

    private static List<Row> theClients() {
        Script filtered =
                openAi(400, "Blocked by our content filter.", "invalid_request_error", null, "content_filter");
        Script moderated = openAi(403, "Your input was flagged.", "invalid_request_error", null, null);
        Script unknown = openAi(400, "Extra inputs are not permitted", "invalid_request_error", "x", null);
        Script degraded =
                Script.json(400, "{\"title\":\"Bad Request\",\"detail\":\"DEGRADED function cannot be invoked\"}");
        return List.of(
                row(
                        "generic",
                        "a bad parameter",
                        ProviderErrors.badParameter(),
                        400,
                        "invalid_type",
                        Rests.CLIENT_IS_TOLD),
                row("generic", "422", openAi(422, "No.", "x", null, "bad"), 422, "bad", Rests.CLIENT_IS_TOLD),
                row(
                        "generic",
                        "a body too large",
                        openAi(413, "Too big.", "x", null, null),
                        413,
                        null,
                        Rests.CLIENT_IS_TOLD),
                row("generic", "a content filter", filtered, 400, "content_filter", Rests.CLIENT_IS_TOLD),
                row("generic", "moderation", moderated, 403, null, Rests.CLIENT_IS_TOLD),
                row("generic", "415", Script.json(415, "{}"), 415, null, Rests.CLIENT_IS_TOLD),
                row("generic", "a field unknown there", unknown, 400, null, Rests.NOTHING),
                row("generic", "a degraded function", degraded, 400, null, Rests.NOTHING),
                row(
                        "mistral",
                        "422 of a strict provider",
                        ProviderErrors.mistralUnknownField(),
                        422,
                        "extra_forbidden",
                        Rests.NOTHING));
    }

    private static List<Row> tooMuch() {
        String code = "context_length_exceeded";
        Script cerebras =
                Script.json(400, "{\"message\":\"Current length is 9000 while limit is 8192\",\"code\":\"x\"}");
        Script llama = Script.json(500, "{\"error\":{\"code\":500,\"message\":\"Context size has been exceeded.\"}}");
        Script github = openAi(413, "Request body too large for gpt-4o model.", null, null, "tokens_limit_reached");
        return List.of(
                row("generic", "a prompt too long", ProviderErrors.contextExceeded(), 400, code, Rests.NOTHING),
                row("cerebras", "a prompt too long, flat", cerebras, 400, code, Rests.NOTHING),
                row("generic", "a prompt too long, as 500", llama, 400, code, Rests.NOTHING),
                row(
                        "groq",
                        "more than a minute's tokens",
                        ProviderErrors.groqTooLarge(),
                        413,
                        "rate_limit_exceeded",
                        Rests.NOTHING),
                row("generic", "more than the tier's tokens", github, 413, "tokens_limit_reached", Rests.NOTHING));
    }

    private static List<Row> ours() {
        String code = "upstream_error";
        Script unpaid = openAi(403, "Insufficient balance.", null, null, null);
        Script denied = openAi(403, "Your tier has no access to this model.", null, null, null);
        Script noTools = openAi(404, "No endpoints found that support tool use.", "x", null, null);
        Script keyless = openAi(403, "This API key has no access to model m.", null, null, null);
        Script revoked = openAi(403, "Your API key was revoked.", null, null, null);
        return List.of(
                row("generic", "401", ProviderErrors.wrongKey("sk-x"), 502, code, Rests.KEY),
                row("gemini", "a wrong key as 400 (Gemini)", ProviderErrors.geminiWrongKey(), 502, code, Rests.KEY),
                row("xai", "a wrong key as 400 (xAI)", ProviderErrors.xaiWrongKey(), 502, code, Rests.KEY),
                row("generic", "403 that names the key", revoked, 502, code, Rests.KEY),
                row("generic", "403", denied, 502, code, Rests.TARGET),
                row("generic", "403 that denies a key one model", keyless, 502, code, Rests.TARGET),
                row("generic", "403 of a firewall", ProviderErrors.htmlPage(403), 502, null, Rests.NOTHING),
                row("generic", "402", ProviderErrors.noBalance(), 502, code, Rests.KEY),
                row("generic", "no credit as 429", ProviderErrors.openAiNoCredit(), 502, code, Rests.KEY),
                row("generic", "no balance as 403", unpaid, 502, code, Rests.KEY),
                row("generic", "412", Script.json(412, "{}"), 502, code, Rests.KEY),
                row("generic", "451", Script.json(451, "{}"), 502, code, Rests.KEY),
                row("generic", "404", ProviderErrors.noSuchModel("m"), 404, "model_not_found", Rests.MODEL),
                row("openrouter", "404 for want of tools", noTools, 404, null, Rests.NOTHING),
                row("generic", "410", openAi(410, "Retired.", null, null, null), 404, null, Rests.MODEL));
    }

    private static List<Row> limits() {
        String code = "rate_limit_exceeded";
        return List.of(
                row("openai", "429", ProviderErrors.openAiRateLimit(), 429, code, Rests.TARGET),
                row("groq", "429 (Groq)", ProviderErrors.groqRateLimit(), 429, code, Rests.TARGET),
                row("gemini", "429 (Gemini)", ProviderErrors.geminiRateLimit(), 429, code, Rests.TARGET),
                row(
                        "cerebras",
                        "429 (Cerebras)",
                        ProviderErrors.cerebrasRateLimit(),
                        429,
                        "request_quota_exceeded",
                        Rests.TARGET),
                row("mistral", "429 (Mistral)", ProviderErrors.mistralRateLimit(), 429, "1300", Rests.TARGET),
                row("openrouter", "429 (OpenRouter)", ProviderErrors.openRouterRateLimit(), 429, code, Rests.ACCOUNT),
                row("generic", "429 without a word", Script.json(429, ""), 429, code, Rests.TARGET));
    }

    private static List<Row> theirs() {
        Stream<Row> kept = Stream.of(500, 502, 503, 504).map(status -> status(status, status));
        Stream<Row> later = Stream.of(408, 409, 425, 498, 499, 529).map(status -> status(status, 503));
        Row page = row("generic", "a gateway's page", ProviderErrors.htmlPage(502), 502, null, Rests.NOTHING);
        Row odd = row("generic", "520", Script.json(520, "{}"), 502, null, Rests.NOTHING);
        return Stream.of(kept, later, Stream.of(page, odd))
                .flatMap(rows -> rows)
                .toList();
    }

    private static List<Row> insideOf200() {
        Script limit = Script.json(200, "{\"error\":{\"message\":\"Slow down\",\"code\":429}}");
        Script key = Completions.stream("{\"error\":{\"message\":\"Bad key\",\"code\":\"invalid_api_key\"}}");
        Script flat =
                Completions.stream("{\"object\":\"error\",\"message\":\"Rate limit exceeded\",\"code\":\"1300\"}");
        Script filtered = Completions.stream("{\"error\":{\"message\":\"No.\",\"code\":\"content_filter\"}}");
        Script failed = Completions.stream("{\"error\":{\"message\":\"Oops\",\"type\":\"server_error\"}}");
        return List.of(
                new Row("generic", "a limit inside 200", limit, "429", 429, "rate_limit_exceeded", Rests.TARGET),
                new Row("generic", "a wrong key inside a stream", key, "401", 502, "upstream_error", Rests.KEY),
                new Row("mistral", "a limit as a flat event", flat, "429", 429, "1300", Rests.TARGET),
                new Row(
                        "generic",
                        "a filter in a stream",
                        filtered,
                        "400",
                        400,
                        "content_filter",
                        Rests.CLIENT_IS_TOLD),
                new Row("generic", "a failure inside a stream", failed, "502", 502, null, Rests.NOTHING));
    }

    private static Row status(int status, int told) {
        Script script = openAi(status, "Not now.", "server_error", null, "busy");
        return new Row("generic", "" + status, script, "" + status, told, "busy", Rests.NOTHING);
    }

    static Row row(String preset, String what, Script script, int status, String code, Rests rests) {
        String statusLine = new String(script.wire(), 0, 12, StandardCharsets.ISO_8859_1);
        return new Row(preset, what, script, statusLine.substring(9), status, code, rests);
    }
}
