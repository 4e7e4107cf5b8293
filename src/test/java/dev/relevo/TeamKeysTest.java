package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Gate;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each access key may use, as its clients see it. */
@Timeout(30)
class TeamKeysTest {
    private static final String CHAT = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final FaultyUpstream one = FaultyUpstream.start(Completions.chat("one"));
    private final FaultyUpstream two = FaultyUpstream.start(Completions.chat("two"));
    private StartedRelevo relevo;

    @AfterEach
    void close() {
        relevo.close();
        one.close();
        two.close();
    }

    @Test
    void aLimitHoldsHoweverManyAskAtOnceAndTheOthersAreServed() throws Exception {
        start("{requests-per-day: 10}", "targets: [one/m]");
        Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
        List<Callable<Integer>> crowd = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            crowd.add(() -> statuses.merge(ask("ann", CHAT).status(), 1, Integer::sum));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> each : threads.invokeAll(crowd)) {
                each.get();
            }
        }

        assertEquals(Map.of(200, 10, 429, 30), statuses);
        assertEquals(10, one.requests().size());
        assertEquals(200, ask("bob", CHAT).status());
    }

    @Test
    void anExhaustedKeyIsToldWhichLimitAndWhenInOpenAisForm() throws Exception {
        start("{requests-per-minute: 1, tokens-per-minute: 10k}", "targets: [one/m]");

        RawAnswer first = ask("ann", CHAT);
        assertEquals(200, first.status());
        assertEquals("1", first.header("x-ratelimit-limit-requests"));
        assertEquals("0", first.header("x-ratelimit-remaining-requests"));
        assertTrue(first.header("x-ratelimit-reset-requests").matches("(1m0(\\.\\d+)?|59\\.\\d+)s"), first.head());
        assertEquals("10000", first.header("x-ratelimit-limit-tokens"));

        RawAnswer second = ask("ann", CHAT);
        assertEquals(429, second.status());
        String error = second.text();
        assertTrue(
                error.startsWith(
                        "{\"error\":{\"message\":\"The access key 'ann' has too little left of its own limit of"
                                + " requests-per-minute: 1. Try again in "),
                error);
        assertTrue(error.endsWith("\"type\":\"requests\",\"param\":null,\"code\":\"rate_limit_exceeded\"}}"), error);
        long millis = Long.parseLong(second.header("retry-after-ms"));
        assertTrue(millis > 50_000 && millis <= 60_250, second.head());
        assertEquals(Long.toString(Math.ceilDiv(millis, 1000L)), second.header("Retry-After"));
        assertEquals("0", second.header("x-ratelimit-remaining-requests"));
        assertEquals(1, one.requests().size());
        assertNull(ask("bob", CHAT).header("x-ratelimit-limit-requests"));
    }

    @Test
    void theOfficialSdkRaisesWhatIsSpentAndReadsWhatIsLeft() {
        start("{requests-per-day: 1}", "targets: [one/m]");
        ChatCompletionCreateParams hello = ChatCompletionCreateParams.builder()
                .model("auto")
                .addUserMessage("hi")
                .build();
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(relevo.baseUrl())
                .apiKey("key-of-ann")
                .build();
        try {
            var first = client.withRawResponse().chat().completions().create(hello);
            assertEquals(List.of("0"), first.headers().values("x-ratelimit-remaining-requests"));
            RateLimitException spent = assertThrows(
                    RateLimitException.class, () -> client.chat().completions().create(hello));
            assertTrue(
                    String.valueOf(spent.getMessage()).contains("own limit of requests-per-day: 1"), spent.toString());
            assertEquals(Optional.of("rate_limit_exceeded"), spent.code());
        } finally {
            client.close();
        }
    }

    @Test
    void aFailoverCountsOnce() throws Exception {
        start("{requests-per-day: 2}", "strategy: priority, same-target-retries: 0, targets: [one/m, two/m]");
        one.next(Script.json(500, "{\"error\":{\"message\":\"down\"}}"));

        assertEquals(200, ask("ann", CHAT).status());
        RawAnswer second = ask("ann", CHAT);
        assertEquals(200, second.status());
        assertEquals("0", second.header("x-ratelimit-remaining-requests"));
        assertEquals(429, ask("ann", CHAT).status());
        assertEquals(3, one.requests().size() + two.requests().size());
    }

    @Test
    void whoeverHasSpentItsMoneyIsServedByWhatCostsNothing() throws Exception {
        start(
                "{usd-per-day: 0.005}",
                "strategy: priority, targets: [{target: one/m, max-tokens: 3, price: {input: 0, output: 1000}},"
                        + " {target: two/m, price: {input: 0, output: 0}}]");

        for (int i = 0; i < 3; i++) {
            assertEquals(200, ask("ann", CHAT).status());
        }
        assertEquals(
                List.of(1, 2), List.of(one.requests().size(), two.requests().size()));
        assertEquals(200, ask("bob", CHAT).status());
        assertEquals(2, one.requests().size());
    }

    @Test
    void spentMoneyIsToldAsOpenAiTellsIt() throws Exception {
        start("{usd-per-day: 0.005}", "targets: [{target: one/m, max-tokens: 3, price: {input: 0, output: 1000}}]");
        assertEquals(200, ask("ann", CHAT).status());

        RawAnswer spent = ask("ann", CHAT);
        assertEquals(429, spent.status());
        String error = spent.text();
        assertTrue(error.contains("own limit of usd-per-day: 0.005. Try again in "), error);
        assertTrue(
                error.endsWith("\"type\":\"insufficient_quota\",\"param\":null,\"code\":\"insufficient_quota\"}}"),
                error);
        assertEquals("false", spent.header("x-should-retry"));
        assertNull(spent.header("x-ratelimit-limit-requests"));
    }

    @Test
    void ofSeveralLimitsThatIsToldWhichIsOverFirst() throws Exception {
        start(
                "{requests-per-minute: 1, usd-per-day: 2}",
                "targets: [one/unpriced, {target: one/m, max-tokens: 3, price: {input: 1, output: 2}},"
                        + " {target: two/m, price: 0}]");
        assertEquals(200, ask("ann", CHAT).status());

        RawAnswer second = ask("ann", CHAT, "x-request-id: refused");
        assertEquals(429, second.status());
        String error = second.text();
        assertTrue(error.contains("own limit of requests-per-minute: 1. Try again in "), error);
        assertTrue(error.endsWith("\"code\":\"rate_limit_exceeded\"}}"), error);

        String past = past("refused");
        assertEquals(3, past.split("\"standing\":\"no-room\"", -1).length - 1, past);
        assertEquals(
                2,
                past.split("too little is left of the access key's own requests-per-minute: 1", -1).length - 1,
                past);
    }

    @Test
    void whereThePoolHasNoRoomThatIsTold() throws Exception {
        start("{requests-per-day: 5}", "max-wait: 0s, targets: [{target: one/m, limits: {requests-per-day: 1}}]");
        assertEquals(200, ask("ann", CHAT).status());

        RawAnswer full = ask("ann", CHAT);
        assertEquals(429, full.status());
        assertTrue(full.text().contains("; too little is left of requests-per-day: 1"), full.text());
        assertEquals("4", full.header("x-ratelimit-remaining-requests"));
    }

    @Test
    void asManyAsMayBeUnderWayAreAndNobodyWaitsForThem() throws Exception {
        start("{concurrent: 1}", "targets: [one/m]");
        Gate gate = new Gate();
        one.next(Completions.chat("slow").await(Point.beforeHead(), gate));
        try (RawClient slow = RawClient.connect(relevo.port())) {
            slow.post("/v1/chat/completions", CHAT, key("ann"));
            gate.awaitArrival();

            RawAnswer other = ask("ann", CHAT);
            assertEquals(429, other.status());
            assertTrue(other.text().contains("own limit of concurrent: 1. Try again in 1 s."), other.text());
            assertEquals(200, ask("bob", CHAT).status());
            gate.open();
            assertEquals(200, slow.answer().status());
        }
        assertEquals(200, ask("ann", CHAT).status());
    }

    @Test
    void otherAliasesDoNotExistForAKey() throws Exception {
        start("{}, aliases: [auto]", "targets: [one/m]\n  secret: [two/m]");

        assertEquals(200, ask("ann", CHAT).status());
        for (String model : List.of("secret", "two/m", "unknown")) {
            RawAnswer none = ask("ann", CHAT.replace("auto", model));
            assertEquals(404, none.status());
            String error = none.text();
            assertTrue(error.endsWith("\"code\":\"model_not_found\"}}"), error);
            assertFalse(error.replace("model '" + model, "").contains("secret"), error);
        }
        assertEquals(List.of("auto"), models("ann"));
        assertEquals(404, get("/v1/models/secret", "ann").status());
        assertEquals(200, get("/v1/models/secret", "bob").status());
        assertEquals(200, ask("bob", CHAT.replace("auto", "secret")).status());
    }

    @Test
    void aDefaultAliasThatIsSetIsNotAskedFor() throws Exception {
        relevo = StartedRelevo.of("""
                server: {default-alias: auto, api-keys: [{name: ann, key: key-of-ann, aliases: [auto]}]}
                providers: {one: {base-url: "%s", api-key: x}}
                models: {auto: [one/m]}
                """.formatted(one.baseUrl()));

        String error = ask("ann", CHAT.replace("auto", "one/m")).text();
        assertTrue(error.contains("The model 'one/m' does not exist here. Ask for one of [auto].\""), error);
    }

    private void start(String limits, String pool) {
        String auto = pool.contains("\n") ? pool.replaceFirst("targets: (.*)\n", "{targets: $1}\n") : "{" + pool + "}";
        relevo = StartedRelevo.of("""
                server: {api-keys: [{name: ann, key: key-of-ann, limits: %s}, {name: bob, key: key-of-bob}]}
                providers:
                  one: {base-url: "%s", api-key: x}
                  two: {base-url: "%s", api-key: y}
                models:
                  auto: %s
                """.formatted(limits, one.baseUrl(), two.baseUrl(), auto));
    }

    private List<String> models(String client) throws IOException {
        String list = get("/v1/models", client).text();
        return List.of(list.split("\"id\":\"")).stream()
                .skip(1)
                .map(rest -> rest.substring(0, rest.indexOf('"')))
                .toList();
    }

    private RawAnswer get(String path, String client) throws IOException {
        try (RawClient connection = RawClient.connect(relevo.port())) {
            return whole(connection.get(path, key(client)));
        }
    }

    private RawAnswer ask(String client, String json, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add(key(client));
        try (RawClient connection = RawClient.connect(relevo.port())) {
            return whole(connection.post("/v1/chat/completions", json, all.toArray(String[]::new)));
        }
    }

    /** As soon as it is known: its client may have its answer before. */
    private String past(String request) throws IOException {
        while (true) {
            RawAnswer answer = get("/api/explain?request=" + request, "bob");
            if (answer.status() == 200) {
                return answer.text();
            }
            assertEquals(404, answer.status(), answer.head());
        }
    }

    private static RawAnswer whole(RawClient asked) throws IOException {
        RawAnswer answer = asked.answer();
        answer.completed();
        return answer;
    }

    private static String key(String client) {
        return "Authorization: Bearer key-of-" + client;
    }
}
