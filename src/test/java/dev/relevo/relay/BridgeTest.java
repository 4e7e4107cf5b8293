package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawAnswer.End;
import dev.relevo.RawClient;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With {@code bridge-after} a client hears of us while nobody has answered yet. */
@Timeout(30)
class BridgeTest {
    private final FaultyUpstream silent = FaultyUpstream.start(Script.silence());
    private final FaultyUpstream other = FaultyUpstream.start(Completions.streamOf("fine"));
    private Proxy proxy = bridging("strategy: priority, bridge-after: 200ms, keep-alive-after: 200ms");

    @AfterEach
    void close() {
        proxy.close();
        silent.close();
        other.close();
    }

    private Proxy bridging(String pool) {
        return Proxy.over(silent, other)
                .provider("timeouts: {ttft: 1200ms, answer: 1200ms}")
                .pool(pool)
                .start();
    }

    @Test
    void theHeadComesEarlyAndTheFactsBeforeTheFirstContent() throws IOException {
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(200, answer.status());
        assertEquals("text/event-stream", answer.header("content-type"));
        assertEquals("auto", answer.header("x-relevo-alias"));
        assertNull(answer.header("x-relevo-target"));
        assertEquals(0, other.requests().size(), "the head came before the failover");
        assertEquals(Completions.events("fine"), answer.events());
        assertTrue(answer.completed());
        List<String> comments = answer.comments();
        assertEquals("keep-alive", comments.getFirst());
        assertTrue(comments.size() >= 3, comments.toString());
        assertTrue(comments.getLast().startsWith("relevo {"), comments.toString());
        assertTrue(comments.getLast().contains("\"x-relevo-trail\":\"p1/m=timeout; p2/m=ok\""), comments.toString());
        String text = answer.text();
        assertTrue(text.indexOf(": relevo {") < text.indexOf("data: "), text);
    }

    @Test
    void theLogTellsOfTheAnswerAndNotOfTheEarlyHeadAlone() throws Exception {
        assertTrue(proxy.ask(Proxy.STREAM).completed());
        String line = proxy.logLine(" request ");
        assertTrue(line.contains(" target=p2/m attempts=2 "), line);
    }

    @Test
    void totalFailureIsAnErrorEventAndNoCompleteStream() throws IOException {
        other.always(ProviderErrors.openAiRateLimit().header("retry-after", "17"));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(200, answer.status());
        assertNotEquals(End.WHOLE, answer.end());
        assertEquals(1, answer.events().size());
        String message = Proxy.error(answer.events().getFirst()).getString("message");
        assertTrue(message.contains("p1/m (") && message.contains("p2/m ("), message);
        assertTrue(answer.comments().getLast().contains("\"Retry-After\":\"1"), answer.text());
    }

    @Test
    void aStopIsToldByAnErrorEvent() throws IOException {
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        proxy.stop();
        assertEquals(
                "The server is stopping. Try again in 1 s.",
                Proxy.error(answer.events().getLast()).getString("message"));
        assertNotEquals(End.WHOLE, answer.end());
    }

    @Test
    void anAnswerInTimeHasItsOwnHeadAndNoComments() throws IOException {
        silent.always(Completions.streamOf("quick"));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals("p1/m", answer.header("x-relevo-target"));
        assertEquals(List.of(), answer.comments());
        assertTrue(answer.completed());
    }

    @Test
    void plainAnswersHaveNoEarlyHead() throws IOException {
        other.always(Completions.chat("fine"));
        assertEquals("p1/m=timeout; p2/m=ok", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
        other.always(ProviderErrors.serverError(500));
        assertEquals(502, proxy.ask(Proxy.CHAT).status());
    }

    @Test
    void byDefaultNothingIsSentBeforeAnAnswer() throws IOException {
        proxy.close();
        proxy = bridging("strategy: priority, keep-alive-after: 200ms");
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals("p1/m=timeout; p2/m=ok", answer.header("x-relevo-trail"));
        assertEquals(List.of(), answer.comments());
    }

    @Test
    void aClientThatHearsOfUsIsPatient() throws IOException {
        try (FaultyUpstream third = FaultyUpstream.start(Completions.streamOf("late"))) {
            proxy.close();
            other.always(Script.silence());
            proxy = Proxy.over(silent, other, third)
                    .provider("timeouts: {ttft: 1200ms}")
                    .pool("strategy: priority, bridge-after: 200ms, keep-alive-after: 200ms")
                    .start();
            RawAnswer answer = proxy.ask(Proxy.STREAM, "X-Stainless-Read-Timeout: 1.5");
            assertTrue(answer.completed(), answer.text());
        }
    }

    @Test
    void aClientThatLeavesMeanwhileEndsTheSearch() throws Exception {
        RawClient client = proxy.send(Proxy.STREAM);
        assertEquals(200, client.answer().status());
        client.close();
        assertTrue(proxy.logLine().contains(" p1/m 499 "));
        assertEquals(0, other.requests().size());
    }
}
