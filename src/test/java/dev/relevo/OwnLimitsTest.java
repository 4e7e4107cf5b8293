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
    void whereNobodyKnowsAPriceThatMayBeWhy() throws IOException {
        try (StartedRelevo relevo = start("usd-per-day: 2")) {
            String error = ask(relevo).text();
            assertTrue(
                    error.contains(
                            "This request alone may cost more than that, or the price of what could serve it is not"
                                    + " known; waiting does not help."),
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
    void whatIsExplainedToAKeyIsForThatKey() throws IOException {
        try (StartedRelevo relevo = start("requests-per-day: 1")) {
            assertEquals(404, explained(relevo, "secret").status());
            assertEquals(404, explained(relevo, "").status());
            assertEquals(200, explained(relevo, "auto").status());
        }
    }

    private StartedRelevo start(String limits) {
        return StartedRelevo.of("""
                server: {api-keys: [{name: ann, key: key-of-ann, aliases: [auto], limits: {%s}}]}
                providers: {up: {base-url: "%s", api-key: x}}
                models: {auto: [up/m], secret: [up/m]}
                """.formatted(limits, upstream.baseUrl()));
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
