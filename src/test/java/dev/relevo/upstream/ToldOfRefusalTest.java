package dev.relevo.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.relevo.config.Continuation;
import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.Sample;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import dev.relevo.dialect.Operation;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.dialect.Told;
import dev.relevo.upstream.Outcome.Failure;
import dev.relevo.upstream.Outcome.Rejected;
import dev.relevo.wire.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a refusal tells of limits comes with it. */
class ToldOfRefusalTest {
    private static final Target TARGET =
            new Target(Sample.provider("p", 1), "m", null, 1, null, Set.of(), null, Continuation.NONE, Terms.NONE);
    private static final String SENTENCE =
            "on tokens per minute (TPM): Limit 6000, Used 5034, Requested 1443. " + "Please try again in 4.77s.";

    @Test
    void bodyAndHeadersOfA429AreJoined() {
        Headers headers = new Headers()
                .add("x-ratelimit-limit-tokens", "6000")
                .add("x-ratelimit-remaining-tokens", "1000")
                .add("x-ratelimit-limit-requests-day", "14400");

        assertEquals(
                List.of(
                        told(Quantity.TOKENS, Period.MINUTE, 6000L, 966L, Duration.ofMillis(50_340)),
                        told(Quantity.REQUESTS, Period.DAY, 14_400L, null, null)),
                refused(429, headers, error("Rate limit reached for model `m` " + SENTENCE, "rate_limit_exceeded")));
    }

    @Test
    void aRequestThatIsTooLargeTellsTheLimitToo() {
        assertEquals(
                List.of(told(Quantity.TOKENS, Period.MINUTE, 6000L, null, null)),
                refused(
                        413,
                        new Headers(),
                        error(
                                "Request too large for model `m` on tokens per minute (TPM): Limit 6000, Requested 7000.",
                                "rate_limit_exceeded")));
    }

    @Test
    void anErrorInsideA200TellsItToo() {
        assertEquals(
                List.of(told(Quantity.REQUESTS, Period.MINUTE, null, 0L, null)),
                refused(200, new Headers(), error("Rate limit exceeded: free-models-per-min", "429")));
    }

    /** OpenRouter, where what is under way may use up the credits. */
    @Test
    void aBudgetThatIsTakenForAMomentTellsItsWait() {
        String body =
                "{\"error\":{\"code\":402,\"message\":\"Requests under way may use up your credits.\",\"metadata\":"
                        + "{\"limit_source\":\"openrouter_in_flight_budget\"}}}";
        Headers headers = new Headers().add("Retry-After", "5");

        assertEquals(
                Duration.ofSeconds(5),
                Classification.of(TARGET, Operation.CHAT, 402, headers, body.getBytes(UTF_8), 0)
                        .refusal()
                        .retryAfter());
    }

    /** OpenRouter, where the balance suffices for a smaller request, or for none. */
    @ParameterizedTest
    @CsvSource({"1024, TOO_LARGE", "0, ACCOUNT", "-3, ACCOUNT"})
    void aRequestThatCostsMoreThanIsLeftSaysNothingOfOthers(String left, Fault fault) {
        String body = error(
                "This request requires more credits, or fewer max_tokens. You requested up to 64000 tokens, but can only"
                        + " afford " + left + ". To increase, visit https://openrouter.ai/settings/credits",
                "402");

        Failure failure = Classification.of(TARGET, Operation.CHAT, 402, new Headers(), body.getBytes(UTF_8), 0);

        assertEquals(fault, assertInstanceOf(Rejected.class, failure).fault());
    }

    /** Errors of other kinds may quote a prompt. */
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 422, 500, 503})
    void anotherErrorTellsOnlyWhatItsHeadersSay(int status) {
        Headers headers = new Headers().add("x-ratelimit-remaining-requests-day", "7");

        assertEquals(
                List.of(told(Quantity.REQUESTS, Period.DAY, null, 7L, null)),
                refused(status, headers, error(SENTENCE, "x")));
    }

    @Test
    void aLimitOfTheWholeAccountConcernsTheAccount() {
        List<Told> told = refused(
                429,
                new Headers().add("x-ratelimit-remaining-tokens", "7"),
                error("You've exceeded your rate limit of 20 requests per minute per account", "x"));

        assertEquals(
                List.of(
                        told(Quantity.REQUESTS, Period.MINUTE, 20L, 0L, null).in(ScopeKind.ACCOUNT),
                        told(Quantity.TOKENS, null, null, 7L, null)),
                told);
    }

    private static List<Told> refused(int status, Headers headers, String body) {
        return Classification.of(TARGET, Operation.CHAT, status, headers, body.getBytes(UTF_8), 0)
                .refusal()
                .told();
    }

    private static Told told(Quantity quantity, Period period, Long limit, Long remaining, Duration reset) {
        return new Told(quantity, period, limit, remaining, reset, null, ScopeKind.TARGET);
    }

    private static String error(String message, String code) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"t\",\"code\":\"" + code + "\"}}";
    }
}
