package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.ReceivedJson;
import dev.relevo.faulty.Script;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code provider/model} as the name of a model, and what becomes of names that nobody has. */
class DirectModelsTest {
    private static final String CONFIG = """
            server: {SERVER}
            providers:
              one: {base-url: <1>, api-key: [k1, k2, k3]}
              two: {base-url: <2>, api-key: k}
              groq: {}
            models:
              auto: [two/m, {target: two/capped, max-tokens: 9}]
              one/named: [two/m]
              late: [groq]
            """;

    private final FaultyUpstream one = FaultyUpstream.start(Completions.chat("one"));
    private final FaultyUpstream two = FaultyUpstream.start(Completions.chat("two"));
    private Proxy proxy;

    @AfterEach
    void close() {
        proxy.close();
        one.close();
        two.close();
    }

    @ParameterizedTest
    @CsvSource({
        "one/m,                one/m#1,             m",
        "one/meta-llama/l:free, one/meta-llama/l:free#1, meta-llama/l:free",
        "two/m,                two/m,               m",
        "one/named,            two/m,               m",
    })
    void aNameLeadsToThatModelOfThatProviderUnlessAnAliasIsCalledSo(String asked, String target, String sent)
            throws IOException {
        start("default-alias: auto");

        RawAnswer answer = ask(asked);

        assertEquals(target, answer.header("x-relevo-target"));
        assertEquals(asked, answer.header("x-relevo-alias"));
        FaultyUpstream served = target.startsWith("one") ? one : two;
        assertEquals(sent, ReceivedJson.of(served.requests().getFirst()).getString("model"));
    }

    @ParameterizedTest
    @CsvSource({"nobody/m", "groq/m", "one", "one/", "/m", "'one/a b'", "m"})
    void whatIsNoModelOfALiveProviderGoesToTheDefaultAlias(String asked) throws IOException {
        start("default-alias: auto");

        assertEquals("two/m", ask(asked).header("x-relevo-target"));
    }

    @Test
    void whereItIsSwitchedOffOnlyAliasesCount() throws IOException {
        start("direct-models: false");

        RawAnswer answer = ask("one/m");

        assertEquals(404, answer.status());
        assertEquals("model_not_found", Proxy.error(answer.text()).getString("code"));
        assertEquals(200, ask("one/named").status());
    }

    @Test
    void allKeysOfTheProviderTakeTurnsWhateverTheModel() throws IOException {
        start("");
        for (String model : List.of("a", "b", "c", "d", "a", "a")) {
            assertEquals(200, ask("one/" + model).status());
        }

        List<String> keys = one.requests().stream()
                .map(request -> request.header("authorization"))
                .toList();
        assertEquals(
                Stream.of("k1", "k2", "k3", "k1", "k2", "k3")
                        .map(key -> "Bearer " + key)
                        .toList(),
                keys);
    }

    @Test
    void aKeyThatIsRefusedHandsOverToTheNext() throws IOException {
        start("");
        one.always(request -> request.header("authorization").equals("Bearer k2")
                ? Completions.chat("hi")
                : ProviderErrors.wrongKey("k"));

        assertEquals("one/m#1=401; one/m#2=ok", ask("one/m").header("x-relevo-trail"));
    }

    @Test
    void aTargetOfAnAliasSharesItsStateAndItsTerms() throws IOException {
        start("");
        two.next(ProviderErrors.openAi(429, "Slow down.", "requests", null, "rate_limit_exceeded"));

        assertEquals("two/m=429; two/capped=ok", ask("auto").header("x-relevo-trail"));
        assertEquals(429, ask("two/m").status());
        RawAnswer capped = ask("two/capped");
        assertEquals("max_tokens=9", capped.header("x-relevo-adjusted"));
        assertEquals(200, ask("two/other").status());
    }

