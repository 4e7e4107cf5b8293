package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Script;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an access key is told of limits that leave it nothing. */
@Timeout(30)
class OwnLimitsTest {
    private final FaultyUpstream upstream = FaultyUpstream.start(Completions.chat("hi"));

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void ofSpentLimitsThatIsToldWhichResetsLast() throws IOException {
        try (StartedRelevo relevo = start("requests-per-minute: 1, requests-per-hour: 1")) {
            assertEquals(200, ask(relevo).status());
            RawAnswer spent = ask(relevo);

            assertEquals(429, spent.status());
            assertTrue(Integer.parseInt(spent.header("Retry-After")) > 3500, spent.head());
            assertTrue(spent.header("x-ratelimit-reset-requests").startsWith("1h0m"), spent.head());
        }
    }

    @Test
    void aLimitOfNothingIsNoMatterOfTheRequest() throws IOException {
        try (StartedRelevo relevo = start("requests-per-day: 0")) {
            RawAnswer never = ask(relevo);

            assertEquals(429, never.status());
            assertNull(never.header("Retry-After"));
            assertEquals("false", never.header("x-should-retry"));
            String error = never.text();
            assertTrue(
                    error.contains("limit of requests-per-day: 0. It allows nothing; waiting does not help."), error);
        }
        assertEquals(0, upstream.requests().size());
    }

    @Test
    void whereNobodyKnowsAPriceThatIsWhyAndWhatToDo() throws IOException {
        try (StartedRelevo relevo = start("usd-per-day: 2")) {
            RawAnswer unpriced = ask(relevo);

            assertEquals(429, unpriced.status());
            assertEquals("false", unpriced.header("x-should-retry"));
            String error = unpriced.text();
            assertTrue(
                    error.contains(
                            "The access key 'ann' has its own limit of usd-per-day: 2, and nobody knows a price of"
                                    + " what could serve it. Set its 'price' in the configuration, 0 if it is free; waiting does"
                                    + " not help."),
                    error);
            String explained = explained(relevo, "auto").text();
            assertTrue(
                    explained.contains("no price known, so the access key's own usd-per-day: 2 leaves no room; set its"
                            + " 'price' in the configuration, 0 if it is free"),
                    explained);
        }
    }

    @Test
    void whereAPriceIsKnownTheRequestMayCostTooMuch() throws IOException {
        String priced = "{target: up/m, price: {input: 0, output: 1000000}}, up/unpriced";
        try (StartedRelevo relevo = start("usd-per-day: 2", priced)) {
            String error = ask(relevo).text();
            assertTrue(
                    error.contains(
                            "has too little left of its own limit of usd-per-day: 2. This request alone may cost more"
                                    + " than that, unless it asks for fewer max_tokens; waiting does not help."),
                    error);
        }
    }

    @Test
    void whoeverIsRefusedHasItsPlaceAgainWhenItIsTold() throws IOException {
        upstream.always(Script.json(400, "{\"error\":{\"message\":\"bad\"}}"));
        try (StartedRelevo relevo = start("concurrent: 1")) {
            for (int i = 0; i < 100; i++) {
                assertEquals(400, ask(relevo).status());
            }
        }
    }

    @Test
    void whoMaySeeTheStatusSeesWhatKeysHaveLeft() throws IOException {
        try (StartedRelevo relevo = start("requests-per-day: 3, concurrent: 2")) {
            assertEquals(200, ask(relevo).status());
            try (RawClient client = RawClient.connect(relevo.port())) {
                RawAnswer status = client.get("/api/status", "Authorization: Bearer key-of-ann")
                        .answer();
                assertTrue(
                        status.text()
                                .matches(
                                        "(?s).*\"keys\":\\[\\{\"name\":\"ann\",\"limits\":\\[\\{\"scope\":\"key\",\"limit\":"
                                                + "\"requests-per-day\",.*\"most\":3,\"used\":1,\"reserved\":0,\"left\":2,.*"),
                        status.text());
            }
        }
    }

    @Test
    void whatIsExplainedToAKeyIsForThatKey() throws IOException {
        try (StartedRelevo relevo = start("requests-per-day: 1")) {
            assertEquals(404, explained(relevo, "secret").status());
            assertEquals(404, explained(relevo, "").status());
            assertEquals(200, explained(relevo, "auto").status());
        }
    }

    private StartedRelevo start(String limits) {
        return start(limits, "up/m");
    }

    private StartedRelevo start(String limits, String targets) {
        return StartedRelevo.of("""
                server: {api-keys: [{name: ann, key: key-of-ann, aliases: [auto], limits: {%s}}]}
                providers: {up: {base-url: "%s", api-key: x}}
                models: {auto: [%s], secret: [up/m]}
                """.formatted(limits, upstream.baseUrl(), targets));
    }

    private static RawAnswer explained(StartedRelevo relevo, String model) throws IOException {
        try (RawClient client = RawClient.connect(relevo.port())) {
            return whole(client.get("/api/explain?model=" + model, "Authorization: Bearer key-of-ann"));
        }
    }

    private static RawAnswer ask(StartedRelevo relevo) throws IOException {
        String json = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        try (RawClient client = RawClient.connect(relevo.port())) {
            return whole(client.post("/v1/chat/completions", json, "Authorization: Bearer key-of-ann"));
        }
    }

    private static RawAnswer whole(RawClient asked) throws IOException {
        RawAnswer answer = asked.answer();
        answer.completed();
        return answer;
    }
}
