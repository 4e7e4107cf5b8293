package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawAnswer.End;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.Fault;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Gate;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.Script;
import dev.relevo.wire.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code on-cut: continue} another target goes on with the text of a stream that broke off. */
@Timeout(60)
class ContinuedStreamTest {
    private static final String TEXT = "Grüße, 日本 🌦️!\n\n\"Quoted\" and \\ back.  Twice  spaced, done.";
    private static final List<String> PIECES =
            List.of("Grüße", ", 日本 ", "🌦️!", "\n\n", "\"Quoted\" and", " \\ back. ", " Twice  ", "spaced, done.");
    private static final Script GOLDEN = Script.events(events("chatcmpl-first", PIECES));

    /** Fewer than open a circuit breaker. */
    private static final int CUTS_OF_A_MODEL = 4;

    private final FaultyUpstream broken = FaultyUpstream.start();
    private final FaultyUpstream other = FaultyUpstream.start();
    private Proxy proxy = Proxy.over(broken, other)
            .provider("continues: prefill")
            .pool("strategy: priority, on-cut: continue")
            .start();

    @AfterEach
    void close() {
        proxy.close();
        broken.close();
        other.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"FINISH", "RESET"})
    void aTextCutAtAnyByteReachesTheClientWholeAndOnce(Fault.Ending ending) throws Exception {
        broken.always(request -> GOLDEN.at(Point.afterWire(cutOf(request)), ending));
        other.always(ContinuedStreamTest::goOn);
        AtomicInteger cuts = new AtomicInteger();
        try (Proxy ofManyModels = Proxy.of(manyModels(), broken, other)) {
            Crowd.of(16).run(() -> {
                for (int cut = cuts.getAndIncrement(); cut < GOLDEN.wire().length; cut = cuts.getAndIncrement()) {
                    checkWhole("cut at " + cut, ofManyModels.ask(requestToCutAt(cut)));
                }
            });
        }
        assertTrue(cuts.get() > GOLDEN.bodyLength());
    }

    @Test
    void whoGoesOnIsToldInACommentAndInTheEventsOwnModel() throws IOException {
        broken.always(GOLDEN.reset(Point.afterPieces(4)));
        other.always(ContinuedStreamTest::goOn);
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        checkWhole("", answer);
        assertEquals("p1/m", answer.header("x-relevo-target"));
        String facts = answer.comments().getFirst();
        assertTrue(facts.contains("\"x-relevo-target\":\"p2/m\""), facts);
        assertTrue(facts.contains("\"x-relevo-trail\":\"p1/m=cut; p2/m=ok\""), facts);
    }

    @Test
    void whatFallsSilentIsContinuedToo() throws Exception {
        proxy.close();
        proxy = Proxy.over(broken, other)
                .provider("continues: prefill, timeouts: {idle: 300ms}")
                .pool("strategy: priority, on-cut: continue")
                .start();
        broken.always(GOLDEN.hang(Point.afterPieces(4)));
        other.always(ContinuedStreamTest::goOn);
        checkWhole("", proxy.ask(Proxy.STREAM));
        assertTrue(proxy.logLine().contains(" p1/m cut "));
        assertTrue(proxy.logLine().contains(" p2/m ok "));
    }

    @Test
    void theThirdGoesOnWhereTheSecondBreaksOff() throws Exception {
        try (FaultyUpstream third = FaultyUpstream.start()) {
            proxy.close();
            proxy = Proxy.over(broken, other, third)
                    .provider("continues: prefill")
                    .pool("strategy: priority, on-cut: continue")
                    .start();
            broken.always(GOLDEN.reset(Point.afterPieces(3)));
            other.always(request -> goOn(request).reset(Point.afterPieces(3)));
            third.always(ContinuedStreamTest::goOn);
            checkWhole("", proxy.ask(Proxy.STREAM));
            assertEquals(1, third.requests().size());
        }
    }

    @Test
    void aRefusalToGoOnIsNotShownAndTheNextIsAsked() throws Exception {
        try (FaultyUpstream third = FaultyUpstream.start()) {
            proxy.close();
            proxy = Proxy.over(broken, other, third)
                    .provider("continues: prefill")
                    .pool("strategy: priority, on-cut: continue")
                    .start();
            broken.always(GOLDEN.reset(Point.afterPieces(3)));
            other.always(Script.json(400, "{\"error\":{\"message\":\"the last message must be the user's\"}}"));
            third.always(ContinuedStreamTest::goOn);
            checkWhole("", proxy.ask(Proxy.STREAM));
        }
    }

    @Test
    void whereNobodyGoesOnTheClientIsToldOfTheCutAsEver() throws IOException {
        broken.always(GOLDEN.reset(Point.afterPieces(3)));
        other.always(Script.json(400, "{\"error\":{\"message\":\"no prefill here\"}}"));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertNotEquals(End.WHOLE, answer.end());
        String message = Proxy.error(answer.events().getLast()).getString("message");
        assertTrue(message.contains("p1/m was cut") && !message.contains("prefill"), message);
    }

    @Test
    void onlyTargetsThatContinueAreAsked() throws Exception {
        proxy.close();
        proxy = Proxy.of("""
                providers:
                  p1: {base-url: <1>}
                  p2: {base-url: <2>}
                models: {auto: {on-cut: continue, strategy: priority, targets: [p1/m, p2/m]}}
                """, broken, other);
        broken.always(GOLDEN.reset(Point.afterPieces(3)));
        other.always(ContinuedStreamTest::goOn);
        assertFalse(proxy.ask(Proxy.STREAM).completed());
        assertEquals(0, other.requests().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"n\":2",
                "\"response_format\":{\"type\":\"json_object\"}",
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{}}",
                "\"logprobs\":true"
            })
    void whatMustBeOnePieceIsNotContinued(String member) throws IOException {
        broken.always(GOLDEN.reset(Point.afterPieces(3)));
        other.always(ContinuedStreamTest::goOn);
        RawAnswer answer = proxy.ask(Proxy.STREAM.replace("\"stream\":true", "\"stream\":true," + member));
        assertFalse(answer.completed());
        assertEquals(0, other.requests().size());
    }

    @Test
    void aToolCallIsNeverContinued() throws IOException {
        String call = "{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"f\",\"arguments\":\"\"}}]}";
        broken.always(Completions.stream(Completions.content("Let me see."), Completions.choice(0, call, null)));
        other.always(ContinuedStreamTest::goOn);
        assertFalse(proxy.ask(Proxy.STREAM).completed());
        assertEquals(0, other.requests().size());
    }

    @Test
    void aContentFilterThatCutsIsNotRoutedAround() throws IOException {
        other.always(ContinuedStreamTest::goOn);
        RawAnswer answer = brokenByEvent(
                "{\"error\":{\"message\":\"stopped\",\"type\":\"invalid_request_error\",\"code\":\"content_filter\"}}");
        assertEquals("content_filter", Proxy.error(answer.events().getLast()).getString("code"));
        assertEquals(0, other.requests().size());
    }

    @Test
    void aLimitMetInMidAnswerIsContinuedElsewhereAndRests() throws IOException {
        other.always(ContinuedStreamTest::goOn);
        RawAnswer answer = brokenByEvent(errorEvent());
        checkWhole("", answer);
        assertEquals("p1/m=ok", answer.header("x-relevo-trail"));
        assertEquals("p2/m=ok", proxy.ask(Proxy.STREAM).header("x-relevo-trail"));
    }

    /** After the first piece of the text. */
    private RawAnswer brokenByEvent(String error) throws IOException {
        Gate gate = new Gate();
        broken.always(Completions.stream(
                        Completions.content("Grüße").replace("{\"content", "{\"role\":\"assistant\",\"content"), error)
                .await(Point.afterPieces(1), gate));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        answer.event();
        gate.open();
        return answer;
    }

    private static String errorEvent() {
        return new String(ProviderErrors.openAiRateLimit().wire(), StandardCharsets.UTF_8).split("\r\n\r\n", 2)[1];
    }

    private static void checkWhole(String where, RawAnswer answer) throws IOException {
        assertTrue(answer.completed(), where + ": " + answer.text());
        List<JsonObject> events = answer.events().stream()
                .filter(event -> !event.equals(Completions.DONE))
                .map(Proxy::json)
                .toList();
        assertEquals(TEXT, text(answer.events()), where);
        assertEquals(1, distinct(events, "id").size(), where);
        assertEquals(1, distinct(events, "created").size(), where);
        long roles = events.stream()
                .map(event -> event.getJsonArray("choices").getJsonObject(0).getJsonObject("delta"))
                .filter(delta -> delta.containsKey("role"))
                .count();
        assertEquals(1, roles, where);
    }

    private static Set<String> distinct(List<JsonObject> events, String member) {
        return events.stream().map(event -> event.get(member).toString()).collect(Collectors.toSet());
    }

    private static String text(List<String> events) {
        return events.stream()
                .filter(event -> !event.equals(Completions.DONE))
                .map(event -> Proxy.json(event)
                        .getJsonArray("choices")
                        .getJsonObject(0)
                        .getJsonObject("delta")
                        .getString("content", ""))
                .collect(Collectors.joining());
    }

    /** As a model that goes on behind an assistant's message, or begins where there is none. */
    private static Script goOn(Received request) {
        JsonArray messages =
                Proxy.json(new String(request.body(), StandardCharsets.UTF_8)).getJsonArray("messages");
        JsonObject last = messages.getJsonObject(messages.size() - 1);
        String given = last.getString("role").equals("assistant") ? last.getString("content") : "";
        if (!TEXT.startsWith(given)) {
            throw new AssertionError("was given: " + given);
        }
        String rest = TEXT.substring(given.length());
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < rest.length(); ) {
            int to = rest.offsetByCodePoints(from, Math.min(5, rest.codePointCount(from, rest.length())));
            pieces.add(rest.substring(from, to));
            from = to;
        }
        return Script.events(events("chatcmpl-other", pieces));
    }

    private static List<String> events(String id, List<String> pieces) {
        List<String> escaped = pieces.stream().map(ContinuedStreamTest::escaped).toList();
        return Completions.events(escaped.toArray(String[]::new)).stream()
                .map(event -> event.replace("chatcmpl-up", id))
                .toList();
    }

    private static String escaped(String text) {
        StringBuilder quoted = new StringBuilder();
        JsonText.quote(quoted, text);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String requestToCutAt(int cut) {
        return Proxy.STREAM
                .replace("\"auto\"", "\"auto-" + cut / CUTS_OF_A_MODEL + "\"")
                .replace("\"hi\"", "\"cut " + cut + "\"");
    }

    private static int cutOf(Received request) {
        String body = new String(request.body(), StandardCharsets.UTF_8);
        return Integer.parseInt(body.replaceAll("(?s).*cut (\\d+).*", "$1"));
    }

    private static String manyModels() {
        StringBuilder yaml = new StringBuilder(
                "providers:\n  p1: {base-url: <1>}\n  p2: {base-url: <2>, continues:" + " prefill}\nmodels:\n");
        for (int i = 0; i <= GOLDEN.wire().length / CUTS_OF_A_MODEL; i++) {
            yaml.append("  auto-" + i + ": {on-cut: continue, strategy: priority, targets: [p1/m" + i + ", p2/m]}\n");
        }
        return yaml.toString();
    }
}
