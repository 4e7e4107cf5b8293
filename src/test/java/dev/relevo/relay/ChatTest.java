package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawAnswer.End;
import dev.relevo.RawClient;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Gate;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import dev.relevo.wire.JsonText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /chat}: the answer as the pieces of its text. */
class ChatTest {
    private static final String ASK = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String RAW = "Accept: text/plain";

    /** Every kind of line break, blanks where a line begins, and characters of each length in UTF-8. */
    private static final String TEXT = " a\n b\r\n\r\nc\rd\n\n\n: é\tdata: x\u2028 😀\r\r\n   ñ\n";

    private static final String LINES = TEXT.replace("\r\n", "\n").replace('\r', '\n');

    private final FaultyUpstream upstream = FaultyUpstream.start();
    private final Proxy proxy = Proxy.over(upstream).start();

    @AfterEach
    void close() {
        proxy.close();
        upstream.close();
    }

    @Test
    void anAnswerIsOneEventForEachPieceOfTextAndSaysThatItIsWhole() throws Exception {
        upstream.next(Completions.streamOf("Hello", ", world", "!"));
        RawAnswer answer = chat(ASK);
        assertEquals(200, answer.status());
        assertEquals("text/event-stream", answer.header("content-type"));
        assertEquals("p1", answer.header("x-relevo-provider"));
        assertEquals(
                "data: Hello\n\ndata: , world\n\ndata: !\n\nevent: done\ndata: \n\n",
                answer.text().replace(":\n\n", ""));
        assertEquals(End.WHOLE, answer.end());
    }

    @Test
    void theProviderIsAskedForAStreamWithTheMessagesAsTheyWereWritten() throws Exception {
        upstream.next(Completions.streamOf("a"));
        chat("{\"id\":7,\"messages\":[{\"role\":\"system\",\"content\":\"\\u00e9\\n\"},"
                        + "{\"createdAt\":1,\"content\":\"\",\"role\":\"assistant\"},"
                        + "{\"role\":\"user\",\"content\":\"hi\"}],\"temperature\":0}")
                .end();
        assertEquals(
                "{\"model\":\"m\",\"stream_options\":{\"include_usage\":true},\"stream\":true,\"messages\":[{\"role\":\"system\",\"content\":\"\\u00e9\\n\"},"
                        + "{\"role\":\"assistant\",\"content\":\"\"},{\"role\":\"user\",\"content\":\"hi\"}]}",
                upstream.take().text());
    }

    @Test
    void thePiecesPutTogetherAreTheAnswerHoweverItIsCut() throws Exception {
        for (int cut = 0; cut <= TEXT.length(); cut++) {
            upstream.next(pieces(TEXT.substring(0, cut), TEXT.substring(cut)));
            TextEvents events = TextEvents.of(chat(ASK).text());
            assertEquals(LINES, events.text(), "cut at " + cut);
            assertEquals("done", events.marks());
        }
    }

