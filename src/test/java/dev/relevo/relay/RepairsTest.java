package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a preset has mended in a provider's answers, and that nothing else is. */
class RepairsTest {
    private static final String TOOLS = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]}";
    private static final String CALL = "{\"tool_calls\":[{%s\"id\":\"a\",\"function\":{\"name\":\"f\"}}]}";
    private static final Script STREAM = Completions.stream(
            Completions.ROLE, Completions.choice(0, CALL.formatted(""), null), Completions.STOP, Completions.DONE);

    private final FaultyUpstream upstream = FaultyUpstream.start();
    private final Proxy mending = Proxy.over(upstream)
            .provider("repairs: [tool-call-index, tool-call-finish]")
            .start();

    @AfterEach
    void close() {
        mending.close();
        upstream.close();
    }

    @Test
    void aStreamedToolCallIsMendedWhereThePresetSaysSo() throws IOException {
        upstream.always(STREAM);
        RawAnswer answer = mending.ask(with(Proxy.STREAM));
        List<String> mended = List.of(
                Completions.ROLE,
                Completions.choice(0, CALL.formatted("\"index\":0,"), null),
                Completions.choice(0, "{}", "tool_calls"),
                Completions.DONE);

        assertEquals(mended, answer.events());
        assertTrue(answer.completed());
        assertEquals("tool-call-finish; tool-call-index", answer.header("x-relevo-repairs"));
    }

    @Test
    void aPlainAnswersFinishIsMendedAndTold() throws IOException {
        upstream.always(Script.json(200, plain("stop")));
        RawAnswer answer = mending.ask(with(Proxy.CHAT));

        assertEquals(plain("tool_calls"), answer.text());
        assertEquals("tool-call-finish", answer.header("x-relevo-repairs"));
    }

    @Test
    void aPlainAnswerThatNeedsNoMendingIsNotSaidToBeMended() throws IOException {
        upstream.always(Completions.chat("fine"));
        RawAnswer answer = mending.ask(with(Proxy.CHAT));

        assertEquals(Completions.chatBody("fine"), answer.text());
        assertNull(answer.header("x-relevo-repairs"));
    }

    @Test
    void withoutADeclaredRepairEveryByteStays() throws IOException {
        upstream.next(STREAM, Script.json(200, plain("stop")));
        try (Proxy proxy = Proxy.over(upstream).start()) {
            RawAnswer stream = proxy.ask(with(Proxy.STREAM));

            assertEquals(
                    Completions.choice(0, CALL.formatted(""), null),
                    stream.events().get(1));
            assertEquals(Completions.STOP, stream.events().get(2));
            assertNull(stream.header("x-relevo-repairs"));
            assertEquals(plain("stop"), proxy.ask(with(Proxy.CHAT)).text());
        }
    }

    private static String with(String request) {
        return request.substring(0, request.length() - 1) + TOOLS;
    }

    private static String plain(String finish) {
        return Completions.chatBody("x")
                .replace("\"content\":\"x\"", "\"content\":null,\"tool_calls\":[{\"id\":\"a\"}]")
                .replace("\"finish_reason\":\"stop\"", "\"finish_reason\":\"" + finish + "\"");
    }
}
