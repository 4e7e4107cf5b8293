package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Script;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code /api/explain} tells is what comes: asked before each of two hundred requests. */
@Timeout(60)
class NextPickTest {
    private static final int REQUESTS = 200;
    private static final String MODEL = "m";

    private final FaultyUpstream well = FaultyUpstream.start(Completions.chat("hi"));
    private final FaultyUpstream limited = FaultyUpstream.start(
            Script.json(429, "{\"error\":{\"message\":\"slow down\"}}").header("retry-after", "3600"));
    private final Random random = new Random(7);
    private Proxy proxy;

    @AfterEach
    void close() {
        proxy.close();
        well.close();
        limited.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "weighted", "quota", "priority"})
    void whatIsExplainedIsWhatIsAskedAlsoWhenAllAreFull(String strategy) throws Exception {
        proxy = Proxy.of(configuration(strategy), well, limited);
        int refused = 0;
        try (RawClient client = proxy.client()) {
            for (int i = 0; i < REQUESTS; i++) {
                JsonObject explained = settled(client);
                RawAnswer answer =
                        client.post("/v1/chat/completions", Proxy.CHAT).answer();
                String trail = answer.header("x-relevo-trail");
                String first = trail == null ? null : trail.substring(0, trail.indexOf('='));
                answer.text();
                String next = explained.isNull("next") ? null : explained.getString("next");
                assertEquals(first, next, "request " + i + ": " + explained);
                refused += answer.status() == 429 ? 1 : 0;
            }
        }
        assertTrue(refused >= 10 && refused <= 100, refused + " were refused");
    }

    /** Limits of a day, that run out in the course of the test, and one target that rests from its first request on. */
    private String configuration(String strategy) {
        StringBuilder providers = new StringBuilder("providers:\n");
        StringBuilder targets = new StringBuilder();
        for (int i = 1; i <= 4; i++) {
            String weight = strategy.equals("weighted") ? ", weight: " + (1 + random.nextInt(5)) : "";
            String tier = i == 4 ? ", tier: 2" : "";
            providers.append("  p" + i + ": {base-url: <1>, api-key: [key-a" + i + ", key-b" + i
                    + "], limits: {requests-per-day: " + (20 + random.nextInt(20)) + "}}\n");
            targets.append("      - {target: p" + i + "/" + MODEL + weight + tier + "}\n");
        }
        return providers + "  tired: {base-url: <2>, api-key: key-t}\nmodels:\n  auto:\n    strategy: " + strategy
                + "\n    max-wait: 0s\n    targets:\n" + targets + "      - tired/" + MODEL + "\n";
    }

    /** What is explained when nothing of the last request is under way, which its client need not have awaited. */
    private static JsonObject settled(RawClient client) throws IOException {
        boolean busy = true;
        while (busy) {
            List<JsonObject> targets =
                    get(client, "/api/status").getJsonArray("targets").getValuesAs(JsonObject.class);
            busy = targets.stream().anyMatch(target -> target.getInt("in_flight") > 0);
        }
        return get(client, "/api/explain?model=auto");
    }

    private static JsonObject get(RawClient client, String path) throws IOException {
        return Proxy.json(client.get(path).answer().text());
    }
}
