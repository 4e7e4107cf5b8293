package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawAnswer.End;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong after an early head. */
@Timeout(30)
class BridgedFailureTest {
    private static final String PRETTY =
            "{\r\n  \"error\": {\n    \"message\": \"No \\n such thing.\",\n    \"type\": \"x\"\n  }\n}\n";

    private final FaultyUpstream silent = FaultyUpstream.start(Script.silence());
    private final FaultyUpstream other = FaultyUpstream.start();
    private Proxy proxy = bridging("on-cut: error");

    @AfterEach
    void close() {
        proxy.close();
        silent.close();
        other.close();
    }

    private Proxy bridging(String pool) {
        return Proxy.over(silent, other)
                .provider("timeouts: {ttft: 700ms, idle: 700ms}")
                .pool("strategy: priority, bridge-after: 100ms, keep-alive-after: 100ms, " + pool)
                .start();
    }

    @Test
    void aRefusalOfSeveralLinesIsOneEvent() throws IOException {
        other.always(Script.json(400, PRETTY));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertNotEquals(End.WHOLE, answer.end());
        assertEquals(1, answer.events().size(), answer.text());
        assertEquals(
                "No \n such thing.", Proxy.error(answer.events().getFirst()).getString("message"));
        assertTrue(answer.text().contains("data: {    \"error\""), answer.text());
    }

    @Test
    void whetherARetryHelpsIsToldInTheComment() throws IOException {
        other.always(ProviderErrors.badParameter());
        String facts = proxy.ask(Proxy.STREAM).comments().getLast();
        assertTrue(facts.startsWith("relevo {") && facts.contains("\"x-should-retry\":\"false\""), facts);
        assertTrue(facts.contains("\"x-relevo-trail\":\"p1/m=timeout; p2/m=400\""), facts);
    }

    @Test
    void aStreamThatIsHeldToItsEndIsBridgedToo() throws IOException {
        proxy.close();
        proxy = bridging("on-cut: buffer");
        silent.always(Completions.streamOf("lost", "more").hang(Point.afterPieces(2)));
        other.always(Form.STREAM.fine);
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals(0, other.requests().size());
        Form.STREAM.assertWhole(answer);
        assertTrue(answer.comments().size() > 3, answer.text());
    }

    @Test
    void aCutAfterAnEarlyHeadIsToldLikeAnyOther() throws IOException {
        other.always(Completions.streamOf("a", "b").reset(Point.afterPieces(2)));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertNotEquals(End.WHOLE, answer.end());
        assertEquals(
                List.of(Completions.ROLE, Completions.content("a")),
                answer.events().subList(0, 2));
        assertEquals("upstream_error", Proxy.error(answer.events().getLast()).getString("code"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "text/plain"})
    void theTextAloneIsBridgedAsWell(String accept) throws IOException {
        other.always(Form.STREAM.fine);
        RawAnswer answer =
                proxy.client().post("/chat", Proxy.CHAT, "Accept: " + accept).answer();
        assertEquals(200, answer.status());
        String text = answer.text();
        assertEquals(End.WHOLE, answer.end());
        assertEquals(
                accept.equals("text/plain") ? "fine!" : "data: fine\n\ndata: !\n\nevent: done\ndata: \n\n",
                text.replace(":\n\n", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "text/plain"})
    void totalFailureOfTheTextAloneIsTold(String accept) throws IOException {
        other.always(ProviderErrors.openAiRateLimit());
        RawAnswer answer =
                proxy.client().post("/chat", Proxy.CHAT, "Accept: " + accept).answer();
        assertTrue(answer.text().contains("p2/m ("), answer.status() + answer.text());
        assertTrue(answer.status() != 200 || answer.end() != End.WHOLE);
    }
}
