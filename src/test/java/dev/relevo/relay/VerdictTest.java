package dev.relevo.relay;

import static dev.relevo.faulty.ProviderErrors.openAi;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Gate;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the client is told when nobody answers. */
class VerdictTest {
    private static final String KEY = "sk-secret-of-p1";

    private final FaultyUpstream one = FaultyUpstream.start();
    private final FaultyUpstream two = FaultyUpstream.start();
    private final Proxy proxy = Proxy.over(one, two).start();

    @AfterEach
    void close() {
        proxy.close();
        one.close();
        two.close();
    }

    @Test
    void anOpenAiErrorIsRelayedByteForByte() throws IOException {
        String body =
                "{ \"error\": {\"message\":\"No \\u00fc, é\",\"type\":\"x\", \"failed_generation\":\"<f>\"},\"request_id\":1.50}\n";
        one.always(Script.json(422, body));
        RawAnswer answer = alone();
        assertEquals(422, answer.status());
        assertEquals(body, answer.text());
    }

    @Test
    void anErrorInAnotherShapeIsPutIntoOpenAis() throws IOException {
        one.always(
                Script.json(
                        400,
                        "{\"object\":\"error\",\"message\":\"No tools.\",\"type\":\"invalid\",\"param\":\"tools\",\"code\":3051}"));
        JsonObject error = Proxy.error(alone().text());
        assertEquals(Set.of("message", "type", "param", "code"), error.keySet());
        assertEquals("No tools.", error.getString("message"));
        assertEquals("invalid", error.getString("type"));
        assertEquals("tools", error.getString("param"));
        assertEquals("3051", error.getString("code"));
    }

    @Test
    void aPageIsNotShownToTheClient() throws IOException {
        one.always(ProviderErrors.htmlPage(503));
        RawAnswer answer = alone();
        assertEquals(503, answer.status());
        JsonObject error = Proxy.error(answer.text());
        assertEquals("service_unavailable_error", error.getString("type"));
        assertEquals("the provider answered 503 without saying why", error.getString("message"));
    }

    @Test
    void differentReasonsAreAllListed() throws IOException {
        one.always(ProviderErrors.wrongKey("sk-x"));
        two.always(Script.resetting());
        RawAnswer answer = both();
        assertEquals(502, answer.status());
        assertEquals("p1/m=401; p2/m=reset", answer.header("x-relevo-trail"));
        JsonObject error = Proxy.error(answer.text());
        assertEquals("server_error", error.getString("type"));
        assertEquals("upstream_error", error.getString("code"));
        assertTrue(error.getString("message").contains("p1/m (the API key was refused: "), error.toString());
        assertTrue(error.getString("message").contains("p2/m (the connection "), error.toString());
        assertNull(answer.header("x-should-retry"));
    }

    @Test
    void aLimitBesideAFailureIs502AndNamesTheWait() throws IOException {
        one.always(ProviderErrors.openAiRateLimit());
        two.always(ProviderErrors.serverError(500));
        RawAnswer answer = both();
        assertEquals(502, answer.status());
        assertEquals("1", answer.header("retry-after"));
        assertEquals("server_error", Proxy.error(answer.text()).getString("type"));
    }

    @Test
    void whatEveryTargetRefusesIsToldAsTheFirstPutIt() throws IOException {
        one.always(ProviderErrors.contextExceeded());
        two.always(ProviderErrors.groqTooLarge());
        RawAnswer answer = both();
        assertEquals(400, answer.status());
        assertEquals("context_length_exceeded", Proxy.error(answer.text()).getString("code"));
        assertEquals("false", answer.header("x-should-retry"));
    }

    @Test
    void aModelThatNobodyHasIsNotFound() throws IOException {
        one.always(ProviderErrors.noSuchModel("m"));
        two.always(ProviderErrors.noSuchModel("m"));
        for (int i = 0; i < 2; i++) {
            RawAnswer answer = both();
            assertEquals(404, answer.status());
            assertEquals("model_not_found", Proxy.error(answer.text()).getString("code"));
            assertEquals("false", answer.header("x-should-retry"));
        }
    }

    @Test
    void aProviderThatWantsAKeyWhereNoneIsConfiguredSaysWhatToSet() throws IOException {
        one.always(ProviderErrors.wrongKey("none"));
        try (Proxy keyless = Proxy.of("providers: {mine: {base-url: <1>}}\nmodels: {auto: [mine/m]}", one)) {
            String first = Proxy.error(keyless.ask(Proxy.CHAT).text()).getString("message");
            assertTrue(first.contains("none is configured, set providers.mine.api-key"), first);
            String resting = Proxy.error(keyless.ask(Proxy.CHAT).text()).getString("message");
            assertTrue(resting.matches("mine/m: rests (600|599) s more; the API key was refused: none .*"), resting);
        }
    }

