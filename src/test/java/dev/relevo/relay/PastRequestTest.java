package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.config.Configuration;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import dev.relevo.stats.RequestRecord;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What became of a request that has ended. */
@Timeout(20)
class PastRequestTest {
    private final FaultyUpstream one = FaultyUpstream.start(Completions.chat("one"));
    private final FaultyUpstream two = FaultyUpstream.start(Completions.chat("two"));
    private final Proxy proxy = Proxy.of("""
            providers:
              one: {base-url: <1>, api-key: key-of-one}
              two: {base-url: <2>, api-key: key-of-two, limits: {requests-per-day: 2}}
            models:
              auto: {strategy: priority, targets: [one/m, two/m], max-wait: 0s}
              tools: {targets: [{target: one/m, supports: [chat]}, {target: two/n, supports: [chat, tools]}]}
            """, one, two);

    @AfterEach
    void close() {
        proxy.close();
        one.close();
        two.close();
    }

    @Test
    void eachAttemptIsToldWithTheQuotaBeforeAndAfter() throws IOException {
        one.next(Script.json(429, "{\"error\":{\"message\":\"slow down\"}}").header("retry-after", "60"));
        ask("first", Proxy.CHAT, 200);

        JsonObject past = past("first");
        assertEquals(200, past.getInt("status"));
        assertEquals("auto", past.getString("alias"));
        assertEquals(List.of("one/m next", "two/m not-its-turn"), standings(past));
        List<JsonObject> attempts = past.getJsonArray("attempts").getValuesAs(JsonObject.class);
        assertEquals("429", attempts.get(0).getString("outcome"));
        assertTrue(attempts.get(0).getString("reason").contains("slow down"));
        assertEquals(0, attempts.get(0).getJsonArray("quota_before").size());
        JsonObject answered = attempts.get(1);
        assertEquals("two/m", answered.getString("target"));
        assertEquals("ok", answered.getString("outcome"));
        assertEquals(0, used(answered, "quota_before"));
        assertEquals(1, used(answered, "quota_after"));
        assertTrue(answered.getInt("began_ms") <= past.getInt("took_ms"));
    }

    @Test
    void whoCouldNotServeIsToldWithTheReason() throws IOException {
        one.next(Script.json(429, "{\"error\":{\"message\":\"slow down\"}}").header("retry-after", "60"));
        ask("first", Proxy.CHAT, 200);
        ask("second", Proxy.CHAT, 200);
        ask("third", Proxy.CHAT, 429);

        assertEquals(List.of("one/m rests", "two/m next"), standings(past("second")));
        JsonObject third = past("third");
        assertEquals(429, third.getInt("status"));
        assertEquals(List.of("one/m rests", "two/m no-room"), standings(third));
        assertEquals(0, third.getJsonArray("attempts").size());
        assertEquals(
                "too little is left of requests-per-day: 2",
                third.getJsonArray("targets").getJsonObject(1).getString("reason"));
    }

    @Test
    void whoLacksWhatIsNeededIsToldSo() throws IOException {
        String tools = "{\"model\":\"tools\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        ask("tools", tools, 200);
        assertEquals(List.of("one/m lacks", "two/n next"), standings(past("tools")));
    }

    @Test
    void nothingThatTheClientSaidIsTold() throws IOException {
        one.always(_ -> Script.json(400, "{\"error\":{\"message\":\"bad content: my secret plan\"}}"));
        ask("bad", Proxy.CHAT.replace("hi", "my secret plan"), 400);
        ask("made-up", Proxy.CHAT.replace("auto", "one/my-secret-model"), 400);

        String bad = past("bad").toString();
        assertFalse(bad.contains("secret"), bad);
        String madeUp = past("made-up").toString();
        assertFalse(madeUp.contains("secret"), madeUp);
        assertTrue(madeUp.contains("one/*"), madeUp);
    }

    @Test
    void anAnswerThatBrokeOffIsToldAsCut() throws IOException {
        one.next(Completions.streamOf("a", "b").reset(Point.afterPieces(2)));
        ask("whole", Proxy.CHAT.replace("auto", "two/m"), 200);
        ask("cut", Proxy.STREAM, 200);

        assertEnd("whole", 200, past("whole"));
        assertEnd("cut", 200, past("cut"));
        List<JsonObject> latest = status().getJsonArray("requests").getValuesAs(JsonObject.class);
        assertEquals(
                List.of("cut", "whole"),
                latest.stream().map(request -> request.getString("ending")).toList());
    }