    @Test
    void rawTextIsTheAnswerItselfHoweverItIsCut() throws Exception {
        for (int cut = 0; cut <= TEXT.length(); cut++) {
            upstream.next(pieces(TEXT.substring(0, cut), TEXT.substring(cut)));
            RawAnswer answer = chat(ASK, RAW);
            assertEquals(TEXT, answer.text(), "cut at " + cut);
            assertEquals("text/plain; charset=utf-8", answer.header("content-type"));
            assertEquals("chunked", answer.header("transfer-encoding"));
            assertEquals(End.WHOLE, answer.end());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void piecesOfOneCharacterInWritesOfAnySizeAreTheAnswer(int bytes) throws Exception {
        String[] characters = TEXT.chars().mapToObj(Character::toString).toArray(String[]::new);
        upstream.next(pieces(characters).inWritesOf(bytes), pieces(characters).inWritesOf(bytes));
        assertEquals(LINES, TextEvents.of(chat(ASK).text()).text());
        assertEquals(TEXT, chat(ASK, RAW).text());
    }

    @Test
    void eachPieceIsSentAsSoonAsItComes() throws Exception {
        Gate gate = new Gate();
        upstream.next(Completions.streamOf("a", "b").await(Point.afterPieces(2), gate));
        RawAnswer answer = chat(ASK);
        assertEquals("a", answer.event());
        gate.open();
        assertEquals("b", answer.event());
    }

    @Test
    void reasoningAndOtherChoicesAreNoPartOfTheText() throws Exception {
        upstream.next(Completions.stream(
                Completions.ROLE,
                Completions.choice(0, "{\"reasoning_content\":\"hm\",\"content\":null}", null),
                Completions.choice(0, "{\"reasoning\":\"hm\",\"content\":\"\"}", null),
                Completions.choice(
                        0,
                        "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]}]}",
                        null),
                Completions.choice(1, "{\"content\":\"other\"}", null),
                Completions.choice(0, "{\"content\":[{\"type\":\"text\",\"text\":\"yes\"}]}", null),
                Completions.STOP,
                Completions.USAGE,
                Completions.DONE));
        TextEvents events = TextEvents.of(chat(ASK).text());
        assertEquals(List.of("yes"), events.pieces());
    }

    @Test
    void anAnswerWithoutTextIsWhole() throws Exception {
        upstream.next(Completions.streamOf(), Completions.streamOf());
        TextEvents events = TextEvents.of(chat(ASK).text());
        assertEquals("done", events.marks());
        assertEquals("", events.text());
        assertEquals("", chat(ASK, RAW).text());
    }

    @Test
    void aCutAnswerEndsInAnErrorEventAndAnUncleanEnd() throws Exception {
        upstream.next(Completions.streamOf("a", "b").finish(Point.afterPieces(2)));
        RawAnswer answer = chat(ASK);
        TextEvents events = TextEvents.of(answer.text());
        assertEquals(List.of("a"), events.pieces());
        assertEquals("error", events.marks());
        assertTrue(events.last("error").startsWith("The answer from p1/m was cut: "), events::toString);
        assertNotEquals(End.WHOLE, answer.end());
    }

    @Test
    void aCutAnswerInRawTextEndsUnclean() throws Exception {
        upstream.next(Completions.streamOf("a", "b").finish(Point.afterPieces(2)));
        RawAnswer answer = chat(ASK, RAW);
        assertEquals("a", answer.text());
        assertNotEquals(End.WHOLE, answer.end());
    }

    @Test
    void failoverIsAsInvisibleAsElsewhere() throws Exception {
        try (FaultyUpstream broken = FaultyUpstream.start(Script.json(500, "{}"));
                Proxy pair =
                        Proxy.over(broken, upstream).pool("strategy: priority").start()) {
            upstream.next(Completions.streamOf("a"));
            RawAnswer answer = pair.client().post("/chat", ASK).answer();
            assertEquals("a", TextEvents.of(answer.text()).text());
            assertEquals("p2", answer.header("x-relevo-provider"));
            assertEquals("p1/m=500; p2/m=ok", answer.header("x-relevo-trail"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{\"error\":{\"message\":\"bad\\n\\\"thing\\\"\",\"code\":\"x\"}}|400|{\"error\":\"bad\\n\\\"thing\\\"\"}",
                "429|{\"error\":{\"message\":\"slow down\",\"code\":\"x\"}}|429|{\"error\":\"slow down\"}",
            })
    void whatTheRelaySaysInsteadOfAnAnswerIsFlat(int theirs, String body, int status, String flat) throws Exception {
        upstream.next(Script.json(theirs, body));
        RawAnswer answer = chat(ASK);
        assertEquals(status, answer.status());
        assertEquals(flat, answer.text());
        assertEquals("application/json", answer.header("content-type"));
        assertEquals("auto", answer.header("x-relevo-alias"));
    }

    @Test
    void aModelMayBeNamed() throws Exception {
        upstream.next(Completions.streamOf("a"));
        String named = "{\"model\":\"auto\"," + ASK.substring(1);
        assertEquals("a", TextEvents.of(chat(named).text()).text());
        RawAnswer unknown = chat("{\"model\":\"no-such\"," + ASK.substring(1));
        assertEquals(404, unknown.status());
        assertTrue(unknown.text().startsWith("{\"error\":\"The model 'no-such' does not exist here."), unknown.text());
    }

    @Test
    void withoutAnAliasAutoTheDefaultAliasAnswers() throws Exception {
        String yaml = "server: {default-alias: fast}\nproviders: {p1: {base-url: <1>, api-key: sk-1}}\n"
                + "models: {fast: {targets: [p1/m]}}\n";
        try (Proxy other = Proxy.of(yaml, upstream)) {
            upstream.next(Completions.streamOf("a"));
            RawAnswer answer = other.client().post("/chat", ASK).answer();
            assertEquals("a", TextEvents.of(answer.text()).text());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, true",
        "'text/html, Text/Plain;q=0.9', true",
        "'application/json, text/plain, */*', true",
        "'text/event-stream, text/plain', false",
        "*/*, false",
        "application/json, false"
    })
    void rawTextIsForThoseWhoAskForItAndNotForEvents(String accept, boolean raw) throws Exception {
        upstream.next(Completions.streamOf("a"));
        assertEquals(raw, chat(ASK, "Accept: " + accept).text().equals("a"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientThatLeavesEndsTheCallUpstream(boolean raw) throws Exception {
        upstream.next(Completions.streamOf("a", "b").hang(Point.afterPieces(2)));
        RawClient client = proxy.client().post("/chat", ASK, raw ? RAW : "Accept: */*");
        upstream.take();
        client.answer();
        client.reset();
        upstream.connection(1).awaitClosingByClient(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"*/*, true", "text/plain, false"})
    void aSilentStreamIsKeptAliveByCommentsWhichRawTextCannotCarry(String accept, boolean comments) throws Exception {
        String idle = "timeouts: {idle: 600ms}";
        try (Proxy quick = Proxy.over(upstream)
                .provider(idle)
                .pool("keep-alive-after: 100ms")
                .start()) {
            upstream.next(Completions.streamOf("a", "b").hang(Point.afterPieces(2)));
            String text = quick.client()
                    .post("/chat", ASK, "Accept: " + accept)
                    .answer()
                    .text();
            assertEquals(comments, text.startsWith("data: a\n\n: keep-alive\n\n"), text);
            assertEquals(!comments, text.equals("a"), text);
        }
    }

    @Test
    void anyOtherMethodIsToldHowToAsk() throws Exception {
        try (RawClient client = proxy.client()) {
            RawAnswer answer = client.get("/chat").answer();
            assertEquals(405, answer.status());
            assertEquals("POST, OPTIONS", answer.header("allow"));
            assertEquals(
                    "{\"error\":\"GET is not allowed on /chat; allowed are POST, OPTIONS. POST {\\\"messages\\\":"
                            + "[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"Hello\\\"}]} with Content-Type:"
                            + " application/json.\"}",
                    answer.text());
        }
    }

    private RawAnswer chat(String body, String... fields) throws IOException {
        return proxy.client().post("/chat", body, fields).answer();
    }

    private static Script pieces(String... pieces) {
        return Completions.streamOf(Stream.of(pieces).map(ChatTest::escaped).toArray(String[]::new));
    }

    private static String escaped(String text) {
        StringBuilder json = new StringBuilder();
        JsonText.quote(json, text);
        return json.substring(1, json.length() - 1);
    }
}
