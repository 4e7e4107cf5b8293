package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.Quotas;
import dev.relevo.config.Window;
import dev.relevo.wire.Durations;
import dev.relevo.wire.Headers;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each limit as {@code QUANTITY/PERIOD limit remaining reset}, a dash for what is not told. */
class ToldTest {
    private static final long NOW = Instant.parse("2026-11-21T10:00:00Z").toEpochMilli();
    private static final Quotas GROQ = new Quotas(
            List.of(), Map.of(), List.of(), Map.of(Quantity.REQUESTS, Period.DAY, Quantity.TOKENS, Period.MINUTE));

    /** A broken bar stands between one header and the next. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            OpenAI     | x-ratelimit-limit-requests: 60 ¦ x-ratelimit-limit-tokens: 150000 ¦ x-ratelimit-remaining-requests: 59 ¦ x-ratelimit-remaining-tokens: 149984 ¦ x-ratelimit-reset-requests: 1s ¦ x-ratelimit-reset-tokens: 6m0s | REQUESTS/- 60 59 PT1S, TOKENS/- 150000 149984 PT6M
            OpenAI ms  | x-ratelimit-limit-requests: 10000 ¦ x-ratelimit-remaining-requests: 9999 ¦ x-ratelimit-reset-requests: 6ms | REQUESTS/- 10000 9999 PT0.006S
            Cerebras   | x-ratelimit-limit-requests-day: 14400 ¦ x-ratelimit-limit-tokens-minute: 60000 ¦ x-ratelimit-remaining-requests-day: 14399 ¦ x-ratelimit-remaining-tokens-minute: 59995 ¦ x-ratelimit-reset-requests-day: 33011.382867097855 ¦ x-ratelimit-reset-tokens-minute: 11.382867097854614 | REQUESTS/DAY 14400 14399 PT9H10M11.382867098S, TOKENS/MINUTE 60000 59995 PT11.382867098S
            Cerebras 2 | x-ratelimit-limit-requests-minute: 5 ¦ x-ratelimit-remaining-requests-hour: 900 ¦ x-ratelimit-limit-tokens-hour: 1000000 | REQUESTS/MINUTE 5 - -, REQUESTS/HOUR - 900 -, TOKENS/HOUR 1000000 - -
            OpenRouter | X-RateLimit-Limit: 50 ¦ X-RateLimit-Remaining: 0 ¦ X-RateLimit-Reset: 1795305600000 | REQUESTS/- 50 0 PT14H
            GitHub     | X-RateLimit-Limit: 60 ¦ X-RateLimit-Remaining: 12 ¦ X-RateLimit-Used: 48 ¦ X-RateLimit-Resource: core ¦ X-RateLimit-Reset: 1795255260 | REQUESTS/- 60 12 PT1M
            GitHub M.  | x-ratelimit-limit-requests: 20000 ¦ x-ratelimit-remaining-requests: 19999 ¦ x-ratelimit-renewalperiod-requests: 60 ¦ x-ratelimit-timeremaining: 3 ¦ x-ratelimit-type: UserByMinute | REQUESTS/MINUTE 20000 19999 -
            Fireworks  | X-Ratelimit-Limit-Tokens-Prompt: 11250000 ¦ X-Ratelimit-Limit-Tokens-Cache-Adjusted-Prompt: 5400000 ¦ X-Ratelimit-Limit-Tokens-Generated: 36000 ¦ X-Ratelimit-Remaining-Tokens-Generated: 35000 | INPUT_TOKENS/- 11250000 - -, OUTPUT_TOKENS/- 36000 35000 -
            Together   | x-ratelimit-limit: 3 ¦ x-ratelimit-remaining: 2 ¦ x-ratelimit-reset: 1 ¦ x-tokenlimit-limit: 3000 ¦ x-tokenlimit-remaining: 2990 | REQUESTS/- 3 2 PT1S, TOKENS/- 3000 2990 -
            Azure      | x-ratelimit-limit-tokens: 10000 ¦ x-ratelimit-remaining-tokens: 9000 ¦ x-ratelimit-reset-tokens: 59 | TOKENS/- 10000 9000 PT59S
            Azure 429  | x-ratelimit-remaining-requests: 9 ¦ x-ratelimit-remaining-tokens: -1 ¦ x-ratelimit-reset-tokens: 59 | REQUESTS/- - 9 -, TOKENS/- - 0 PT59S
            Azure none | x-ratelimit-limit-tokens: -1 ¦ x-ratelimit-remaining-tokens: -1 ¦ x-ratelimit-reset-tokens: 0 | ``
            Mistral    | x-ratelimit-limit-req-minute: 60 ¦ x-ratelimit-limit-tokens-minute: 50000 ¦ x-ratelimit-limit-tokens-month: 4000000 ¦ x-ratelimit-remaining-req-minute: 59 ¦ x-ratelimit-remaining-tokens-minute: 47196 ¦ x-ratelimit-remaining-tokens-month: 3950246 ¦ x-ratelimit-tokens-query-cost: 2804 | REQUESTS/MINUTE 60 59 -, TOKENS/MINUTE 50000 47196 -, TOKENS/MONTH 4000000 3950246 -
            Mistral 2  | ratelimitbysize-limit: 500000 ¦ ratelimitbysize-remaining: 499000 ¦ ratelimitbysize-reset: 12 ¦ ratelimitbysize-query-cost: 40 ¦ x-ratelimitbysize-limit-month: 1000000000 ¦ x-ratelimitbysize-remaining-month: 999999000 | TOKENS/- 500000 499000 PT12S, TOKENS/MONTH 1000000000 999999000 -
            Mistral 0  | x-ratelimit-limit-req-minute: 0 ¦ x-ratelimit-remaining-req-minute: 0 | ``
            Anthropic  | anthropic-ratelimit-requests-limit: 50 ¦ anthropic-ratelimit-requests-remaining: 49 ¦ anthropic-ratelimit-requests-reset: 2026-11-21T10:00:01Z ¦ anthropic-ratelimit-input-tokens-limit: 40000 ¦ anthropic-ratelimit-input-tokens-remaining: 39000 ¦ anthropic-ratelimit-input-tokens-reset: 2026-11-21T10:00:02Z ¦ anthropic-ratelimit-output-tokens-remaining: 8000 ¦ anthropic-ratelimit-tokens-limit: 48000 ¦ anthropic-ratelimit-unified-5h-reset: 1795255260 | REQUESTS/- 50 49 PT1S, INPUT_TOKENS/- 40000 39000 PT2S, OUTPUT_TOKENS/- - 8000 -, TOKENS/- 48000 - -
            IETF       | RateLimit-Policy: "burst";q=100;w=60, "daily"; q=1000; w=86400; pk=:cHNk: ¦ RateLimit: "burst";r=50;t=30, "daily"; r=999; t=3600 | REQUESTS/MINUTE 100 50 PT30S, REQUESTS/DAY 1000 999 PT1H
            IETF sole  | ratelimit-policy: "fixed window";q=500;w=300 ¦ ratelimit: "api,x";r=499;t=12 | REQUESTS/- 500 499 PT12S
            IETF units | RateLimit-Policy: "a";q=10;w=60;qu="content-bytes", "tokens-per-minute";q=6000;w=60 | TOKENS/MINUTE 6000 - -
            IETF state | RateLimit: "default";r=0;t=5 | REQUESTS/- - 0 PT5S
            IETF old   | RateLimit-Limit: 100, 100;w=60 ¦ RateLimit-Remaining: 12 ¦ RateLimit-Reset: 7 ¦ RateLimit-Policy: 100;w=60 | REQUESTS/MINUTE 100 12 PT7S
            IETF 03    | RateLimit: limit=100, remaining=50, reset=5 ¦ RateLimit-Policy: 100;w=3600 | REQUESTS/HOUR 100 50 PT5S
            spelling   | X-Rate-Limit-Limit: 60 ¦ X-Rate-Limit-Remaining: 59 ¦ X-Rate-Limit-Reset: 30 | REQUESTS/- 60 59 PT30S
            two forms  | x-ratelimit-limit: 60 ¦ x-ratelimit-limit-requests: 60 ¦ x-ratelimit-remaining: 5 ¦ x-ratelimit-remaining-requests: 6 | REQUESTS/- 60 6 -
            nothing    | content-type: text/plain ¦ retry-after: 5 ¦ x-request-id: a ¦ x-ratelimit-limit-images: 5 ¦ x-ratelimit-reset-requests: 1s ¦ x-ratelimit: 5 ¦ x-ratelimit-limit-req-10-second: 1 | ``
            """)
    void theHeadersOfAnAnswerTellWhatIsLeft(String provider, String headers, String told) {
        assertEquals(told, shown(Told.of(headers(headers), Quotas.NONE, NOW)), provider);
    }

    @Test
    void aConfiguredPeriodHoldsWhereTheNameTellsNone() {
        Headers headers = headers("x-ratelimit-limit-requests: 14400 ¦ x-ratelimit-remaining-requests: 14370"
                + " ¦ x-ratelimit-reset-requests: 2m59.56s ¦ x-ratelimit-limit-tokens: 18000"
                + " ¦ x-ratelimit-remaining-tokens: 17997 ¦ x-ratelimit-reset-tokens: 7.66s"
                + " ¦ x-ratelimit-limit-tokens-day: 500000");

        assertEquals(
                "REQUESTS/DAY 14400 14370 PT2M59.56S, TOKENS/MINUTE 18000 17997 PT7.66S, TOKENS/DAY 500000 - -",
                shown(Told.of(headers, GROQ, NOW)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            60     | -7       | -5                   | REQUESTS/- 60 0 PT0S
            60     | 75       | 1e308                | REQUESTS/- 60 60 longest
            1,000  | 1,000,000.5 | 999999999999999999999999h | REQUESTS/- 1000 1000 longest
            12,345 | 12,344   | soon                 | REQUESTS/- 12345 12344 -
            60, 60 | 59; x    | 99999d               | REQUESTS/- 60 59 longest
            6e3    | 5.99e3   | 2099-01-01T00:00:00Z | REQUESTS/- 6000 5990 longest
            1e308  | 1e308    | 17h12m3s             | REQUESTS/- 1000000000000000 1000000000000000 PT17H12M3S
            9223372036854775807 | 9223372036854775808 | 9223372036854775807 | REQUESTS/- 1000000000000000 1000000000000000 longest
            NaN    | 5        | NaN                  | REQUESTS/- - 5 -
            Infinity | unlimited | Infinity          | ``
            0      | 0        | 1s                   | ``
            -0     | 3        | 1s                   | ``
            `60 `  | `	59 `  | ` 156h14m36.752463453s ` | REQUESTS/- 60 59 PT156H14M36.752463453S
            ``     | ``       | ``                   | ``
            0x10   | 1_000    | 1s                   | ``
            """)
    void whateverAHeaderSaysIsReadAsFarAsItMakesSense(String limit, String remaining, String reset, String told) {
        Headers headers = new Headers()
                .add("x-ratelimit-limit-requests", limit)
                .add("x-ratelimit-remaining-requests", remaining)
                .add("x-ratelimit-reset-requests", reset);

        assertEquals(told.replace("longest", Durations.MAX.toString()), shown(Told.of(headers, Quotas.NONE, NOW)));
    }

    @Test
    void ofHeadersThatAreRepeatedTheFirstCounts() {
        Headers headers = headers("x-ratelimit-limit-tokens: 9 ¦ X-RATELIMIT-LIMIT-TOKENS: 8"
                + " ¦ x-ratelimit-remaining-tokens: 7 ¦ x-ratelimit-remaining-tokens: 6");

        assertEquals("TOKENS/- 9 7 -", shown(Told.of(headers, Quotas.NONE, NOW)));
    }

    @Test
    void anAnswerThatTellsNothingCostsNoList() {
        Headers headers = headers("content-type: text/event-stream ¦ x-request-id: 7 ¦ alt-svc: h3 ¦ report-to: x");

        assertSame(List.of(), Told.of(headers, Quotas.NONE, NOW));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Groq TPM   | Rate limit reached for model `a` in organization `o` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Used 5034, Requested 1443. Please try again in 4.77s. | TOKENS/MINUTE 6000 966 PT50.34S
            Groq RPD   | Rate limit reached for model `a` on requests per day (RPD): Limit 1000, Used 1000, Requested 1. Please try again in 1m26.4s. | REQUESTS/DAY 1000 0 PT24H
            Groq TPD   | Rate limit reached for model `a` on tokens per day (TPD): Limit 100000, Used 99500, Requested 1443. Please try again in 13m35.0s. | TOKENS/DAY 100000 500 PT23H52M48S
            Groq RPM   | Rate limit reached on requests per minute (RPM): Limit 30, Used 30, Requested 1. Please try again in 2s. | REQUESTS/MINUTE 30 0 PT1M
            Groq 413   | Request too large for model `a` on tokens per minute (TPM): Limit 6000, Requested 7000, please reduce your message size and try again. | TOKENS/MINUTE 6000 - -
            Groq less  | Rate limit reached on requests per day (RPD): Limit 14,400. Please try again tomorrow. | REQUESTS/DAY 14400 0 -
            OpenAI TPM | Rate limit reached for gpt-4o in organization org-1 on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000. Please try again in 2s. Visit https://x. | TOKENS/MINUTE 30000 1000 PT58S
            OpenAI RPD | Rate limit reached for gpt-4o in organization org-1 on requests per day (RPD): Limit 200, Used 200, Requested 1. Please try again in 7m12s. | REQUESTS/DAY 200 0 PT24H
            fixed      | Rate limit reached on tokens per day (TPD): Limit 1000, Used 900, Requested 200. Please try again in 5h. | TOKENS/DAY 1000 100 PT5H
            none       | Rate limit reached for gpt-4 on tokens per min (TPM): Limit 0, Used 0, Requested 9. | TOKENS/MINUTE - 0 -
            overdrawn  | on tokens per minute (TPM): Limit 100, Used 900, Requested 1. | TOKENS/MINUTE 100 0 -
            huge       | on tokens per minute (TPM): Limit 99999999999999999999, Used 1, Requested 1. | TOKENS/MINUTE 1000000000000000 999999999999999 -
            Cerebras   | Requests per minute limit exceeded - too many requests sent. | REQUESTS/MINUTE - 0 -
            Cerebras 2 | Tokens per day limit exceeded - too many tokens processed. | TOKENS/DAY - 0 -
            GitHub     | Rate limit of 50 per 86400s exceeded for UserByModelByDay. Please wait 52220 seconds before retrying. | REQUESTS/DAY 50 0 PT14H30M20S
            GitHub m   | Rate limit of 15 per 60s exceeded for UserByModelByMinute. Please wait 55 seconds before retrying. | REQUESTS/MINUTE 15 0 PT55S
            GitHub c   | Rate limit of 5 per 0s exceeded for UserConcurrentRequests. Please wait 0 seconds before retrying. | CONCURRENT/- 5 - -
            Azure      | Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-10-21 have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 22 seconds. | TOKENS/- - 0 PT22S
            Azure call | Requests to the X Operation have exceeded call rate limit of your current OpenAI S0 pricing tier. Please retry after 1 second. | REQUESTS/- - 0 PT1S
            Anthropic  | This request would exceed your organization's rate limit of 40,000 input tokens per minute (org: a, model: b). | INPUT_TOKENS/MINUTE 40000 0 -
            Cohere     | You are using a Trial key, which is limited to 20 API calls / minute. | REQUESTS/MINUTE 20 0 -
            xAI        | Too many requests for team t and model grok-4.6. Your team's rate limit is - Requests per Second (actual/limit): 1/2, Requests per Minute (actual/limit): 73/60. Resets in: 45s. | REQUESTS/SECOND 2 1 -, REQUESTS/MINUTE 60 0 PT45S
            OpenRouter | Rate limit exceeded: free-models-per-min. | REQUESTS/MINUTE - 0 -
            Mistral    | Requests rate limit exceeded | REQUESTS/- - 0 -
            Mistral 2  | Rate limit exceeded | ``
            """)
    void aSentenceTellsTheLimit(String provider, String message, String told) {
        assertEquals(told, shown(Told.ofError(message, new byte[0], Quotas.NONE, NOW)), provider);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GenerateRequestsPerDayPerProjectPerModel-FreeTier    | REQUESTS/DAY 20 0 -       | America/Los_Angeles | TARGET
            GenerateRequestsPerMinutePerProjectPerModel-FreeTier | REQUESTS/MINUTE 20 0 PT41S | ``                 | TARGET
            GenerateContentInputTokensPerModelPerMinute-FreeTier | INPUT_TOKENS/MINUTE 20 0 PT41S | ``             | TARGET
            GenerateContentInputTokensPerModelPerDay-FreeTier    | INPUT_TOKENS/DAY 20 0 -   | America/Los_Angeles | TARGET
            GenerateRequestsPerDayPerProject                     | REQUESTS/DAY 20 0 -       | America/Los_Angeles | KEY
            SomethingElse                                        | REQUESTS/- 20 0 PT41S     | ``                  | TARGET
            """)
    void googlesQuotaFailureTellsTheLimitByItsName(String id, String shown, String zone, ScopeKind scope) {
        Told told = google(id, "\"20\"").getFirst();

        assertEquals(shown, shown(List.of(told)));
        assertEquals(scope, told.scope());
        assertEquals(
                zone, told.window() instanceof Window.Calendar day ? day.zone().getId() : "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "0"    | REQUESTS/DAY - 0 -
            250    | REQUESTS/DAY 250 0 -
            -4     | REQUESTS/DAY - 0 -
            1e308  | REQUESTS/DAY 1000000000000000 0 -
            "many" | REQUESTS/DAY - 0 -
            [1]    | REQUESTS/DAY - 0 -
            """)
    void googlesQuotaMayHaveAnyValue(String value, String shown) {
        assertEquals(shown, shown(google("GenerateRequestsPerDayPerProjectPerModel-FreeTier", value)));
    }

    @Test
    void openRoutersHeadersStandInTheBodyAndItsSentenceTellsTheirPeriod() {
        String message =
                "Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day";
        String body =
                "{\"error\":{\"message\":\"…\",\"code\":429,\"metadata\":{\"headers\":{\"X-RateLimit-Limit\":\"50\","
                        + "\"X-RateLimit-Remaining\":\"0\",\"X-RateLimit-Reset\":1795305600000,\"X-Other\\n\":\"\\n\"}}}}";
        List<Told> told = Told.ofError(message, body.getBytes(UTF_8), Quotas.NONE, NOW);

        assertEquals("REQUESTS/DAY 50 0 PT14H", shown(told));
        assertEquals(new Window.Calendar(ZoneOffset.UTC), told.getFirst().window());
    }

    @Test
    void aConfiguredPeriodHoldsWhereAnErrorTellsNone() {
        assertEquals("REQUESTS/DAY - 0 -", shown(Told.ofError("Requests rate limit exceeded", new byte[0], GROQ, NOW)));
    }

    @Test
    void whatIsToldTwiceIsJoinedAndTheFirstPlaceBelieved() {
        List<Told> body = List.of(told(Period.DAY, 100L, 7L), told(Period.MINUTE, null, 0L));
        List<Told> headers = List.of(told(Period.MINUTE, 20_000L, 19_999L), told(null, 100L, 9L), told(null, 5L, 3L));

        assertEquals(
                "REQUESTS/DAY 100 7 -, REQUESTS/MINUTE 20000 0 -, REQUESTS/- 5 3 -", shown(Told.joined(body, headers)));
        assertEquals(
                "REQUESTS/MINUTE 15 0 -",
                shown(Told.joined(List.of(told(Period.MINUTE, 15L, 0L)), headers.subList(0, 1))));
    }

    @Test
    void noResetIsLongerThanIsBelieved() {
        List<Told> told =
                Told.of(headers("x-ratelimit-remaining: 1 ¦ x-ratelimit-reset: 99999999999999"), Quotas.NONE, NOW);

        assertEquals(Durations.MAX, told.getFirst().reset());
    }

    private static Told told(Period period, Long limit, Long remaining) {
        return new Told(Quantity.REQUESTS, period, limit, remaining, null, null, ScopeKind.TARGET);
    }

    private static List<Told> google(String quotaId, String quotaValue) {
        String body = "[{\"error\":{\"code\":429,\"message\":\"m\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":["
                + "{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\",\"violations\":[{\"quotaMetric\":\"q\","
                + "\"quotaId\":\"" + quotaId + "\",\"quotaValue\":" + quotaValue + "}]},"
                + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"41s\"}]}}]";
        return Told.ofError("m", body.getBytes(UTF_8), Quotas.NONE, NOW);
    }

    private static Headers headers(String fields) {
        Headers headers = new Headers();
        for (String field : fields.split("¦")) {
            int colon = field.indexOf(':');
            headers.add(
                    field.substring(0, colon).strip(),
                    field.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String shown(List<Told> told) {
        return told.stream()
                .map(one -> one.quantity() + "/" + dash(one.period()) + " " + dash(one.limit()) + " "
                        + dash(one.remaining()) + " " + dash(one.reset()))
                .collect(Collectors.joining(", "));
    }

    private static Object dash(Object value) {
        return value == null ? "-" : value;
    }
}