    @Test
    void aClientThatLeftInMidAnswerIsToldAs499() throws IOException {
        one.next(Completions.streamOf("a", "b").hang(Point.afterPieces(2)));
        RawClient client = proxy.client().post("/v1/chat/completions", Proxy.STREAM, "x-request-id: gone");
        assertNotEquals("", client.answer().event());
        client.close();

        assertEnd("left", 499, past("gone"));
    }

    @Test
    void aClientThatIsGoneWhenItIsRefusedIsToldAs499(@TempDir Path folder) throws Exception {
        one.always(_ -> Script.json(400, "{\"error\":{\"message\":\"no\"}}"));
        Path file = folder.resolve("config.yaml");
        Files.writeString(
                file,
                "{providers: {one: {base-url: URL, api-key: k}}, models: {auto: [one/m]}}"
                        .replace("URL", one.baseUrl().toString()));
        try (TimedRelay relay = new TimedRelay(Configuration.load(file, Map.of()), 1)) {
            relay.askAndLeave(Proxy.CHAT);
            Trace trace = relay.traces.latest().getFirst();
            assertEquals(499, trace.status());
            assertEquals(RequestRecord.Ending.LEFT, trace.ending());
        }
    }

    @Test
    void aRequestOfTwoAttemptsIsOneRequestAndItIsAnswered() throws IOException {
        one.next(Script.json(500, "{\"error\":{\"message\":\"oops\"}}"));
        ask("handed-over", Proxy.CHAT, 200);
        JsonObject answered = status();
        assertEquals(1, answered.getJsonObject("today").getInt("failures"));
        assertEquals(0, answered.getJsonObject("today").getInt("unanswered"));
        assertEquals(perMinute(1), answered.getJsonNumber("requests_per_second").bigDecimalValue());

        one.always(_ -> Script.json(500, "{\"error\":{\"message\":\"oops\"}}"));
        ask("refused", Proxy.CHAT.replace("auto", "one/m"), 500);
        assertEquals(1, status().getJsonObject("today").getInt("unanswered"));
    }

    /** One a minute, to a hundredth a second. */
    private static BigDecimal perMinute(int requests) {
        return BigDecimal.valueOf(requests).divide(BigDecimal.valueOf(60), 2, RoundingMode.HALF_UP);
    }

    private static void assertEnd(String ending, int status, JsonObject past) {
        assertEquals(ending, past.getString("ending"));
        assertEquals(status, past.getInt("status"));
    }

    private JsonObject status() throws IOException {
        return Proxy.json(proxy.client().get("/api/status").answer().text());
    }

    @Test
    void onlyTheLastThousandAreKept() throws IOException {
        ask("first", Proxy.CHAT, 200);
        past("first");
        for (int i = 0; i < Traces.KEPT; i++) {
            ask("later", Proxy.CHAT.replace("auto", "one/m"), 200);
        }
        RawAnswer gone = proxy.client().get("/api/explain?request=first").answer();
        assertEquals(404, gone.status());
        assertEquals("request_not_found", Proxy.error(gone.text()).getString("code"));
    }

    private void ask(String id, String body, int status) throws IOException {
        RawAnswer answer = proxy.ask(body, "x-request-id: " + id);
        assertEquals(status, answer.status());
        answer.text();
        past(id);
    }

    /** As soon as it is known: its client may have its answer before. */
    private JsonObject past(String id) throws IOException {
        while (true) {
            RawAnswer answer = proxy.client().get("/api/explain?request=" + id).answer();
            if (answer.status() == 200) {
                return Proxy.json(answer.text());
            }
        }
    }

    private static List<String> standings(JsonObject past) {
        return past.getJsonArray("targets").getValuesAs(JsonObject.class).stream()
                .map(target -> target.getString("target") + " " + target.getString("standing"))
                .toList();
    }

    private static int used(JsonObject attempt, String moment) {
        return attempt.getJsonArray(moment).getJsonObject(0).getInt("used");
    }
}
