package dev.relevo.relay;

import static dev.relevo.faulty.ProviderErrors.openAi;
import static dev.relevo.relay.RefusalTable.row;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import dev.relevo.relay.RefusalTable.Rests;
import dev.relevo.relay.RefusalTable.Row;
import java.util.List;
import java.util.stream.Stream;

/** The forms of single providers and the words of their limits, as collected in 2026-11. */
final class ProviderRefusals {
    private static final String LONG = "context_length_exceeded";
    private static final String LIMIT = "rate_limit_exceeded";

    private ProviderRefusals() {}

    static List<Row> rows() {
        return Stream.of(tooLong(), gaps(), limits(), ours(), theirs(), policies(), insideOf200())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Row> tooLong() {
        Stream<Row> words = Stream.of(
                        "This model's maximum context length is 8192 tokens.",
                        "You are over the model's maximum context limit.",
                        "Your request exceeds context limit.",
                        "The prompt is longer than the model's context length.",
                        "the request exceeds the available context size. try increasing it",
                        "The prompt exceeds the maximum number of tokens allowed.",
                        "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).",
                        "prompt is too long: 210000 tokens > 200000 maximum",
                        "Input is too long for requested model.",
                        "Input tokens exceed the configured limit of 272000 tokens.",
                        "Please reduce the length of the messages or completion.",
                        "Current length is 9000 while limit is 8192",
                        "`inputs` tokens + `max_new_tokens` must be <= 4097.",
                        "Prompt exceeds max length")
                .map(said -> row("generic", said, openAi(400, said, "x", null, null), 400, LONG, Rests.NOTHING));
        Script llama = Script.json(
                400,
                "{\"error\":{\"code\":400,\"message\":\"too much\",\"type\":\"exceed_context_size_error\","
                        + "\"n_prompt_tokens\":9000,\"n_ctx\":8192}}");
        Script large = openAi(413, "Prompt is too long.", null, null, null);
        Script gemini = Script.json(
                400,
                "[{\"error\":{\"code\":400,\"message\":\"The input token count (1100000) exceeds the maximum number of"
                        + " tokens allowed (1048576).\",\"status\":\"INVALID_ARGUMENT\"}}]");
        return Stream.concat(
                        words,
                        Stream.of(
                                row("llamacpp", "too long (llama.cpp)", llama, 400, LONG, Rests.NOTHING),
                                row("gemini", "too long (Gemini)", gemini, 400, LONG, Rests.NOTHING),
                                row("generic", "too long as 413", large, 400, LONG, Rests.NOTHING)))
                .toList();
    }

    private static List<Row> gaps() {
        Script property =
                openAi(400, "'messages.1' : property 'id' is unsupported", "invalid_request_error", null, null);
        Script tool = openAi(400, "Failed to call a function.", "invalid_request_error", null, "tool_use_failed");
        Script json = openAi(400, "Failed to generate JSON.", "invalid_request_error", null, "json_validate_failed");
        Script field = Script.json(
                400,
                "[{\"error\":{\"code\":400,\"message\":\"Unknown name \\\"seed\\\": Cannot find field.\","
                        + "\"status\":\"INVALID_ARGUMENT\"}}]");
        Script stop = Script.json(
                400,
                "{\"code\":\"Client specified an invalid argument\",\"error\":\"Model grok-4 does not support parameter"
                        + " stop.\"}");
        Script moderation = openAi(
                400,
                "Unknown parameter: 'moderation'.",
                "invalid_request_error",
                "moderation",
                "unsupported_parameter");
        Script parallel = Script.json(
                400, "{\"title\":\"Bad Request\",\"detail\":\"This model only supports single tool-calls at once!\"}");
        Script toolId = Script.json(
                400,
                "{\"object\":\"error\",\"message\":\"Tool call id was call_abc but must be a-z, A-Z, 0-9, with a length of"
                        + " 9.\",\"type\":\"invalid_function_call\",\"param\":null,\"code\":\"3280\",\"raw_status_code\":400}");
        Script thinking = openAi(
                400,
                "The `reasoning_content` in the thinking mode must be passed back to the API.",
                "invalid_request_error",
                null,
                "invalid_request_error");
        Script degraded = Script.json(
                400,
                "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"Function id 'x':"
                        + " DEGRADED function cannot be invoked\"}");
        Script store = openAi(422, "property 'body.store' is unsupported", "invalid_request_error", null, null);
        Script strict = openAi(400, "Unrecognized request argument supplied: x", "invalid_request_error", null, null);
        return List.of(
                row("groq", "a message's property (Groq)", property, 400, null, Rests.NOTHING),
                row("groq", "a tool called wrongly (Groq)", tool, 400, "tool_use_failed", Rests.NOTHING),
                row("groq", "JSON against the schema (Groq)", json, 400, "json_validate_failed", Rests.NOTHING),
                row("gemini", "an unknown name (Gemini)", field, 400, "400", Rests.NOTHING),
                row(
                        "xai",
                        "a parameter of no use there (xAI)",
                        stop,
                        400,
                        "Client specified an invalid argument",
                        Rests.NOTHING),
                row("openai", "a parameter called moderation", moderation, 400, "unsupported_parameter", Rests.NOTHING),
                row("mistral", "another's tool call id (Mistral)", toolId, 400, "3280", Rests.NOTHING),
                row(
                        "deepseek",
                        "another's reasoning (DeepSeek)",
                        thinking,
                        400,
                        "invalid_request_error",
                        Rests.NOTHING),
                row("nvidia", "a degraded function (NIM)", degraded, 400, "400", Rests.NOTHING),
                row("cerebras", "an unsupported property (Cerebras)", store, 422, null, Rests.NOTHING),
                row("nvidia", "parallel tool calls (NIM)", parallel, 400, null, Rests.NOTHING),
                row("github", "an unknown argument (GitHub)", strict, 400, null, Rests.NOTHING));
    }

    private static List<Row> limits() {
        Script github = openAi(429, "Rate limit of 15 per 60s exceeded.", null, null, "RateLimitReached");
        Script gateway = Script.json(429, "{\"message\":\"Requests rate limit exceeded\"}");
        Script day = Script.json(
                429,
                "{\"error\":{\"code\":429,\"message\":\"Rate limit exceeded: free-models-per-day. Add 10 credits\"}}");
        Script behind = Script.json(
                429,
                "{\"error\":{\"code\":429,\"message\":\"Provider returned error\",\"metadata\":{\"raw\":\"busy\","
                        + "\"provider_code\":\"429\"}}}");
        Script nim = Script.json(429, "{\"status\":429,\"title\":\"Too Many Requests\"}");
        Script bedrock = Script.json(429, "{\"message\":\"Too many requests, please wait before trying again.\"}");
        Script geminiDay = Script.json(
                429,
                "[{\"error\":{\"code\":429,\"message\":\"You exceeded your current quota, please check your plan and"
                        + " billing details.\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"violations\":[{\"quotaId\":"
                        + "\"GenerateRequestsPerDayPerProjectPerModel-FreeTier\"}]}]}}]");
        Script tokens = openAi(429, "Too many tokens for this minute.", null, null, "tokens_limit_reached");
        Script account = openAi(429, "Limit of 10 concurrent requests per account reached.", null, null, null);
        return List.of(
                row(
                        "xai",
                        "429 (xAI)",
                        ProviderErrors.xaiRateLimit(),
                        429,
                        "Some resource has been exhausted",
                        Rests.TARGET),
                row("github", "429 (GitHub)", github, 429, "RateLimitReached", Rests.TARGET),
                row("github", "429 for tokens (GitHub)", tokens, 429, "tokens_limit_reached", Rests.TARGET),
                row("mistral", "429 of the gateway (Mistral)", gateway, 429, LIMIT, Rests.TARGET),
                row("openrouter", "free models per day (OpenRouter)", day, 429, LIMIT, Rests.ACCOUNT),
                row("openrouter", "429 of a provider behind it (OpenRouter)", behind, 429, LIMIT, Rests.TARGET),
                row("nvidia", "429 (NIM)", nim, 429, LIMIT, Rests.TARGET),
                row("generic", "429 (Bedrock)", bedrock, 429, LIMIT, Rests.TARGET),
                row("gemini", "a day's requests (Gemini)", geminiDay, 429, LIMIT, Rests.TARGET),
                row("generic", "429 of the whole account", account, 429, LIMIT, Rests.ACCOUNT));
    }

    private static List<Row> ours() {
        String code = "upstream_error";
        Script missing = Script.json(401, "{\"code\":\"unauthenticated\",\"error\":\"No API key provided.\"}");
        Script deepseek = openAi(402, "Insufficient Balance", "unknown_error", null, "invalid_request_error");
        Script anthropic = openAi(
                400,
                "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or"
                        + " purchase credits.",
                "invalid_request_error",
                null,
                null);
        Script blocked = Script.json(
                403,
                "[{\"error\":{\"code\":403,\"message\":\"Requests to this API are blocked.\",\"status\":"
                        + "\"PERMISSION_DENIED\",\"details\":[{\"reason\":\"API_KEY_SERVICE_BLOCKED\"}]}}]");
        Script vllm = Script.json(
                404,
                "{\"object\":\"error\",\"message\":\"The model `m` does not exist.\",\"type\":\"NotFoundError\","
                        + "\"param\":null,\"code\":404}");
        Script ollama = Script.json(404, "{\"error\":\"model 'm' not found\"}");
        Script suspended =
                Script.json(412, "{\"error\":{\"message\":\"Account is suspended\",\"code\":\"PRECONDITION\"}}");
        Script together =
                openAi(404, "Unable to access model m.", "invalid_request_error", null, "model_not_available");
        return List.of(
                row("xai", "a missing key (xAI)", missing, 502, code, Rests.KEY),
                row("generic", "no credit as 400 (Anthropic)", anthropic, 502, code, Rests.KEY),
                row("gemini", "a blocked key as 403 (Gemini)", blocked, 502, code, Rests.KEY),
                row("vllm", "no such model (vLLM)", vllm, 404, "404", Rests.MODEL),
                row("ollama", "no such model (Ollama)", ollama, 404, null, Rests.MODEL),
                row("fireworks", "402 (Fireworks)", Script.json(402, "{}"), 502, code, Rests.KEY),
                row("deepseek", "no balance (DeepSeek)", deepseek, 502, code, Rests.KEY),
                row("fireworks", "a suspended account (Fireworks)", suspended, 502, code, Rests.KEY),
                row("together", "a model that is gone (Together)", together, 404, "model_not_available", Rests.MODEL));
    }

    private static List<Row> theirs() {
        String capacity = "{\"object\":\"error\",\"message\":\"Service tier capacity exceeded for this model.\","
                + "\"type\":\"service_tier_capacity_exceeded\",\"param\":null,\"code\":\"3505\"}";
        Script flex = openAi(498, "Flex tier capacity exceeded.", "capacity_exceeded", null, "capacity_exceeded");
        Script loading = Script.json(
                503, "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}");
        Script vllm = Script.json(
                500,
                "{\"error\":{\"message\":\"EngineCore died\",\"type\":\"InternalServerError\",\"param\":null,\"code\":500}}");
        return List.of(
                row("mistral", "overload as 429 (Mistral)", Script.json(429, capacity), 503, "3505", Rests.NOTHING),
                row("mistral", "overload as 503 (Mistral)", Script.json(503, capacity), 503, "3505", Rests.NOTHING),
                row("groq", "no capacity (Groq)", flex, 503, "capacity_exceeded", Rests.NOTHING),
                row(
                        "groq",
                        "424 (Groq)",
                        openAi(424, "Dependency failed.", null, null, null),
                        503,
                        null,
                        Rests.NOTHING),
                row("llamacpp", "while loading (llama.cpp)", loading, 503, null, Rests.NOTHING),
                row("vllm", "500 (vLLM)", vllm, 500, null, Rests.NOTHING));
    }

    private static List<Row> policies() {
        Script azure = Script.json(
                400,
                "{\"error\":{\"message\":\"The response was filtered due to the prompt triggering our policies.\","
                        + "\"type\":null,\"param\":\"prompt\",\"code\":\"content_filter\",\"status\":400,"
                        + "\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}}}");
        Script violation =
                openAi(400, "Your request was rejected.", "invalid_request_error", null, "content_policy_violation");
        Script flagged = Script.json(
                403,
                "{\"error\":{\"code\":403,\"message\":\"This model requires moderation on its provider. Your input was"
                        + " flagged for violence.\",\"metadata\":{\"reasons\":[\"violence\"]}}}");
        Script odd = openAi(422, "No.", null, null, "content_filter");
        return List.of(
                row("generic", "a filter (Azure)", azure, 400, "content_filter", Rests.CLIENT_IS_TOLD),
                row("openai", "a policy", violation, 400, "content_policy_violation", Rests.CLIENT_IS_TOLD),
                row("openrouter", "moderation (OpenRouter)", flagged, 403, null, Rests.CLIENT_IS_TOLD),
                row("mistral", "a filter with another status", odd, 422, "content_filter", Rests.CLIENT_IS_TOLD));
    }

    private static List<Row> insideOf200() {
        Script cerebras = Completions.stream(
                "{\"error\":{\"message\":\"Too busy\",\"type\":\"too_many_requests_error\"},\"status_code\":429}");
        Script openRouter = Completions.stream(
                "{\"id\":\"g\",\"object\":\"chat.completion.chunk\",\"error\":{\"code\":502,\"message\":\"Provider"
                        + " disconnected\"},\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},"
                        + "\"finish_reason\":\"error\"}]}");
        Script policy = Script.json(200, "{\"error\":{\"message\":\"No.\",\"code\":\"content_policy_violation\"}}");
        return List.of(
                new Row("cerebras", "a limit in a stream (Cerebras)", cerebras, "429", 429, LIMIT, Rests.TARGET),
                new Row("openrouter", "an error in a chunk (OpenRouter)", openRouter, "502", 502, null, Rests.NOTHING),
                new Row(
                        "openrouter",
                        "502 inside 200",
                        ProviderErrors.errorInside200(),
                        "502",
                        502,
                        null,
                        Rests.NOTHING),
                new Row(
                        "llamacpp",
                        "too long in a stream",
                        ProviderErrors.errorAsFirstEvent(),
                        "500",
                        400,
                        LONG,
                        Rests.NOTHING),
                new Row(
                        "generic",
                        "a policy inside 200",
                        policy,
                        "400",
                        400,
                        "content_policy_violation",
                        Rests.CLIENT_IS_TOLD));
    }
}
