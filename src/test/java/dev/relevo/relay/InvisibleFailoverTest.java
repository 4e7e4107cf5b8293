package dev.relevo.relay;

import static dev.relevo.faulty.Point.afterBody;
import static dev.relevo.faulty.Point.afterPieces;
import static dev.relevo.faulty.Point.atEnd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Framing;
import dev.relevo.faulty.Gate;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the first of two targets may do without the client noticing. */
class InvisibleFailoverTest {
    private static final String EMPTY = Completions.choice(0, "{\"content\":\"\"}", null);
    private static final String PING = "{\"type\":\"ping\"}";
    private static final String HTML = "<html><body>busy</body></html>";

    private final FaultyUpstream broken = FaultyUpstream.start();
    private final FaultyUpstream sound = FaultyUpstream.start();
    private final Proxy proxy = Proxy.over(broken, sound)
            .pool("strategy: priority, hold-limit: 4096")
            .start();

    @AfterEach
    void close() {
        proxy.close();
        broken.close();
        sound.close();
    }

    static Stream<Arguments> brokenStreams() {
        Script noContent = Completions.stream(Completions.ROLE, EMPTY, PING);
        Script content = Completions.streamOf("lost");
        return Stream.of(
                arguments("reset", "role, empty and ping events, then RST", noContent.reset(afterPieces(3))),
                arguments("truncated", "role, empty and ping events, then FIN", noContent.finish(afterPieces(3))),
                arguments("empty", "role, empty and ping events, then the end", noContent),
                arguments("empty", "[DONE] alone", Completions.stream(Completions.DONE)),
                arguments("empty", "a role and [DONE]", Completions.stream(Completions.ROLE, Completions.DONE)),
                arguments("empty", "no event at all", Completions.stream()),
                arguments("reset", "a head and RST", content.reset(afterPieces(0))),
                arguments("truncated", "half a first event", content.finish(afterBody(100))),
                arguments("malformed", "broken JSON", Completions.stream(Completions.ROLE, "{\"choices\":[")),
                arguments("malformed", "no JSON", Completions.stream("hello")),
                arguments("malformed", "an endless line", Completions.stream("x".repeat(2 << 20))),
                arguments("empty", "an HTML page", ProviderErrors.htmlPage(200)),
                arguments("malformed", "a plain answer", Completions.chat("lost")),
                arguments("malformed", "a plain answer over the hold limit", Completions.chat("x".repeat(20_000))),
                arguments("502", "an error as plain answer", ProviderErrors.errorInside200()),
                arguments("500", "an error as first event", ProviderErrors.errorAsFirstEvent()),
                arguments(
                        "429", "an error after the role", afterRole("{\"error\":{\"code\":429,\"message\":\"slow\"}}")),
                arguments("malformed", "finish_reason error", afterRole(Completions.choice(0, "{}", "error"))),
                arguments("malformed", "content and junk in one write", oneWrite(Completions.content("lost"), "{")),
                arguments("500", "500", ProviderErrors.serverError(500)),
                arguments("reset", "nothing, then RST", Script.resetting()),
                arguments("malformed", "no HTTP", Script.raw("hello\r\n\r\n").finish(atEnd())));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("brokenStreams")
    void theClientOfAStreamGetsOneWholeAnswer(String label, String what, Script script) throws IOException {
        broken.always(script);
        sound.always(Completions.streamOf("fine", "!"));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(200, answer.status());
        assertEquals("p1/m=" + label + "; p2/m=ok", answer.header("x-relevo-trail"));
        assertEquals("2", answer.header("x-relevo-attempts"));
        assertEquals("p2/m", answer.header("x-relevo-target"));
        assertEquals(Completions.events("fine", "!"), answer.events());
        assertTrue(answer.completed());
    }

    static Stream<Arguments> brokenAnswers() {
        Script chat = Completions.chat("lost");
        Script unfinished = plain("{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
        return Stream.of(
                arguments("truncated", "a truncated body", chat.finish(afterBody(chat.bodyLength() - 1))),
                arguments("reset", "a reset in the body", chat.reset(afterBody(10))),
                arguments("truncated", "a lying length", chat.promising(9999).finish(atEnd())),
                arguments(
                        "truncated",
                        "chunks without the last",
                        chat.framed(Framing.CHUNKED).finish(afterPieces(1))),
                arguments(
                        "malformed",
                        "half a close-delimited body",
                        chat.framed(Framing.UNTIL_CLOSE).finish(afterBody(50))),
                arguments("malformed", "an empty body", plain("")),
                arguments("malformed", "an empty object", plain("{}")),
                arguments("malformed", "no choices", plain("{\"choices\":[]}")),
                arguments("malformed", "an answer that says nothing and has no finish_reason", unfinished),
                arguments("malformed", "an HTML page", ProviderErrors.htmlPage(200)),
                arguments("malformed", "an HTML page over the hold limit", page(HTML.repeat(10_000))),
                arguments("malformed", "an event stream", Completions.streamOf("lost")),
                arguments("malformed", "an event stream over the hold limit", longStream()),
                arguments("502", "an error inside 200", ProviderErrors.errorInside200()),
                arguments("malformed", "204", Script.raw("HTTP/1.1 204 No Content\r\n\r\n")),
                arguments("302", "a redirect", Script.json(302, "{}").header("location", "/elsewhere")),
                arguments("503", "503", ProviderErrors.htmlPage(503)));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("brokenAnswers")
    void theClientOfAPlainAnswerGetsAWholeOne(String label, String what, Script script) throws IOException {
        broken.always(script);
        sound.always(Completions.chat("fine"));
        RawAnswer answer = proxy.ask(Proxy.CHAT);
        assertEquals(200, answer.status());
        assertEquals("p1/m=" + label + "; p2/m=ok", answer.header("x-relevo-trail"));
        assertEquals(Completions.chatBody("fine"), answer.text());
    }

    @Test
    void anEmptyAnswerWithAFinishReasonIsAnAnswer() throws IOException {
        List<String> empty = List.of(Completions.ROLE, Completions.STOP, Completions.DONE);
        broken.next(Script.events(empty), Completions.chat(""));
        assertEquals(empty, proxy.ask(Proxy.STREAM).events());
        assertEquals(Completions.chatBody(""), proxy.ask(Proxy.CHAT).text());
        assertEquals(List.of(), sound.requests());
    }

    @Test
    void aMalformedEventAfterContentCutsTheStream() throws Exception {
        Gate gate = new Gate();
        broken.always(Completions.stream(Completions.content("a"), "{\"choices\":", Completions.content("b"))
                .await(afterPieces(1), gate));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(Completions.content("a"), answer.event());
        gate.open();
        assertFalse(answer.completed());
        assertEquals(2, answer.events().size());
        assertTrue(Proxy.error(answer.events().getLast()).getString("message").contains("p1/m"));
    }

    @Test
    void anErrorWithoutAnObjectAroundItCutsTheStreamThoughDoneFollows() throws Exception {
        Gate gate = new Gate();
        String error = "{\"object\":\"error\",\"message\":\"No memory.\",\"type\":\"x\",\"code\":1}";
        broken.always(Completions.stream(Completions.content("a"), error, Completions.DONE)
                .await(afterPieces(1), gate));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(Completions.content("a"), answer.event());
        gate.open();
        assertFalse(answer.completed());
        assertEquals(2, answer.events().size());
        assertEquals("No memory.", Proxy.error(answer.events().getLast()).getString("message"));
    }

    @Test
    void aLimitToldInMidAnswerRestsWhatIsLimited() throws Exception {
        Gate gate = new Gate();
        String limit = "{\"error\":{\"message\":\"Slow down, try again in 20s\",\"code\":429}}";
        broken.next(Completions.stream(Completions.content("a"), limit).await(afterPieces(1), gate));
        sound.always(Completions.streamOf("fine"));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(Completions.content("a"), answer.event());
        gate.open();
        assertFalse(answer.completed());
        assertTrue(proxy.logLine().contains(" p1/m cut "));
        assertEquals("p2/m=ok", proxy.ask(Proxy.STREAM).header("x-relevo-trail"));
    }

    @Test
    void aTruncatedAnswerOverTheHoldLimitIsNeverTakenForWhole() throws IOException {
        Script large = Completions.chat("x".repeat(20_000));
        broken.next(
                large.reset(afterBody(15_000)),
                large.framed(Framing.CHUNKED).finish(afterBody(15_000)),
                large.framed(Framing.UNTIL_CLOSE).finish(afterBody(15_000)),
                large);
        for (RawAnswer cut : List.of(proxy.ask(Proxy.CHAT), proxy.ask(Proxy.CHAT), proxy.ask(Proxy.CHAT))) {
            assertEquals(200, cut.status());
            assertNotEquals(RawAnswer.End.WHOLE, cut.end());
        }
        assertEquals(
                Completions.chatBody("x".repeat(20_000)), proxy.ask(Proxy.CHAT).text());
    }

    private static Script plain(String body) {
        return Script.json(200, body);
    }

    private static Script page(String html) {
        return Script.of(200, "text/html", html.getBytes(StandardCharsets.UTF_8));
    }

    private static Script afterRole(String event) {
        return Completions.stream(Completions.ROLE, event, Completions.DONE);
    }

    private static Script oneWrite(String... payloads) {
        String body = "data: " + String.join("\n\ndata: ", payloads) + "\n\n";
        return Script.chunks(200, "text/event-stream", List.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Script longStream() {
        return Completions.streamOf(Stream.generate(() -> "lost").limit(100).toArray(String[]::new));
    }
}
