package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a client sends is answered as {@code http/requests.txt} says, and no provider ever gets a part of it. */
class MalformedRequestsTest {
    private static final int PIECE = 7;
    private static final int MOST_PIECES = 2000;

    private static FaultyUpstream upstream;
    private static StartedRelevo relevo;

    @BeforeAll
    static void start() {
        upstream = FaultyUpstream.start(Completions.chat("hello"));
        relevo = StartedRelevo.over(upstream);
    }

    @AfterAll
    static void stop() {
        relevo.close();
        upstream.close();
    }

    static Stream<RequestCase> cases() throws IOException {
        return RequestCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAnsweredAsTheFileSays(RequestCase sent) throws IOException {
        expect(sent, List.of(sent.bytes()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAnsweredTheSameInPieces(RequestCase sent) throws IOException {
        expect(sent, sent.pieces(Math.max(PIECE, sent.bytes().length / MOST_PIECES)));
    }

    private static void expect(RequestCase sent, List<byte[]> pieces) throws IOException {
        int before = upstream.requests().size();
        try (RawClient client = RawClient.connect(relevo.port())) {
            for (byte[] piece : pieces) {
                client.send(piece);
            }
            assertEquals(sent.statuses(), statuses(client, sent));
            if (sent.closes()) {
                assertTrue(client.finish().isEnded(), "the connection goes on");
            } else {
                assertEquals(
                        "{\"status\":\"ok\"}",
                        client.get("/health/live").answer().text());
            }
        }
        assertServed();
        assertForwarded(before, sent.forwarded() + 1);
    }

    private static List<Integer> statuses(RawClient client, RequestCase sent) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < sent.statuses().size(); i++) {
            RawAnswer answer = client.answer();
            statuses.add(answer.status());
            boolean closes = sent.closes() && i == sent.statuses().size() - 1;
            assertEquals(closes ? "close" : null, answer.header("connection"));
            answer.body();
        }
        return statuses;
    }

    private static void assertServed() throws IOException {
        try (RawClient client = RawClient.connect(relevo.port())) {
            RawAnswer answer =
                    client.post("/v1/chat/completions", RequestCase.BODY).answer();
            assertEquals(200, answer.status());
            assertEquals(Completions.chatBody("hello"), answer.text());
        }
    }

    private static void assertForwarded(int before, int count) {
        List<String> bodies = upstream.requests().stream()
                .skip(before)
                .map(request -> new String(request.body(), StandardCharsets.UTF_8))
                .toList();
        String forwarded = RequestCase.BODY.replace("auto", StartedRelevo.MODEL);
        assertEquals(Stream.generate(() -> forwarded).limit(count).toList(), bodies);
    }
}
