package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuotaWarningsTest {
    @Test
    void aLimitOfMoneyWithoutAPriceIsTold() {
        assertEquals(
                List.of("models.auto: mine/a has no known price, so usd-per-day: 2.5 lets nothing through;"
                        + " expected its 'price', 0 if it is free"),
                warnings(
                        "limits: {usd-per-day: 2.5}, models: {b: {price: {input: 1, output: 1}}, c: {price: 0}}",
                        "mine/a, mine/b, mine/c"));
    }

    @Test
    void aLimitThatHardlyAnAnswerFitsUnderIsTold() {
        assertEquals(
                List.of(
                        "models.auto: mine/a: tokens-per-minute: 100 is less than one answer is expected to take,"
                                + " so hardly a request fits",
                        "models.auto: mine/a: usd-per-month: 0.0001 is less than one answer is expected to take,"
                                + " so hardly a request fits"),
                warnings(
                        "limits: {tokens-per-minute: 100, usd-per-month: 0.0001}, models: {'*': {price: {input: 1,"
                                + " output: 1}}}",
                        "mine/a, {target: mine/b, max-tokens: 50}, {target: mine/c, supports: [embeddings]}"));
    }

    @Test
    void neverIsMeantAndNoMistake() {
        assertEquals(List.of(), warnings("limits: {tokens-per-minute: 0, requests-per-day: 0}", "mine/a"));
    }

    @Test
    void aCapAboveWhatALimitLetsThroughIsTold() {
        assertEquals(
                List.of("models.auto: mine/a: max-tokens: 8000 is more than tokens-per-minute: 6000 ever lets through"),
                warnings("", "{target: mine/a, max-tokens: 8000, limits: {tokens-per-minute: 6k}}"));
    }

    @Test
    void severalKeysOfOneAccountOnAPlanAreTold() {
        String two = "providers: {groq: {plan: free, api-key: [%s]}}\nmodels: {auto: [groq]}";

        assertEquals(
                List.of("providers.groq: 2 keys count as one account and share its plan; if they belong to several,"
                        + " name them: {key: ..., account: NAME}"),
                ConfigText.load(two.formatted("a, b")).warnings());
        assertEquals(
                List.of(),
                ConfigText.load(two.formatted("a, {key: b, account: team}")).warnings());
    }

    @Test
    void aPlanOfAProviderThatHasNoneIsTold() {
        assertEquals(
                List.of("providers.mine.plan: no plans of this provider are known, so it limits nothing;"
                        + " 'limits' does"),
                warnings("plan: free", "mine/a"));
    }

    @Test
    void aClientsBudgetIsToldOfTargetsWithoutAPriceThatItMayAskFor() {
        assertEquals(
                List.of(
                        "server.api-keys: team has a limit in dollars and is never served by these targets of auto, whose"
                                + " price is not known; expected their 'price', 0 if they are free: mine/a"),
                ConfigText.load("""
                        server:
                          api-keys: [{name: team, key: 0123456789abcdef, aliases: auto, limits: {usd-per-day: 1}}]
                        providers: {mine: {base-url: 'https://example.com'}}
                        models: {auto: [mine/a, groq], other: [mine/b]}
                        """, Map.of("GROQ_API_KEY", "g")).warnings());
    }

    @Test
    void whatNoRequestCanBeSentToIsPassedOver() {
        assertEquals(
                List.of(),
                ConfigText.load("providers: {groq: {limits: {tokens-per-day: 1}}}\nmodels: {auto: [groq]}")
                        .warnings());
    }

    private static List<String> warnings(String provider, String targets) {
        return ConfigText.load("providers: {mine: {base-url: 'https://example.com', " + provider
                        + "}}\nmodels: {auto: {targets: [" + targets + "]}}")
                .warnings();
    }
}
