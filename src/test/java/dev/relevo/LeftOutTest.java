package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reload leaves something out, and the next one brings it back. */
@Timeout(30)
class LeftOutTest {
    private static final String CHAT = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String ONE_A_DAY = "requests-per-day: 1";

    private final FaultyUpstream one = FaultyUpstream.start(Completions.chat("one"));
    private final FaultyUpstream two = FaultyUpstream.start(Completions.chat("two"));

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @Test
    void aTargetThatWasSpentIsNotAskedAgain() throws IOException {
        String spent = yaml("", "{target: one/m, limits: {requests-per-day: 1}}");
        try (StartedRelevo relevo = StartedRelevo.of(spent)) {
            assertEquals(200, status(relevo));
            relevo.reload(yaml("", "two/m"));
            assertEquals(200, status(relevo));
            relevo.reload(spent);
            assertEquals(429, status(relevo));
            relevo.reload(yaml("", "one/m"));
            assertEquals(200, status(relevo));
            relevo.reload(spent);
            assertEquals(429, status(relevo));
        }
        assertEquals(2, one.requests().size());
    }

    @Test
    void aKeyThatHadNoLimitsForAWhileIsAsSpentAsBefore() throws IOException {
        try (StartedRelevo relevo = StartedRelevo.of(yaml(ONE_A_DAY, "one/m"))) {
            assertEquals(200, status(relevo));
            relevo.reload(yaml("", "one/m"));
            assertEquals(200, status(relevo));
            relevo.reload(yaml(ONE_A_DAY, "one/m"));
            assertEquals(429, status(relevo));
        }
    }

    private String yaml(String ownLimits, String target) {
        return """
                server: {api-keys: [{name: ann, key: key-of-ann, limits: {%s}}]}
                providers:
                  one: {base-url: "%s", api-key: x}
                  two: {base-url: "%s", api-key: y}
                models: {auto: [%s]}
                """.formatted(ownLimits, one.baseUrl(), two.baseUrl(), target);
    }

    private static int status(StartedRelevo relevo) throws IOException {
        try (RawClient client = RawClient.connect(relevo.port())) {
            RawAnswer answer = client.post("/v1/chat/completions", CHAT, "Authorization: Bearer key-of-ann")
                    .answer();
            answer.completed();
            return answer.status();
        }
    }
}