    @Test
    void nobodyListeningIs503() throws IOException {
        one.refuse();
        two.refuse();
        RawAnswer answer = both();
        assertEquals(503, answer.status());
        assertEquals("p1/m=refused; p2/m=refused", answer.header("x-relevo-trail"));
        assertEquals("1", answer.header("retry-after"));
        assertNull(answer.header("x-should-retry"));
    }

    @Test
    void ourKeyIsCutOutWhereverAnUpstreamQuotesIt() throws Exception {
        one.next(
                ProviderErrors.wrongKey(KEY),
                openAi(400, "Bad request with key " + KEY, "x", KEY, KEY),
                Script.json(400, "{\"message\":\"Bad " + KEY + "\"}"));
        assertNoKey(alone().text());
        assertNoKey(alone().text());
        assertNoKey(alone().text());
    }

    @Test
    void soIsASecretThatStandsInAHeaderAndAKeyThatBeginsAnother() throws Exception {
        one.always(openAi(400, "Bad sk-secret-of-p10 or header-secret", "x", null, null));
        String config = """
                providers:
                  p1: {base-url: <1>, api-key: [sk-secret-of-p1, sk-secret-of-p10]}
                  p2: {base-url: <1>, headers: {X-Api-Key: Bearer header-secret}}
                models: {auto: [p2/m]}
                """;
        try (Proxy lonely = Proxy.of(config, one)) {
            assertEquals(
                    "Bad *** or ***", Proxy.error(lonely.ask(Proxy.CHAT).text()).getString("message"));
        }
    }

    @Test
    void soIsOneWithItsCharactersEscapedAndOneAtTheEndOfWhatIsQuoted() throws Exception {
        String key = "sk/base64+key/long==";
        String config = "providers: {p: {base-url: <1>, api-key: " + key + "}}\n"
                + "models: {auto: {targets: [p/m]}, two: {targets: [p/m, p/n]}}\n";
        String escaped = "sk\\/base64\\u002bkey\\/long\\u003D\\u003d";
        one.next(
                Script.json(400, "{\"error\":{\"message\":\"Bad " + escaped + "\"}}"),
                Script.json(502, "{\"message\":\"" + "x".repeat(290) + key + "\"}"));
        try (Proxy lonely = Proxy.of(config, one)) {
            assertEquals(
                    "{\"error\":{\"message\":\"Bad ***\"}}",
                    lonely.ask(Proxy.CHAT).text());
            String none = lonely.ask(Proxy.CHAT.replace("auto", "two")).text();
            assertTrue(none.contains("xx***"), none);
        }
    }

    @Test
    void aStandInForAKeyIsNoSecret() throws IOException {
        String body = "{\"error\":{\"message\":\"none of it\",\"param\":null}}";
        one.always(Script.json(400, body));
        try (Proxy lonely =
                Proxy.of("providers: {p: {base-url: <1>, api-key: 'null'}}\nmodels: {auto: [p/m]}\n", one)) {
            assertEquals(body, lonely.ask(Proxy.CHAT).text());
        }
    }

    @Test
    void aLongMessageIsCutWhereItStandsInALine() throws Exception {
        one.always(openAi(500, "x".repeat(5000), "y", null, null));
        two.always(ProviderErrors.serverError(502));
        String told = Proxy.error(both().text()).getString("message");
        assertTrue(told.contains("x".repeat(300) + "…"), told);
        assertTrue(proxy.logLine().length() < 500);
    }

    @Test
    void ourKeyIsCutOutOfErrorEventsAndLogLines() throws Exception {
        String error = "{\"error\":{\"message\":\"Key " + KEY + " expired\",\"code\":\"" + KEY + "\"}}";
        Gate gate = new Gate();
        one.always(Completions.stream(Completions.content("a"), error).await(Point.afterPieces(1), gate));
        two.always(openAi(400, "Key " + KEY, "x", null, null));
        RawAnswer cut = proxy.ask(Proxy.STREAM);
        assertEquals(Completions.content("a"), cut.event());
        gate.open();
        assertFalse(cut.completed());
        assertNoKey(cut.text());
        assertTrue(cut.text().contains("Key *** expired"), cut.text());
        assertNoKey(proxy.logLine());
        assertEquals(400, proxy.ask(Proxy.STREAM).status());
        assertNoKey(proxy.logLine());
    }

    private RawAnswer both() throws IOException {
        return proxy.ask(Proxy.CHAT);
    }

    private RawAnswer alone() throws IOException {
        try (Proxy lonely = Proxy.over(one).start()) {
            RawAnswer answer = lonely.ask(Proxy.CHAT);
            answer.end();
            return answer;
        }
    }

    private static void assertNoKey(String text) {
        assertFalse(text.contains(KEY), text);
        assertTrue(text.contains("***"), text);
    }
}
