package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.ReceivedJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which target is chosen, and what a request is fitted to it. */
class PoolTest {
    private static final String CONFIG = """
            server: {default-alias: auto}
            providers:
              one: {base-url: <1>, api-key: [k1, k2, k3]}
              two: {base-url: <2>, api-key: k}
              mistral: {base-url: <1>, api-key: k}
            models:
              auto: [one/m, two/m]
              first: {strategy: priority, targets: [one/m, two/m]}
              tiers: [{target: two/m, tier: 2}, {target: one/n, tier: 1}, {target: mistral/o, tier: 2}]
              capped: [{target: two/m, max-tokens: 100}]
              strict: [{target: mistral/small, max-tokens: 50}]
              vendor/model-4.1:free: [two/meta/llama:free]
            """;

    private final FaultyUpstream one = FaultyUpstream.start(Completions.chat("one"));
    private final FaultyUpstream two = FaultyUpstream.start(Completions.chat("two"));
    private final Proxy proxy = Proxy.of(CONFIG, one, two);

    @AfterEach
    void close() {
        proxy.close();
        one.close();
        two.close();
    }

    @Test
    void entriesTakeTurnsAndSoDoTheKeysInsideOne() throws IOException {
        List<String> expected = List.of("one/m#1", "two/m", "one/m#2", "two/m", "one/m#3", "two/m", "one/m#1", "two/m");
        assertEquals(expected, targets("auto", 8));
        List<String> keys = one.requests().stream()
                .map(request -> request.header("authorization"))
                .toList();
        assertEquals(List.of("Bearer k1", "Bearer k2", "Bearer k3", "Bearer k1"), keys);
    }

    @Test
    void priorityMeansTheFirstThatCan() throws IOException {
        assertEquals(List.of("one/m#1", "one/m#2"), targets("first", 2));
        one.die();
        String trail = "one/m#3=refused; two/m=ok";
        assertEquals(trail, ask("first").header("x-relevo-trail"));
        one.revive();
        assertEquals("one/m#1", ask("first").header("x-relevo-target"));
    }

    @Test
    void aHigherTierIsAskedOnlyWhenTheLowerOneCannot() throws IOException {
        assertEquals(List.of("one/n#1", "one/n#2", "one/n#3"), targets("tiers", 3));
        one.always(
                request -> request.text().contains("\"n\"") ? ProviderErrors.noSuchModel("n") : Completions.chat("o"));
        assertEquals("one/n#1=404; two/m=ok", ask("tiers").header("x-relevo-trail"));
        assertEquals(List.of("mistral/o", "two/m", "mistral/o"), targets("tiers", 3));
    }

    @Test
    void aNameThatIsNoAliasGoesToTheDefaultAlias() throws IOException {
        RawAnswer answer = ask("gpt-4o-mini");
        assertEquals("gpt-4o-mini", answer.header("x-relevo-alias"));
        assertEquals("one/m#1", answer.header("x-relevo-target"));
    }

    @Test
    void namesWithDotsSlashesAndColonsWork() throws Exception {
        RawAnswer answer = ask("vendor/model-4.1:free");
        assertEquals("two/meta/llama:free", answer.header("x-relevo-target"));
        assertEquals("meta/llama:free", answer.header("x-relevo-model"));
        assertEquals("meta/llama:free", ReceivedJson.of(two.take()).getString("model"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "capped | `` | ,\"max_tokens\":100 | max_tokens=100",
                "capped | `,\"max_tokens\":500` | ,\"max_tokens\":100 | max_tokens=100",
                "capped | `,\"max_completion_tokens\":500` | ,\"max_completion_tokens\":100 | max_completion_tokens=100",
                "capped | `,\"max_tokens\":7` | ,\"max_tokens\":7 |",
                "strict | `,\"max_tokens\":9,\"user\":\"u\",\"seed\":1` | ,\"max_tokens\":9,\"random_seed\":1 | -user; seed->random_seed",
                "strict | `,\"logit_bias\":{},\"max_tokens\":9` | ,\"max_tokens\":9 | -logit_bias"
            })
    void whatIsChangedForATargetIsTold(String alias, String sent, String received, String adjusted) throws Exception {
        RawAnswer answer = proxy.ask("{\"model\":\"" + alias + "\",\"messages\":[]" + sent + "}");
        assertEquals(200, answer.status());
        assertEquals(adjusted, answer.header("x-relevo-adjusted"));
        Received request = (alias.equals("capped") ? two : one).take();
        String model = alias.equals("capped") ? "m" : "small";
        String bare = request.text().replace("{\"model\":\"" + model + "\"", "").replace(",\"messages\":[]", "");
        assertEquals(received + "}", bare);
    }

    @Test
    void anUnknownModelIsNamedWhereThereIsNoDefaultAlias() throws IOException {
        try (Proxy strict = Proxy.over(one).start()) {
            RawAnswer answer = strict.ask(Proxy.CHAT.replace("auto", "nope"));
            assertEquals(404, answer.status());
            assertEquals("model_not_found", Proxy.error(answer.text()).getString("code"));
            assertEquals("model", Proxy.error(answer.text()).getString("param"));
            assertNull(answer.header("x-relevo-trail"));
        }
    }

    @Test
    void ofManyAliasesAnUnknownModelIsToldTwenty() throws IOException {
        StringBuilder yaml = new StringBuilder("providers: {one: {base-url: <1>, api-key: k}}\nmodels:\n");
        for (int i = 1; i <= 21; i++) {
            yaml.append("  alias-").append(i).append(": [one/m]\n");
        }
        try (Proxy many = Proxy.of(yaml.toString(), one)) {
            String message = Proxy.error(many.ask(Proxy.CHAT).text()).getString("message");
            assertTrue(message.contains("alias-20, … (GET /v1/models lists all)"), message);
            assertFalse(message.contains("alias-21"), message);
        }
    }

    private List<String> targets(String alias, int requests) throws IOException {
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            targets.add(ask(alias).header("x-relevo-target"));
        }
        return targets;
    }

    private RawAnswer ask(String alias) throws IOException {
        RawAnswer answer = proxy.ask(Proxy.CHAT.replace("auto", alias));
        answer.end();
        return answer;
    }
}
