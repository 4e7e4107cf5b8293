package dev.relevo.relay;

import static dev.relevo.faulty.ProviderErrors.openAi;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A prompt too long for one target goes to those that may take more. */
class ContextWindowTest {
    private static final String CONFIG = """
            providers:
              p1: {base-url: <1>, api-key: k1, models: {small*: {context-window: 8192}, large: {context-window: 100000}}}
              p2: {base-url: <2>, api-key: [k2, k3]}
            models:
              auto: {strategy: priority, targets: [TARGETS]}
            """;

    private final FaultyUpstream first = FaultyUpstream.start();
    private final FaultyUpstream second = FaultyUpstream.start();
    private Proxy proxy;

    @AfterEach
    void close() {
        proxy.close();
        first.close();
        second.close();
    }

    @Test
    void targetsKnownToTakeNoMoreArePassedOver() throws IOException {
        start("p1/small, p1/small-too, {target: p2/m, context-window: 4096}, p1/large");
        first.next(ProviderErrors.contextExceeded(), Completions.chat("fine"));
        RawAnswer answer = proxy.ask(Proxy.CHAT);
        assertEquals("p1/small=400; p1/large=ok", answer.header("x-relevo-trail"));
        assertTrue(answer.text().contains("fine"));
    }

    @Test
    void aTargetWhoseWindowNobodyKnowsMayTakeMore() throws IOException {
        start("p1/large, p2/m");
        first.always(ProviderErrors.contextExceeded());
        second.always(Completions.chat("fine"));
        assertEquals("p1/large=400; p2/m#1=ok", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
    }

    @Test
    void theTargetsOwnWordGoesBeforeItsProviders() throws IOException {
        start("p1/large, {target: p1/small, context-window: 200000}");
        first.next(ProviderErrors.contextExceeded(), Completions.chat("fine"));
        assertEquals("p1/large=400; p1/small=ok", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
    }

    @Test
    void otherKeysOfAModelWhoseWindowIsKnownTakeNoMore() throws IOException {
        start("{target: p2/m, context-window: 8192}, p1/large");
        second.always(ProviderErrors.contextExceeded());
        first.always(Completions.chat("fine"));
        assertEquals("p2/m#1=400; p1/large=ok", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
    }

    @Test
    void tooLongForAllIsTheClientsMistakeAndPenalisesNobody() throws IOException {
        start("p1/small, p1/large, p2/m");
        first.next(
                openAi(400, "prompt is too long", "x", null, null),
                openAi(413, "prompt is too long", "x", null, null),
                Completions.chat("fine"));
        second.always(Script.json(500, "{\"error\":{\"message\":\"Context size has been exceeded.\"}}"));
        RawAnswer answer = proxy.ask(Proxy.CHAT);
        assertEquals("p1/small=400; p1/large=413; p2/m#1=500; p2/m#2=500", answer.header("x-relevo-trail"));
        assertEquals(400, answer.status());
        assertEquals("false", answer.header("x-should-retry"));
        String text = answer.text();
        assertEquals("context_length_exceeded", Proxy.error(text).getString("code"));
        assertTrue(Proxy.error(text).getString("message").contains("context_length_exceeded"));
        assertEquals("p1/small=ok", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
    }

    @Test
    void whatIsTooLongForOneAndRestsElsewhereIsWorthAnotherTry() throws IOException {
        start("p2/m, p1/small");
        second.always(ProviderErrors.contextExceeded());
        first.always(ProviderErrors.openAiRateLimit());
        assertEquals(429, proxy.ask(Proxy.CHAT).status());
    }

    @Test
    void anAnswerThatAFilterEndedIsRelayedAsItIs() throws IOException {
        start("p1/small, p2/m");
        String chunk = "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                + "[{\"index\":0,\"delta\":{},\"finish_reason\":\"content_filter\"}]}";
        first.always(Completions.stream(chunk, "[DONE]"));
        RawAnswer answer = proxy.ask(Proxy.STREAM);
        assertEquals("p1/small=ok", answer.header("x-relevo-trail"));
        assertTrue(answer.completed());
    }

    private void start(String targets) {
        proxy = Proxy.of(CONFIG.replace("TARGETS", targets), first, second);
    }
}
