package dev.relevo.relay;

import static dev.relevo.faulty.Point.afterPieces;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawAnswer.End;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Gate;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream that is cut behind {@code The quick brown fox jumps }, in each of the ways that a pool may choose. */
@Timeout(30)
class RescueOfACutStreamTest {
    private static final Script CUT =
            Completions.streamOf("The quick brown ", "fox jumps ", "over").reset(afterPieces(3));
    private static final Script GOES_ON = Completions.streamOf("over ", "it.");

    private final FaultyUpstream broken = FaultyUpstream.start(CUT);
    private final FaultyUpstream second = FaultyUpstream.start();
    private final FaultyUpstream third = FaultyUpstream.start(GOES_ON);
    private Proxy proxy = rescuing("continue");

    @AfterEach
    void close() {
        proxy.close();
        broken.close();
        second.close();
        third.close();
    }

    private Proxy rescuing(String onCut) {
        return Proxy.over(broken, second, third)
                .provider("continues: prefill, timeouts: {idle: 400ms}")
                .pool("strategy: priority, on-cut: " + onCut)
                .start();
    }

    static List<Script> anew() {
        return List.of(
                Completions.streamOf("The quick brown ", "fox sleeps ", "all day."),
                Completions.streamOf("The quick brown fox sleeps all day."),
                Completions.streamOf("The quick ", "brown fox"),
                Completions.stream(Completions.content("The quick brown fox"), Completions.DONE));
    }

    @ParameterizedTest
    @MethodSource("anew")
    void whoBeginsAnewIsPassedOver(Script anew) throws IOException {
        second.always(anew);
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals("The quick brown fox jumps over it.", text(answer));
        assertTrue(answer.completed());
        assertTrue(answer.comments().getFirst().contains("; p3/m=ok"), answer.text());
    }

    @ParameterizedTest
    @MethodSource("anew")
    void whereEveryoneBeginsAnewTheClientIsToldOfTheCut(Script anew) throws IOException {
        second.always(anew);
        third.always(anew);
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals("The quick brown fox jumps ", text(answer));
        assertToldOfTheCut(answer);
    }

    @Test
    void whoBeginsAnewIsNotTakenForIll() throws IOException {
        second.always(anew().getFirst());
        for (int i = 0; i < 6; i++) {
            assertTrue(proxy.ask(Proxy.STREAM).completed());
        }
        second.always(GOES_ON);
        assertTrue(proxy.ask(Proxy.STREAM).completed());
        assertEquals(7, second.requests().size());
    }

    @Test
    void norIsWhoReasonsBeforeItBeginsAnew() throws IOException {
        Gate gate = new Gate();
        String reasoning = Completions.choice(0, "{\"reasoning_content\":\"Hm.\"}", null);
        second.always(Completions.stream(reasoning, Completions.content("The quick brown fox sleeps."))
                .await(afterPieces(1), gate));
        for (int i = 0; i < 5; i++) {
            RawAnswer answer = proxy.ask(Proxy.STREAM);
            for (String event = answer.event(); !event.contains("reasoning"); event = answer.event()) {
                assertTrue(event.contains("\"choices\""), event);
            }
            gate.pass(1);
            assertFalse(answer.completed());
        }
        second.always(GOES_ON);
        assertEquals("p2/m=ok", proxy.ask(Proxy.STREAM).header("x-relevo-trail"), "the first one rests by now");
    }

    @Test
    void skippingMalformedEventsDoesNotSkipTheOneThatBeginsAnew() throws IOException {
        proxy.close();
        proxy = rescuing("continue, on-malformed: skip");
        second.always(anew().getFirst());
        assertEquals("The quick brown fox jumps over it.", text(proxy.ask(Proxy.STREAM)));
    }

    @Test
    void byDefaultTheClientIsToldAndNobodyElseIsAsked() throws IOException {
        proxy.close();
        proxy = rescuing("error");
        assertToldOfTheCut(proxy.ask(Proxy.STREAM));
        assertEquals(List.of(), second.requests());
    }

    @Test
    void aBufferedStreamIsTheNextTargetsAlone() throws IOException {
        proxy.close();
        proxy = rescuing("buffer");
        second.always(CUT.hang(afterPieces(2)));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals("p1/m=reset; p2/m=timeout; p3/m=ok", answer.header("x-relevo-trail"));
        assertEquals("over it.", text(answer));
        assertTrue(answer.completed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"n\":2", "\"response_format\":{\"type\":\"json_object\"}", "\"logprobs\":true"})
    void whatCannotBeContinuedIsToldAsCut(String member) throws IOException {
        assertToldOfTheCut(proxy.ask(Proxy.STREAM.replace("\"stream\":true", "\"stream\":true," + member)));
        assertEquals(List.of(), second.requests());
    }

    private static void assertToldOfTheCut(RawAnswer answer) throws IOException {
        assertNotEquals(End.WHOLE, answer.end());
        assertFalse(answer.events().contains(Completions.DONE));
        String message = Proxy.error(answer.events().getLast()).getString("message");
        assertTrue(message.contains("p1/m was cut"), message);
    }

    private static String text(RawAnswer answer) throws IOException {
        return answer.events().stream()
                .filter(event -> event.contains("\"choices\""))
                .map(event -> Proxy.json(event)
                        .getJsonArray("choices")
                        .getJsonObject(0)
                        .getJsonObject("delta"))
                .map(delta -> delta.getString("content", ""))
                .collect(Collectors.joining());
    }
}
