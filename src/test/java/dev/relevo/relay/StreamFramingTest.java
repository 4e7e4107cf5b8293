package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Framing;
import dev.relevo.faulty.Gate;
import dev.relevo.faulty.GoldenStream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Events on their way: JSON byte for byte, in one framing whatever came in. */
class StreamFramingTest {
    private static final List<String> EVENTS = Completions.events("a", "b");
    private static final String ASKS_FOR_USAGE =
            Proxy.STREAM.replace("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}");

    private final FaultyUpstream upstream = FaultyUpstream.start();
    private final Proxy proxy = Proxy.over(upstream).start();

    @AfterEach
    void close() {
        proxy.close();
        upstream.close();
    }

    static Stream<Arguments> framings() {
        String body = body("data: ", "\n\n");
        return Stream.of(
                arguments("as ours", body),
                arguments("CRLF", body("data: ", "\r\n\r\n")),
                arguments("lone CR", body("data: ", "\r\r")),
                arguments("no blank after the colon", body("data:", "\n\n")),
                arguments("a byte order mark", "\u00ef\u00bb\u00bf" + body),
                arguments("extra blank lines", body("\n\ndata: ", "\n\n\n")),
                arguments("comments between events", body(": OPENROUTER PROCESSING\n\ndata: ", "\n\n")),
                arguments("comments inside events", body(":x\ndata: ", "\n: y\n\n")),
                arguments("ids, types and retry", body("id: 7\nevent: message\nretry: 10\ndata: ", "\n\n")),
                arguments("empty data", body("data:\n\ndata: \n\nid: 3\n\ndata: ", "\n\n")),
                arguments("no final blank line", body.substring(0, body.length() - 1)),
                arguments("no final line end", body.substring(0, body.length() - 2)),
                arguments("no [DONE]", body.substring(0, body.indexOf("data: [DONE]"))),
                arguments("no [DONE] and no line end", body.substring(0, body.indexOf("\n\ndata: [DONE]"))),
                arguments("more after [DONE]", body + "data: {\"late\":1}\n\n: bye\n\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("framings")
    void everyFramingComesOutAsOne(String framing, String body) throws IOException {
        Script script = Script.of(200, "text/event-stream; charset=utf-8", body.getBytes(StandardCharsets.ISO_8859_1));
        for (Script sent :
                List.of(script, script.framed(Framing.CHUNKED).inWritesOf(1), script.framed(Framing.UNTIL_CLOSE))) {
            upstream.next(sent);
            RawAnswer answer = proxy.ask(Proxy.STREAM);
            assertEquals(body("data: ", "\n\n"), answer.text());
            assertTrue(answer.completed());
        }
    }

    @Test
    void everyEventsJsonKeepsItsBytes() throws IOException {
        upstream.always(GoldenStream.script());
        assertArrayEquals(GoldenStream.body(), proxy.ask(GoldenStream.REQUEST).body());
    }

    @Test
    void oddJsonIsNotTouched() throws IOException {
        String odd =
                "{ \"choices\" : [ {\"delta\":{\"content\":\"\\u00E9\\/ \\ud83d\"},\"n\":1.0E+2,\"index\":0} ] ,\"x\":{\"error\":null}}";
        upstream.always(Completions.stream(odd, Completions.STOP, Completions.DONE));
        assertEquals(
                List.of(odd, Completions.STOP, Completions.DONE),
                proxy.ask(Proxy.STREAM).events());
    }

    @Test
    void severalDataLinesBecomeOneWithBlanks() throws IOException {
        String event =
                "data: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"a\"},\ndata: \"finish_reason\":\"stop\"}]}\n\n";
        upstream.always(Script.of(200, "text/event-stream", event.getBytes(StandardCharsets.UTF_8)));
        String json = "{\"choices\":[{\"index\":0, \"delta\":{\"content\":\"a\"}, \"finish_reason\":\"stop\"}]}";
        assertEquals(List.of(json, Completions.DONE), proxy.ask(Proxy.STREAM).events());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":null,\"a\":1,C} | {\"a\":1,C}",
                "{\"a\":1, \"error\" : null ,C} | {\"a\":1 ,C}",
                "{\"a\":1,C, \"error\":null} | {\"a\":1,C}",
                "{ \"error\":null } | {  }",
                "{\"\\u0065rror\":null,C} | {C}",
                "{C,\"error\":null,\"usage\":null} | {C,\"usage\":null}",
                "{C,\"inner\":{\"error\":null}} | {C,\"inner\":{\"error\":null}}"
            })
    void aLiteralNullErrorIsCutOut(String sent, String expected) throws IOException {
        upstream.always(Completions.stream(whole(sent), Completions.content("x"), Completions.STOP, Completions.DONE));
        assertEquals(whole(expected), proxy.ask(Proxy.STREAM).events().getFirst());
    }

    @Test
    void theUsageChunkIsWithheldUnlessAskedFor() throws Exception {
        upstream.always(
                Completions.stream(Completions.content("a"), Completions.STOP, Completions.USAGE, Completions.DONE));
        assertEquals(
                List.of(Completions.content("a"), Completions.STOP, Completions.DONE),
                proxy.ask(Proxy.STREAM).events());
        assertTrue(proxy.logLine().contains(" tokens=9+3"));
        assertEquals(
                List.of(Completions.content("a"), Completions.STOP, Completions.USAGE, Completions.DONE),
                proxy.ask(ASKS_FOR_USAGE).events());
        String asked = "\"stream_options\":{\"include_usage\":true}";
        assertTrue(
                upstream.requests().stream().allMatch(request -> request.text().contains(asked)));
    }

    @Test
    void usageInAChunkWithChoicesIsNeverWithheld() throws IOException {
        String last =
                Completions.STOP.replaceFirst("\\}$", ",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}");
        upstream.always(Completions.stream(Completions.content("a"), last, Completions.DONE));
        assertEquals(last, proxy.ask(Proxy.STREAM).events().get(1));
    }

    @Test
    void whatCameInOneWriteLeavesInOne() throws Exception {
        Gate gate = new Gate();
        String first = "data: " + Completions.ROLE + "\n\ndata: " + Completions.content("a") + "\n\ndata: "
                + Completions.content("b") + "\n\n";
        String second = "data: " + Completions.content("c") + "\n\ndata: " + Completions.STOP + "\n\ndata: [DONE]\n\n";
        List<byte[]> writes = List.of(bytes(first), bytes(second));
        upstream.always(Script.chunks(200, "text/event-stream", writes).await(Point.afterPieces(1), gate));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(Completions.ROLE, answer.event());
        gate.open();
        assertEquals(List.of(first.length(), second.length()), answer.chunkSizes());
    }

    @Test
    void noClientWaitsForTheEndOfAnAnswerThatIsWhole() throws Exception {
        Gate gate = new Gate();
        upstream.next(Completions.streamOf("a").await(Point.afterPieces(4), gate), Completions.chat("again"));
        try (var client = proxy.client()) {
            RawAnswer answer = client.post("/v1/chat/completions", Proxy.STREAM).answer();
            assertTrue(answer.completed());
            assertTrue(client.post("/v1/chat/completions", Proxy.CHAT)
                    .answer()
                    .text()
                    .contains("again"));
        }
        assertEquals(1, upstream.requests().getLast().ordinal());
        gate.open();
    }

    @Test
    void onlyTheBodySelectsStreaming() throws IOException {
        upstream.next(Completions.chat("a"), Completions.streamOf("a"));
        RawAnswer plain = proxy.ask(Proxy.CHAT, "Accept: text/event-stream");
        assertEquals("application/json", plain.header("content-type"));
        RawAnswer stream = proxy.ask(Proxy.STREAM, "Accept: application/json");
        assertEquals("text/event-stream", stream.header("content-type"));
        assertEquals("no-cache", stream.header("cache-control"));
        assertEquals("no", stream.header("x-accel-buffering"));
        assertNull(stream.header("content-encoding"));
        assertFalse(stream.events().isEmpty());
    }

    @Test
    void aPlainAnswersBytesAreNotTouched() throws IOException {
        String body =
                " \n{ \"choices\":[{\"message\":{\"content\":\"\\u00E9é\"},\"finish_reason\":\"stop\"}],\"error\":null,\"v\":1.50}\r\n";
        upstream.next(
                Script.json(200, body),
                Script.json(200, body).framed(Framing.CHUNKED).inWritesOf(1));
        assertEquals(body, proxy.ask(Proxy.CHAT).text());
        assertEquals(body, proxy.ask(Proxy.CHAT).text());
    }

    private static String whole(String event) {
        return event.replace("C", "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"é\"}}]");
    }

    private static String body(String before, String after) {
        return EVENTS.stream().map(event -> before + event + after).collect(Collectors.joining());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
