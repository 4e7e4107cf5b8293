package dev.relevo.wire;

import java.util.List;

/** Error bodies as providers send them, and what each means in OpenAI's terms. */
final class ProviderErrors {
    /**
     * What a provider says.
     *
     * @param asIs whether it may be relayed as it is
     */
    record Said(String provider, String body, boolean asIs, ErrorBody meant) {
        @Override
        public String toString() {
            return provider;
        }
    }

    private ProviderErrors() {}

    static List<Said> all() {
        return List.of(
                openAiShaped(
                        "OpenAI",
                        """
                        {"error":{"message":"The model `x` does not exist or you do not have access to it.",
                        "type":"invalid_request_error","param":"model","code":"model_not_found"}}""",
                        new ErrorBody(
                                "The model `x` does not exist or you do not have access to it.",
                                "invalid_request_error",
                                "model",
                                "model_not_found")),
                openAiShaped(
                        "Groq, 429",
                        """
                        {"error":{"message":"Rate limit reached on tokens per minute (TPM). Please try again in 4.77s.",
                        "type":"tokens","code":"rate_limit_exceeded"}}
                        """,
                        new ErrorBody(
                                "Rate limit reached on tokens per minute (TPM). Please try again in 4.77s.",
                                "tokens",
                                null,
                                "rate_limit_exceeded")),
                openAiShaped(
                        "Groq, a failed tool call",
                        """
                        {"error":{"message":"Failed to call a function.","type":"invalid_request_error",
                        "code":"tool_use_failed","failed_generation":"<function=x>{}"}}""",
                        new ErrorBody("Failed to call a function.", "invalid_request_error", null, "tool_use_failed")),
                otherShaped(
                        "Cerebras",
                        """
                        {"message":"Requests per minute limit exceeded - too many requests sent.",
                        "type":"too_many_requests_error","param":"quota","code":"request_quota_exceeded"}""",
                        new ErrorBody(
                                "Requests per minute limit exceeded - too many requests sent.",
                                "too_many_requests_error",
                                "quota",
                                "request_quota_exceeded")),
                openAiShaped("Cerebras, in a stream", """
                        {"error":{"message":"overloaded","type":"server_error"},"status_code":503}""", new ErrorBody("overloaded", "server_error", null, null)),
                otherShaped(
                        "Gemini, 429",
                        """
                        [{"error":{"code":429,"message":"You exceeded your current quota.","status":"RESOURCE_EXHAUSTED",
                        "details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"37s"}]}}
                        ]
                        """,
                        new ErrorBody("You exceeded your current quota.", "RESOURCE_EXHAUSTED", null, "429")),
                openAiShaped(
                        "Gemini, without the array",
                        """
                        {"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT"}}""",
                        new ErrorBody("API key not valid.", "INVALID_ARGUMENT", null, "400")),
                otherShaped(
                        "xAI",
                        """
                        {"code":"Client specified an invalid argument","error":"Incorrect API key provided: xa***1."}""",
                        new ErrorBody(
                                "Incorrect API key provided: xa***1.",
                                "upstream_error",
                                null,
                                "Client specified an invalid argument")),
                openAiShaped("OpenRouter", """
                        {"error":{"message":"Provider returned error","code":429,"metadata":{"raw":"{\\"error\\":1}",
                        "headers":{"X-RateLimit-Reset":"1741305600000"}}},"user_id":"u"}""", new ErrorBody("Provider returned error", "requests", null, "429")),
                openAiShaped(
                        "OpenRouter, in a stream",
                        """
                        {"id":"c","choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}],
                        "error":{"code":"server_error","message":"Provider disconnected"}}""",
                        new ErrorBody("Provider disconnected", "upstream_error", null, "server_error")),
                otherShaped("Mistral, 429", """
                        {"object":"error","message":"Rate limit exceeded","type":"rate_limited","param":null,
                        "code":"1300","raw_status_code":429}""", new ErrorBody("Rate limit exceeded", "rate_limited", null, "1300")),
                otherShaped(
                        "Mistral, its gateway",
                        """
                        {"message":"Requests rate limit exceeded"}""",
                        new ErrorBody("Requests rate limit exceeded", "upstream_error", null, null)),
                otherShaped(
                        "Mistral, 422",
                        """
                        {"detail":[{"type":"extra_forbidden","loc":["body","store"],"msg":"Extra inputs are not permitted",
                        "input":true}]}""",
                        new ErrorBody(
                                "store: Extra inputs are not permitted",
                                "invalid_request_error",
                                "store",
                                "extra_forbidden")),
                otherShaped(
                        "Mistral, 422 inside the message",
                        """
                        {"object":"error","message":{"detail":[{"type":"missing","loc":["body","messages",0,"role"],
                        "msg":"Field required"},{"type":"missing","loc":["body","model"],"msg":"Field required"}]},
                        "type":"invalid_request_error","param":null,"code":null}""",
                        new ErrorBody(
                                "messages.0.role: Field required; model: Field required",
                                "invalid_request_error",
                                "messages.0.role",
                                "missing")),
                openAiShaped(
                        "DeepSeek, blank lines first",
                        """


                        {"error":{"message":"Insufficient Balance","type":"unknown_error","param":null,"code":"invalid_request_error"}}""",
                        new ErrorBody("Insufficient Balance", "unknown_error", null, "invalid_request_error")),
                openAiShaped(
                        "GitHub Models",
                        """
                        {"error":{"code":"RateLimitReached","message":"Rate limit of 10 per 60s exceeded.","details":"x"}}""",
                        new ErrorBody(
                                "Rate limit of 10 per 60s exceeded.", "upstream_error", null, "RateLimitReached")),
                otherShaped(
                        "NVIDIA NIM",
                        """
                        {"type":"about:blank","title":"Bad Request","status":400,"instance":"/v2/x",
                        "detail":"Function id 'x': DEGRADED function cannot be invoked","requestId":"r"}""",
                        new ErrorBody(
                                "Bad Request: Function id 'x': DEGRADED function cannot be invoked",
                                "invalid_request_error",
                                null,
                                "400")),
                otherShaped(
                        "NVIDIA NIM, a title alone", """
                        {"status":429,"title":"Too Many Requests"}""", new ErrorBody("Too Many Requests", "requests", null, "429")),
                otherShaped("FastAPI", """
                        {"detail":"Not Found"}""", new ErrorBody("Not Found", "upstream_error", null, null)),
                otherShaped(
                        "Ollama, its own API",
                        """
                        {"error":"model 'llama9' not found"}""",
                        new ErrorBody("model 'llama9' not found", "upstream_error", null, null)),
                openAiShaped("vLLM", """
                        {"error":{"message":"The model does not exist.","type":"NotFoundError","param":null,"code":404}}""", new ErrorBody("The model does not exist.", "NotFoundError", null, "404")),
                otherShaped(
                        "vLLM, older", """
                        {"object":"error","message":"The model does not exist.","type":"NotFoundError","param":null,"code":404}""", new ErrorBody("The model does not exist.", "NotFoundError", null, "404")),
                openAiShaped(
                        "llama.cpp",
                        """
                        {"error":{"code":400,"message":"the request exceeds the available context size",
                        "type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":4096}}""",
                        new ErrorBody(
                                "the request exceeds the available context size",
                                "exceed_context_size_error",
                                null,
                                "400")),
                openAiShaped(
                        "Azure",
                        """
                        {"error":{"message":"The response was filtered.","type":null,"param":"prompt","code":"content_filter",
                        "status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}}""",
                        new ErrorBody("The response was filtered.", "upstream_error", "prompt", "content_filter")),
                openAiShaped("Anthropic", """
                        {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"r"}""", new ErrorBody("Overloaded", "overloaded_error", null, null)),
                otherShaped(
                        "Bedrock",
                        """
                        {"message":"Too many requests, please wait before trying again."}""",
                        new ErrorBody(
                                "Too many requests, please wait before trying again.", "upstream_error", null, null)),
                otherShaped("Spring", """
                        {"timestamp":"t","status":500,"error":"Internal Server Error","message":"no route","path":"/v1"}""", new ErrorBody("no route", "server_error", null, "500")),
                otherShaped(
                        "an error that says only that it is one",
                        """
                        {"error":true}""",
                        new ErrorBody("true", "upstream_error", null, null)),
                otherShaped(
                        "an error object without a message",
                        """
                        {"error":{"reason":"quota"}}""",
                        new ErrorBody("{\"reason\":\"quota\"}", "upstream_error", null, null)),
                otherShaped(
                        "an error that is a list", """
                        {"error":["a","b"]}""", new ErrorBody("[\"a\",\"b\"]", "upstream_error", null, null)));
    }

    private static Said openAiShaped(String provider, String body, ErrorBody meant) {
        return new Said(provider, body, true, meant);
    }

    private static Said otherShaped(String provider, String body, ErrorBody meant) {
        return new Said(provider, body, false, meant);
    }
}
