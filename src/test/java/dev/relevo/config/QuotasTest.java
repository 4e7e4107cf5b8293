package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotasTest {
    private static final Window ROLLING = new Window.Rolling();

    @Test
    void limitsOfAnAccountAKeyAModelAndATargetReachTheirPlaces() {
        Settings settings = ConfigText.load("""
                providers:
                  mine:
                    base-url: https://example.com
                    api-key:
                      - {key: "${A}", account: team, limits: {requests-per-day: 50}}
                      - {key: "${B}", account: home}
                      - ${C}
                    limits: {tokens-per-month: 1B, usd-per-day: 2.5}
                    models:
                      big*: {limits: {requests-per-minute: 30}, price: {input: 0.59, output: 0.79, cached-input: 0.1}}
                models:
                  auto: [{target: mine/big, limits: {concurrent: 4}, price: {input: 1, output: 2}}, mine/small]
                """, Map.of("A", "a", "B", "b", "C", "c"));
        Quotas quotas = settings.providers().getFirst().quotas();
        List<Entry> entries = settings.aliases().getFirst().entries();

        assertEquals(
                List.of(
                        limit(Quantity.TOKENS, Period.MONTH, 1_000_000_000, ROLLING),
                        limit(Quantity.USD, Period.DAY, 2_500_000_000L, ROLLING)),
                quotas.account());
        assertEquals(List.of(limit(Quantity.REQUESTS, Period.DAY, 50, ROLLING)), quotas.key(new Secret("a")));
        assertEquals(
                List.of("team", "home", ""),
                List.of(
                        quotas.account(new Secret("a")),
                        quotas.account(new Secret("b")),
                        quotas.account(new Secret("c"))));
        assertEquals(List.of(), quotas.key(new Secret("b")));
        assertEquals(
                new Terms(
                        List.of(limit(Quantity.REQUESTS, Period.MINUTE, 30, ROLLING)),
                        new Price(590_000, 790_000, 100_000)),
                quotas.model("Big-1"));
        assertEquals(Terms.NONE, quotas.model("small"));
        assertEquals(
                new Terms(
                        List.of(new QuotaLimit(Quantity.CONCURRENT, null, 4, ROLLING, false)),
                        new Price(1_000_000, 2_000_000, 1_000_000)),
                entries.getFirst().terms());
        assertEquals(Terms.NONE, entries.getLast().terms());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "6000, 6000",
        "6_000, 6000",
        "1_000_000, 1000000",
        "6k, 6000",
        "14.4K, 14400",
        "1M, 1000000",
        "1.5M, 1500000",
        "1B, 1000000000",
    })
    void aCountMayBeShort(String text, long count) {
        assertEquals(
                List.of(limit(Quantity.INPUT_TOKENS, Period.HOUR, count, ROLLING)),
                account("input-tokens-per-hour: " + text));
    }

    @Test
    void everyQuantityAndPeriodHasItsKey() {
        for (Quantity quantity :
                List.of(Quantity.REQUESTS, Quantity.TOKENS, Quantity.INPUT_TOKENS, Quantity.OUTPUT_TOKENS)) {
            for (Period period : Period.values()) {
                String key = Scalars.kebab(quantity) + "-per-" + Scalars.kebab(period);
                assertEquals(List.of(limit(quantity, period, 7, ROLLING)), account(key + ": 7"));
            }
        }
        assertEquals(List.of(limit(Quantity.USD, Period.MONTH, 1, ROLLING)), account("usd-per-month: 0.000000001"));
    }

    @Test
    void aZoneTellsWhenDaysAndMonthsBeginAndAWindowWhenTheOthersDo() {
        Window pacific = new Window.Calendar(ZoneId.of("America/Los_Angeles"));

        assertEquals(
                List.of(
                        limit(Quantity.REQUESTS, Period.MINUTE, 5, new Window.Fixed()),
                        limit(Quantity.REQUESTS, Period.DAY, 20, pacific),
                        limit(Quantity.USD, Period.MONTH, 0, pacific)),
                account("requests-per-minute: 5, requests-per-day: 20, usd-per-month: 0, window: fixed,"
                        + " zone: America/Los_Angeles"));
    }

    @Test
    void aPriceIsExactToAMillionthOfADollarForAMillionTokens() {
        Quotas quotas = quotas(
                "models: {a: {price: {input: 0.0028, output: 0.28}}, b: {price: {input: 1, output:" + " 0.0000001}}}");

        assertEquals(new Price(2_800, 280_000, 2_800), quotas.model("a").price());
        assertEquals(new Price(1_000_000, 1, 1_000_000), quotas.model("b").price());
        assertNull(quotas.model("c").price());
    }

    @Test
    void aPriceIsRoundedUpForAWholeRequestAlone() {
        Price price = new Price(2_800, 280_000, 70);

        assertEquals(2_800 + 28_000 + 7, price.of(1_100, 100, 100));
        assertEquals(3, price.of(1, 0, 0));
    }

    @Test
    void aPriceThatIsANumberIsThatOfPromptsAndAnswers() {
        Quotas quotas = quotas("models: {a: {price: 0}, b: {price: 1.5}}");

        assertEquals(new Price(0, 0, 0), quotas.model("a").price());
        assertEquals(
                new Price(1_500_000, 1_500_000, 1_500_000), quotas.model("b").price());
    }

    @Test
    void theFirstPatternThatFitsAndTellsItDecides() {
        Quotas quotas = quotas("models: {a*: {price: {input: 1, output: 1}}, ab: {limits: {concurrent: 1}},"
                + " '*': {limits: {concurrent: 9}, price: {input: 9, output: 9}}}");

        assertEquals(
                new Price(1_000_000, 1_000_000, 1_000_000), quotas.model("ab").price());
        assertEquals(1, quotas.model("ab").limits().getFirst().most());
        assertEquals(9, quotas.model("ac").limits().getFirst().most());
    }

    @Test
    void aPlansLimitsAreAssumedAndTheFilesHoldInPlaceOfThoseThatCountTheSame() {
        Quotas quotas = ConfigText.provider(
                        "providers: {openrouter: {plan: free, limits: {requests-per-day: 1000, concurrent: 2}}}",
                        Map.of())
                .quotas();

        assertEquals(
                List.of("requests-per-day: 1000", "concurrent: 2", "requests-per-minute: 20"),
                quotas.account().stream().map(QuotaLimit::toString).toList());
        assertEquals(
                List.of(false, false, true),
                quotas.account().stream().map(QuotaLimit::assumed).toList());
    }

    @Test
    void aModelsLimitsHoldBesideThoseOfItsPlan() {
        Quotas quotas = ConfigText.provider(
                        "providers: {groq: {plan: free, models: {llama*: {limits: {requests-per-day: 9, concurrent: 2}}}}}",
                        Map.of())
                .quotas();

        assertEquals(
                "[requests-per-day: 9, concurrent: 2, requests-per-minute: 30, tokens-per-minute: 6000]",
                quotas.model("llama-3.1-8b-instant").limits().toString());
        assertEquals(new Price(0, 0, 0), quotas.model("llama-3.1-8b-instant").price());
    }

    @Test
    void withoutAPlanNothingIsLimitedAndAPlanThatIsNoneIsAProblem() {
        Quotas groq =
                ConfigText.provider("providers: {groq: {model: a}}", Map.of()).quotas();

        assertEquals(List.of(), groq.model("llama-3.1-8b-instant").limits());
        assertEquals(
                new Price(50_000, 80_000, 50_000),
                groq.model("llama-3.1-8b-instant").price());
        assertEquals(
                List.of("config.yaml:1:26 providers.groq.plan: unknown plan, expected one of: free"),
                ConfigText.problemsBesideAnAlias("providers: {groq: {plan: unlimited}}"));
    }

    @Test
    void headersCountWhatTheFileSaysTheyDo() {
        assertEquals(
                Map.of(Quantity.REQUESTS, Period.DAY, Quantity.INPUT_TOKENS, Period.MINUTE),
                quotas("rate-limit-headers: {requests: day, input-tokens: minute}")
                        .told());
    }

    @Test
    void everyWrongValueIsTold() {
        assertEquals(
                List.of(
                        "config.yaml:5:28 providers.mine.limits.requests-per-minute: not a number,"
                                + " expected a whole one such as 6000, 6_000, 6k or 1M",
                        "config.yaml:6:26 providers.mine.limits.tokens-per-minute: not a number,"
                                + " expected a whole one such as 6000, 6_000, 6k or 1M",
                        "config.yaml:7:7 providers.mine.limits.request-per-day: unknown key,"
                                + " did you mean 'requests-per-day'?",
                        "config.yaml:8:20 providers.mine.limits.usd-per-day: not an amount of dollars,"
                                + " expected one such as 2 or 0.59",
                        "config.yaml:9:15 providers.mine.limits.window: unknown value,"
                                + " expected one of: rolling, fixed",
                        "config.yaml:10:13 providers.mine.limits.zone: not a time zone,"
                                + " expected one such as America/Los_Angeles or UTC",
                        "config.yaml:12:26 providers.mine.models.a.limits.zone: no day or month is limited here,"
                                + " expected such a limit beside it",
                        "config.yaml:13:18 providers.mine.models.b.price.output: missing,"
                                + " expected dollars per million tokens, 0 if they are free",
                        "config.yaml:14:36 providers.mine.rate-limit-headers.requests: unknown value,"
                                + " did you mean 'day'?",
                        "config.yaml:16:9 providers.mine.api-key[0]: a mapping without 'key',"
                                + " expected a single value or {key: ${NAME}, ...}",
                        "config.yaml:17:27 providers.mine.api-key[1].account: not a name,"
                                + " expected letters, digits, '.', '_' and '-'",
                        "config.yaml:18:18 providers.mine.api-key[2].limit: unknown key, did you mean 'limits'?"),
                ConfigText.problemsBesideAnAlias("""
                        providers:
                          mine:
                            base-url: https://example.com
                            limits:
                              requests-per-minute: 1.5
                              tokens-per-minute: -1
                              request-per-day: 1
                              usd-per-day: $2
                              window: calendar
                              zone: California
                            models:
                              a: {limits: {zone: UTC, tokens-per-minute: 1}}
                              b: {price: {input: 1}}
                            rate-limit-headers: {requests: days}
                            api-key:
                              - {account: team}
                              - {key: b, account: a b}
                              - {key: c, limit: {}}
                        """));
    }

    private static List<QuotaLimit> account(String limits) {
        return quotas("limits: {" + limits + "}").account();
    }

    private static Quotas quotas(String lines) {
        return ConfigText.provider("providers: {mine: {base-url: 'https://example.com', " + lines + "}}", Map.of())
                .quotas();
    }

    private static QuotaLimit limit(Quantity quantity, Period period, long most, Window window) {
        return new QuotaLimit(quantity, period, most, window, false);
    }
}