    @Test
    void aModelThatAClientMadeUpShutsOutNoOther() throws IOException {
        start("");
        two.next(
                ProviderErrors.noSuchModel("typo"),
                ProviderErrors.openAi(403, "Not for you.", "x", null, null),
                ProviderErrors.openAi(402, "Insufficient credits for that model.", "x", null, null));

        assertEquals(404, ask("two/typo").status());
        assertEquals(502, ask("two/forbidden").status());
        assertEquals(502, ask("two/paid").status());
        assertEquals(200, ask("two/real").status());
        assertEquals("two/m", ask("auto").header("x-relevo-target"));
    }

    @Test
    void aLimitOfOneUnlistedModelRestsThemAllForAMinuteAtMost() throws IOException {
        start("");
        two.next(ProviderErrors.openAi(429, "Slow down.", "requests", null, "rate_limit_exceeded")
                .header("retry-after", "7200"));

        assertEquals("7200", ask("two/limited").header("retry-after"));
        int others = Integer.parseInt(ask("two/other").header("retry-after"));
        assertTrue(others <= 60 && others > 30, others + " s");
        assertEquals("two/m", ask("auto").header("x-relevo-target"));
    }

    @Test
    void unknownNamesAreRefusedWithAdvice() throws IOException {
        start("");

        JsonObject error = Proxy.error(ask("gpt-9").text());

        assertEquals(
                "The model 'gpt-9' does not exist here. Ask for one of [auto, one/named, late], for provider/model, or set"
                        + " server.default-alias to serve unknown names.",
                error.getString("message"));
        assertEquals("model", error.getString("param"));
    }

    @Test
    void embeddingsNeverGoToTheDefaultAlias() throws IOException {
        start("default-alias: auto");

        RawAnswer answer = embed("text-embedding-9");

        assertEquals(404, answer.status());
        JsonObject error = Proxy.error(answer.text());
        assertEquals("model_not_found", error.getString("code"));
        String message = error.getString("message");
        assertTrue(message.contains("The model 'text-embedding-9' does not exist here"), message);
        assertTrue(message.contains("The default alias never serves embeddings"), message);
        assertEquals(List.of(), two.requests());
        assertEquals(List.of(), one.requests());
    }

    @Test
    void embeddingsOfAnAliasOrAProvidersModelAreServed() throws IOException {
        Script vector =
                Script.json(200, "{\"object\":\"list\",\"data\":[{\"index\":0,\"embedding\":[1]}],\"model\":\"m\"}");
        one.always(vector);
        two.always(vector);
        start("default-alias: auto");

        assertEquals("two/m", embed("auto").header("x-relevo-target"));
        assertEquals("one/text-embedding#1", embed("one/text-embedding").header("x-relevo-target"));
    }

    @Test
    void theListNamesAliasesThenTheirTargets() throws IOException {
        start("");

        assertEquals(List.of("auto", "one/named", "late", "two/m", "two/capped"), listed());
    }

    @Test
    void whereItIsSwitchedOffTheListNamesAliasesAlone() throws IOException {
        start("direct-models: false");

        assertEquals(List.of("auto", "one/named", "late"), listed());
        assertNull(ask("two/m").header("x-relevo-target"));
    }

    private void start(String server) {
        proxy = Proxy.of(CONFIG.replace("SERVER", server), one, two);
    }

    private RawAnswer ask(String model) throws IOException {
        return proxy.ask(Proxy.CHAT.replace("auto", model));
    }

    private RawAnswer embed(String model) throws IOException {
        return proxy.client()
                .post("/v1/embeddings", "{\"model\":\"" + model + "\",\"input\":\"hi\"}")
                .answer();
    }

    private List<String> listed() throws IOException {
        JsonObject list = Proxy.json(proxy.client().get("/v1/models").answer().text());
        List<String> ids = new ArrayList<>();
        list.getJsonArray("data").forEach(model -> ids.add(model.asJsonObject().getString("id")));
        return ids;
    }
}
