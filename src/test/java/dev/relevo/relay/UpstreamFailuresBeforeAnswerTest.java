package dev.relevo.relay;

import static dev.relevo.faulty.Point.afterPieces;
import static dev.relevo.faulty.Point.atEnd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.Fault;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Targets that are not reached, stay silent or say nothing. */
@Timeout(30)
class UpstreamFailuresBeforeAnswerTest {
    private static final URI NOWHERE = URI.create("https://nonexistent.invalid/v1");
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String PING = "data: {\"type\":\"ping\"}\n\n";

    private final FaultyUpstream broken = FaultyUpstream.start();
    private final FaultyUpstream other = FaultyUpstream.start();
    private Proxy proxy;

    @AfterEach
    void close() {
        proxy.close();
        broken.close();
        other.close();
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedConnectionOrAnUnknownNameFailsOverAtOnce(Form form) throws IOException {
        broken.refuse();
        other.always(form.fine);
        proxy = Proxy.over(broken.baseUrl(), NOWHERE, other.baseUrl())
                .pool("strategy: priority")
                .start();
        form.assertWhole("p1/m=refused; p2/m=dns; p3/m=ok", proxy.ask(form.request));
    }

    @ParameterizedTest
    @EnumSource
    void everyTargetRefusedOrUnknownIs503WithRetryAfterAlsoWhenTheirBreakersAreOpen(Form form) throws IOException {
        broken.refuse();
        proxy = Proxy.over(broken.baseUrl(), NOWHERE).pool("strategy: priority").start();
        assertEquals("p1/m=refused; p2/m=dns", assertUnavailable(form).header("x-relevo-trail"));
        for (int i = 0; i < 6; i++) {
            assertUnavailable(form);
        }
    }

    private RawAnswer assertUnavailable(Form form) throws IOException {
        RawAnswer answer = proxy.ask(form.request);
        assertEquals(503, answer.status());
        assertNotNull(answer.header("retry-after"));
        assertNull(answer.header("x-should-retry"));
        assertEquals("upstream_unavailable", Proxy.error(answer.text()).getString("code"));
        return answer;
    }

    @ParameterizedTest
    @EnumSource
    void aHandshakeThatStallsFailsOver(Form form) throws Exception {
        broken.alwaysAccept(Fault.Ending.HANG);
        other.always(form.fine);
        URI encrypted = URI.create("https://127.0.0.1:" + broken.port() + "/v1");
        proxy = Proxy.over(encrypted, other.baseUrl())
                .provider("timeouts: {connect: 300ms}")
                .pool("strategy: priority")
                .start();
        form.assertWhole("p1/m=timeout; p2/m=ok", proxy.ask(form.request));
        broken.connection(1).awaitClosingByClient(SOON);
    }

    @ParameterizedTest
    @EnumSource
    void aSilentTargetIsNotAskedAgainForThisRequest(Form form) throws IOException {
        start("ttft: 300ms, answer: 300ms", "same-target-retries: 2");
        broken.always(Script.silence());
        other.always(form.fine);
        form.assertWhole("p1/m=timeout; p2/m=ok", proxy.ask(form.request));
        assertEquals(1, broken.requests().size());
    }

    @ParameterizedTest
    @EnumSource
    void everyTargetSilentIs504(Form form) throws IOException {
        start("ttft: 300ms, answer: 300ms", "on-cut: error");
        broken.always(Script.silence());
        other.always(form.fine.hang(afterPieces(0)));
        RawAnswer answer = proxy.ask(form.request);
        assertEquals("p1/m=timeout; p2/m=timeout", answer.header("x-relevo-trail"));
        assertEquals(504, answer.status());
        assertEquals("upstream_timeout", Proxy.error(answer.text()).getString("code"));
    }

    @Test
    void anEndlessFloodOfEventsWithoutContentIsLeftWhileItsTimeoutIsFarAway() throws Exception {
        start("ttft: 60s", "on-cut: error");
        broken.always(Script.raw("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n")
                .flood(atEnd(), PING));
        other.always(Form.STREAM.fine);
        Form.STREAM.assertWhole("p1/m=empty; p2/m=ok", proxy.ask(Proxy.STREAM));
        broken.connection(1).awaitClosingByClient(SOON);
    }

    @Test
    void roleEmptyAndPingEventsOfTheDeadAreNotSeen() throws IOException {
        start("ttft: 60s", "on-cut: error");
        broken.always(Completions.stream(Completions.ROLE, "{\"type\":\"ping\"}", Completions.content(""))
                .reset(afterPieces(3)));
        other.always(Form.STREAM.fine);
        Form.STREAM.assertWhole("p1/m=reset; p2/m=ok", proxy.ask(Proxy.STREAM));
    }

    @ParameterizedTest
    @EnumSource
    void failuresOfAServerOpenItsBreakerAndThenItIsSpared(Form form) throws IOException {
        start("ttft: 60s", "on-cut: error");
        broken.always(ProviderErrors.serverError(500));
        other.always(form.fine);
        for (int i = 0; i < 5; i++) {
            form.assertWhole("p1/m=500; p2/m=ok", proxy.ask(form.request));
        }
        form.assertWhole("p2/m=ok", proxy.ask(form.request));
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyAnswerWithAFinishReasonIsRelayedAndOneWithoutFailsOver(Form form) throws IOException {
        start("ttft: 60s", "on-cut: error");
        Script empty = form == Form.PLAIN
                ? Completions.chat("")
                : Script.events(List.of(Completions.ROLE, Completions.STOP, Completions.DONE));
        Script nothing = form == Form.PLAIN
                ? Script.json(200, Completions.chatBody("").replace("\"stop\"", "null"))
                : Script.events(List.of(Completions.ROLE, Completions.DONE));
        other.always(form.fine);
        broken.next(empty, nothing);
        RawAnswer relayed = proxy.ask(form.request);
        assertEquals("p1/m=ok", relayed.header("x-relevo-trail"));
        assertTrue(form == Form.PLAIN || relayed.completed());
        String label = form == Form.PLAIN ? "malformed" : "empty";
        form.assertWhole("p1/m=" + label + "; p2/m=ok", proxy.ask(form.request));
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatAContentFilterEndedIsRelayed(Form form) throws IOException {
        start("ttft: 60s", "on-cut: error");
        String filtered = Completions.chatBody("").replace("\"content\":\"\"", "\"content\":null");
        broken.always(
                form == Form.PLAIN
                        ? Script.json(200, filtered.replace("\"stop\"", "\"content_filter\""))
                        : Completions.stream(Completions.choice(0, "{}", "content_filter"), Completions.DONE));
        RawAnswer answer = proxy.ask(form.request);
        assertEquals("p1/m=ok", answer.header("x-relevo-trail"));
        assertTrue(answer.text().contains("content_filter"));
        assertEquals(List.of(), other.requests());
    }

    private void start(String timeouts, String pool) {
        proxy = Proxy.over(broken, other)
                .provider("timeouts: {" + timeouts + "}")
                .pool("strategy: priority, " + pool)
                .start();
    }
}
