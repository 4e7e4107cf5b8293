package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Script;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String CLIENT_KEY = "canary-of-a-client-1";
    private static final String PROVIDER_KEY = "sk-canary-of-a-provider";
    private static final String ASKED = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"my key is "
            + CLIENT_KEY + " and theirs " + PROVIDER_KEY + "\"}]}";

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void noKeyEverReachesTheLogNotEvenWithBodies(String format) throws Exception {
        try (FaultyUpstream upstream = FaultyUpstream.start(Completions.chat("hi"));
                Proxy proxy = Proxy.of(
                        "server: {log-bodies: true, log-level: debug, log-format: " + format
                                + ", api-keys: [{name: me, key: "
                                + CLIENT_KEY + "}]}\nproviders: {p: {base-url: <1>, api-key: " + PROVIDER_KEY
                                + "}}\nmodels: {auto: {targets: [p/m]}}\n",
                        upstream)) {
            RawAnswer refused = proxy.ask(ASKED, "Authorization: Bearer " + CLIENT_KEY + "x");
            assertEquals(401, refused.status());
            assertFalse(refused.text().contains("canary"));
            RawAnswer answer = proxy.ask(ASKED, "Authorization: Bearer " + CLIENT_KEY, "x-request-id: r1");
            assertEquals(200, answer.status());
            answer.body();
            StringBuilder log = new StringBuilder();
            while (log.indexOf("my key is") < 0) {
                log.append(proxy.logLine("")).append('\n');
            }
            assertTrue(log.indexOf("my key is *** and theirs ***") > 0, log.toString());
            assertTrue(log.indexOf("bodies are logged") >= 0, log.toString());
            assertFalse(log.indexOf("canary") >= 0, log.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 3_000, 4_000})
    void aKeyThatItsProviderQuotesIsCutOutHoweverLongAndInHoweverManyPieces(int length) throws Exception {
        String key = "k" + "0123456789".repeat(length / 10).substring(1);
        String message = "The key " + key + " is not for that.";
        String error = "{\"error\":{\"message\":\"" + message + "\",\"code\":\"odd\"}}";
        try (FaultyUpstream upstream = FaultyUpstream.start();
                Proxy proxy = Proxy.of(
                        "providers: {p: {base-url: <1>, api-key: " + key + "}}\n"
                                + "models: {auto: {targets: [p/m], same-target-retries: 0}}\n",
                        upstream)) {
            Script plain = Script.json(400, error);
            Script event = Completions.stream(Completions.ROLE, Completions.content("a"), error);
            upstream.next(plain, plain.inWritesOf(7), event, event.inWritesOf(7));
            for (int i = 0; i < 4; i++) {
                String told = proxy.ask(i < 2 ? Proxy.CHAT : Proxy.STREAM).text();
                assertTrue(told.contains("The key *** is not for that."), told);
                assertFalse(told.contains("0123456789".substring(0, 8)), told);
            }
        }
    }

    @Test
    void anAnswerThatQuotesOurKeyHasAsterisksInItsPlace() throws Exception {
        String stars = "*".repeat(PROVIDER_KEY.length());
        String large = "x".repeat(2_000);
        Script plain = Completions.chat("see " + PROVIDER_KEY + "!");
        Script beyondHoldLimit = Completions.chat(large + PROVIDER_KEY + large + PROVIDER_KEY);
        Script stream = Completions.streamOf("see ", PROVIDER_KEY + "!", " done");
        try (FaultyUpstream upstream = FaultyUpstream.start();
                Proxy proxy = Proxy.of(
                        "providers: {p: {base-url: <1>, api-key: " + PROVIDER_KEY + "}}\n"
                                + "models: {auto: {targets: [p/m], hold-limit: 1kB}}\n",
                        upstream)) {
            upstream.next(plain, plain.inWritesOf(7), beyondHoldLimit, beyondHoldLimit.inWritesOf(99));
            upstream.next(stream, stream.inWritesOf(7));
            for (String expected : List.of(
                    "see " + stars + "!",
                    "see " + stars + "!",
                    large + stars + large + stars,
                    large + stars + large + stars)) {
                String told = proxy.ask(Proxy.CHAT).text();
                assertTrue(told.contains("\"content\":\"" + expected + "\""), told);
            }
            for (int i = 0; i < 2; i++) {
                String told = proxy.ask(Proxy.STREAM).text();
                assertTrue(told.contains("\"" + stars + "!\""), told);
                assertTrue(told.endsWith("data: [DONE]\n\n"), told);
                assertFalse(told.contains(PROVIDER_KEY), told);
            }
        }
    }
}
