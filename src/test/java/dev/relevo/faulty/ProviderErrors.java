package dev.relevo.faulty;

import java.nio.charset.StandardCharsets;

/** Errors as providers word and shape them. */
public final class ProviderErrors {
    private ProviderErrors() {}

    /** OpenAI's shape; null where JSON says null. */
    public static String body(String message, String type, String param, String code) {
        return "{\"error\":{\"message\":" + quoted(message) + ",\"type\":" + quoted(type) + ",\"param\":"
                + quoted(param) + ",\"code\":" + quoted(code) + "}}";
    }

    public static Script openAi(int status, String message, String type, String param, String code) {
        return Script.json(status, body(message, type, param, code));
    }

    public static Script openAiRateLimit() {
        String message =
                "Rate limit reached for gpt-4o in organization org-x on requests per min (RPM): Limit 3, Used 3,"
                        + " Requested 1. Please try again in 20s.";
        return openAi(429, message, "requests", null, "rate_limit_exceeded")
                .header("retry-after", "20")
                .header("x-ratelimit-reset-requests", "20s");
    }

    public static Script openAiNoCredit() {
        String message = "You exceeded your current quota, please check your plan and billing details.";
        return openAi(429, message, "insufficient_quota", null, "insufficient_quota");
    }

    /** The wait stands only in the prose. */
    public static Script groqRateLimit() {
        String message = "Rate limit reached for model `llama-3.3-70b-versatile` in organization `org_x` service tier"
                + " `on_demand` on tokens per minute (TPM): Limit 6000, Used 5034, Requested 1443. Please try again in"
                + " 4.77s. Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing";
        return openAi(429, message, "tokens", null, "rate_limit_exceeded");
    }

    public static Script groqTooLarge() {
        String message = "Request too large for model `llama-3.3-70b-versatile` on tokens per minute (TPM): Limit 6000,"
                + " Requested 9000, please reduce your message size and try again.";
        return openAi(413, message, "tokens", null, "rate_limit_exceeded");
    }

    /** Flat, and the wait is in fractional seconds. */
    public static Script cerebrasRateLimit() {
        return Script.json(
                        429,
                        "{\"message\":\"Requests per minute limit exceeded - too many requests sent.\","
                                + "\"type\":\"too_many_requests_error\",\"param\":\"quota\","
                                + "\"code\":\"request_quota_exceeded\"}")
                .header("x-ratelimit-reset-requests-day", "33011.382867")
                .header("x-ratelimit-reset-tokens-minute", "11.382867");
    }

    /** An array, and the wait is in the details. */
    public static Script geminiRateLimit() {
        return Script.json(
                429,
                "[{\"error\":{\"code\":429,\"message\":\"You exceeded your current quota.\",\"status\":\"RESOURCE_EXHAUSTED\","
                        + "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\",\"violations\":"
                        + "[{\"quotaId\":\"GenerateRequestsPerMinutePerProjectPerModel-FreeTier\"}]},"
                        + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"17s\"}]}}]");
    }

    /** A wrong key, disguised as 400. */
    public static Script geminiWrongKey() {
        return Script.json(
                400,
                "[{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid API key.\","
                        + "\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\","
                        + "\"reason\":\"API_KEY_INVALID\",\"domain\":\"googleapis.com\"}]}}]");
    }

    public static Script xaiRateLimit() {
        return Script.json(
                429, "{\"code\":\"Some resource has been exhausted\",\"error\":\"Too many requests for team t\"}");
    }

    /** A wrong key, disguised as 400. */
    public static Script xaiWrongKey() {
        return Script.json(
                400,
                "{\"code\":\"Client specified an invalid argument\",\"error\":\"Incorrect API key provided: xa***ey. "
                        + "You can obtain an API key from https://console.x.ai.\"}");
    }

    public static Script openRouterRateLimit() {
        return Script.json(
                429,
                "{\"error\":{\"code\":429,\"message\":\"Rate limit exceeded: free-models-per-min. \",\"metadata\":"
                        + "{\"headers\":{\"X-RateLimit-Limit\":\"20\",\"X-RateLimit-Remaining\":\"0\"}}}}");
    }

    public static Script mistralRateLimit() {
        return Script.json(
                429,
                "{\"object\":\"error\",\"message\":\"Rate limit exceeded\",\"type\":\"rate_limited\",\"param\":null,"
                        + "\"code\":\"1300\",\"raw_status_code\":429}");
    }

    /** A field that it does not know. */
    public static Script mistralUnknownField() {
        return Script.json(
                422,
                "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"logit_bias\"],"
                        + "\"msg\":\"Extra inputs are not permitted\",\"input\":{}}]}");
    }

    /** Quotes the key that was sent, as OpenAI does in part and others in full. */
    public static Script wrongKey(String key) {
        String message =
                "Incorrect API key provided: " + key + ". You can find your API key at https://example.test/keys.";
        return openAi(401, message, "invalid_request_error", null, "invalid_api_key");
    }

    public static Script noSuchModel(String model) {
        String message = "The model `" + model + "` does not exist or you do not have access to it.";
        return openAi(404, message, "invalid_request_error", null, "model_not_found");
    }

    public static Script contextExceeded() {
        String message = "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000"
                + " tokens. Please reduce the length of the messages.";
        return openAi(400, message, "invalid_request_error", "messages", "context_length_exceeded");
    }

    public static Script badParameter() {
        String message = "Invalid type for 'temperature': expected a decimal, but got a string instead.";
        return openAi(400, message, "invalid_request_error", "temperature", "invalid_type");
    }

    public static Script noBalance() {
        return openAi(402, "Insufficient Balance", "unknown_error", null, "invalid_request_error");
    }

    /** 500 to 599 as JSON. */
    public static Script serverError(int status) {
        return openAi(status, "The server had an error while processing your request.", "server_error", null, null);
    }

    /** A gateway's page in place of JSON. */
    public static Script htmlPage(int status) {
        byte[] page = "<html><body><h1>Bad Gateway</h1></body></html>".getBytes(StandardCharsets.UTF_8);
        return Script.of(status, "text/html", page);
    }

    /** 200 whose body is an error. */
    public static Script errorInside200() {
        return Script.json(200, "{\"error\":{\"code\":502,\"message\":\"Provider returned error\",\"metadata\":{}}}");
    }

    /** A stream whose first event is an error (llama.cpp, OpenRouter). */
    public static Script errorAsFirstEvent() {
        return Completions.stream("{\"error\":{\"code\":500,\"message\":\"Context size has been exceeded.\","
                + "\"type\":\"server_error\"}}");
    }

    private static String quoted(String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }
}
