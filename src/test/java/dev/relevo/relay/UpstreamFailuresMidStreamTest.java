package dev.relevo.relay;

import static dev.relevo.faulty.Point.afterPieces;
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
import dev.relevo.faulty.Script;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a target does after its first content, and what of it is an end and what a cut. */
@Timeout(30)
class UpstreamFailuresMidStreamTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String FIRST = Completions.choice(0, "{\"content\":\"a\"}", "stop");
    private static final String SECOND = Completions.choice(1, "{\"content\":\"b\"}", "length");
    private static final String TWO = Proxy.STREAM.replace("\"stream\":true", "\"stream\":true,\"n\":2");

    private final FaultyUpstream upstream = FaultyUpstream.start();
    private final Proxy proxy =
            Proxy.over(upstream).provider("timeouts: {idle: 400ms}").start();

    @AfterEach
    void close() {
        proxy.close();
        upstream.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"FINISH", "RESET", "HANG"})
    void doneAfterContentEndsAStreamWithoutAFinish(Fault.Ending ending) throws IOException {
        List<String> events = List.of(Completions.ROLE, Completions.content("a"), Completions.DONE);
        upstream.always(Script.events(events).at(afterPieces(3), ending));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(events, answer.events());
        assertTrue(answer.completed());
    }

    @ParameterizedTest
    @EnumSource(names = {"FINISH", "RESET", "HANG"})
    void whatHasFinishedIsCompletedWithDone(Fault.Ending ending) throws IOException {
        upstream.always(Completions.streamOf("a").at(afterPieces(3), ending));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(Completions.events("a"), answer.events());
        assertTrue(answer.completed());
    }

    @ParameterizedTest
    @EnumSource(names = {"FINISH", "RESET", "HANG"})
    void everyChoiceAskedForMustHaveFinished(Fault.Ending ending) throws IOException {
        upstream.next(
                Completions.stream(FIRST).at(afterPieces(1), ending),
                Completions.stream(FIRST, SECOND).at(afterPieces(2), ending));
        RawAnswer one = proxy.ask(TWO);
        assertCut(one, "upstream_" + (ending == Fault.Ending.HANG ? "timeout" : "error"));
        assertEquals(FIRST, one.events().getFirst());
        RawAnswer both = proxy.ask(TWO);
        assertEquals(List.of(FIRST, SECOND, Completions.DONE), both.events());
        assertTrue(both.completed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"choices\":[", "hello", "[]", "{\"error\":{\"message\":\"Oops\"}}", "{\"error\":\"Oops\"}"})
    void anEventThatIsNoneOrAnErrorEndsBothSides(String event) throws Exception {
        Gate gate = new Gate();
        upstream.always(Completions.stream(Completions.content("a"), event, Completions.content("b"))
                .await(afterPieces(1), gate)
                .hang(afterPieces(3)));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(Completions.content("a"), answer.event());
        gate.open();
        assertNotEquals(End.WHOLE, answer.end());
        assertEquals(2, answer.events().size());
        JsonObject error = Proxy.error(answer.events().getLast());
        assertEquals(Set.of("message", "type", "param", "code"), error.keySet());
        assertFalse(error.getString("message").isEmpty());
        upstream.connection(1).awaitClosingByClient(SOON);
    }

    @Test
    void aCutHasOneErrorEventAndNeitherDoneNorAFinalChunk() throws IOException {
        upstream.always(Completions.streamOf("a", "b").reset(afterPieces(2)));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertCut(answer, "upstream_error");
        assertEquals(
                List.of(Completions.ROLE, Completions.content("a")),
                answer.events().subList(0, 2));
        assertEquals(3, answer.events().size());
    }

    private static void assertCut(RawAnswer answer, String code) throws IOException {
        assertNotEquals(End.WHOLE, answer.end());
        assertFalse(answer.events().contains(Completions.DONE));
        assertEquals(code, Proxy.error(answer.events().getLast()).getString("code"));
    }
}
