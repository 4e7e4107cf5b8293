package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.ReceivedJson;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Headers go by allow-lists both ways. */
class HeadersTest {
    private static final List<String> NEVER_DOWN = List.of(
            "set-cookie",
            "openai-organization",
            "alt-svc",
            "server",
            "cf-ray",
            "strict-transport-security",
            "access-control-allow-origin",
            "keep-alive",
            "x-evil");

    private final FaultyUpstream upstream = FaultyUpstream.start();
    private final FaultyUpstream other = FaultyUpstream.start();
    private final Proxy proxy = Proxy.over(upstream, other)
            .provider("headers: {HTTP-Referer: 'https://app.test', X-Title: Relevo}")
            .pool("strategy: priority")
            .start();

    @AfterEach
    void close() {
        proxy.close();
        upstream.close();
        other.close();
    }

    @Test
    void nothingOfTheClientsHeadGoesUpstream() throws Exception {
        upstream.always(Completions.chat("a"));
        proxy.ask(
                        Proxy.CHAT,
                        "Authorization: Bearer client-key",
                        "Cookie: session=1",
                        "X-Stainless-Lang: python",
                        "OpenAI-Organization: org-1",
                        "X-Codex-Turn-Metadata: /home/me",
                        "User-Agent: OpenAI/Python",
                        "Accept-Encoding: gzip",
                        "X-Api-Key: k",
                        "x-request-id: mine")
                .end();
        Received request = upstream.take();
        List<String> allowed = List.of(
                "accept",
                "accept-encoding",
                "authorization",
                "content-length",
                "content-type",
                "host",
                "http-referer",
                "user-agent",
                "x-title");
        assertEquals(allowed, request.headerNames().stream().sorted().toList());
        assertEquals("Bearer sk-secret-of-p1", request.header("authorization"));
        assertEquals("identity", request.header("accept-encoding"));
        assertEquals("127.0.0.1:" + upstream.port(), request.header("host"));
        assertEquals("https://app.test", request.header("http-referer"));
        assertEquals("/v1/chat/completions", request.path());
    }

    @Test
    void onlyWhatIsListedComesDown() throws Exception {
        Script chat = Completions.chat("a");
        Script stream = Completions.streamOf("a");
        Script refusal = ProviderErrors.badParameter();
        for (String name : NEVER_DOWN) {
            chat = chat.header(name, "theirs=1");
            stream = stream.header(name, "theirs=1");
            refusal = refusal.header(name, "theirs=1");
        }
        upstream.next(chat, stream, refusal);
        for (String request : List.of(Proxy.CHAT, Proxy.STREAM, Proxy.CHAT)) {
            RawAnswer answer = proxy.ask(request);
            answer.end();
            assertFalse(answer.head().contains("theirs"), answer.head());
            assertEquals(
                    List.of(),
                    answer.headerNames().stream().filter(NEVER_DOWN::contains).toList());
        }
    }

    @Test
    void aKeyThatAnUpstreamQuotesInAHeaderIsCutOut() throws Exception {
        upstream.next(Completions.chat("a").header("x-request-id", "for-sk-secret-of-p1"));
        RawAnswer answer = proxy.ask(Proxy.CHAT);
        assertEquals("for-***", answer.header("x-relevo-upstream-request-id"));
        assertFalse(answer.head().contains("sk-secret-of-p1"), answer.head());
    }

    @Test
    void anAnswerTellsWhereItComesFrom() throws Exception {
        upstream.next(ProviderErrors.serverError(500));
        other.always(Completions.chat("a")
                .header("x-request-id", "req_theirs")
                .header("x-ratelimit-remaining-requests", "17")
                .header("X-RateLimit-Reset-Tokens", "7.66s"));
        RawAnswer answer = proxy.ask(Proxy.CHAT, "x-request-id: my-own-id");
        assertEquals("my-own-id", answer.header("x-request-id"));
        assertEquals("auto", answer.header("x-relevo-alias"));
        assertEquals("p2", answer.header("x-relevo-provider"));
        assertEquals("m", answer.header("x-relevo-model"));
        assertEquals("p2/m", answer.header("x-relevo-target"));
        assertEquals("2", answer.header("x-relevo-attempts"));
        assertEquals("p1/m=500; p2/m=ok", answer.header("x-relevo-trail"));
        assertEquals("req_theirs", answer.header("x-relevo-upstream-request-id"));
        assertEquals("17", answer.header("x-relevo-upstream-ratelimit-remaining-requests"));
        assertEquals("7.66s", answer.header("x-relevo-upstream-ratelimit-reset-tokens"));
        assertNull(answer.header("x-ratelimit-remaining-requests"));
        assertNull(answer.header("x-relevo-adjusted"));
        String timing = answer.header("server-timing");
        assertTrue(timing.matches("relevo;dur=[0-9.]+, connect;dur=[0-9.]+, ttft;dur=[0-9.]+"), timing);
    }

    @Test
    void everyAnswerHasARequestIdThatItsLogLineBears() throws Exception {
        upstream.next(Completions.streamOf("a"), ProviderErrors.badParameter());
        TreeSet<String> ids = new TreeSet<>();
        for (int i = 0; i < 2; i++) {
            RawAnswer answer = proxy.ask(Proxy.STREAM);
            answer.end();
            assertTrue(ids.add(answer.header("x-request-id")));
            assertTrue(proxy.logLine().contains(" " + answer.header("x-request-id") + " attempt 1/2 p1/m "));
        }
    }

    @Test
    void whatComesFromOutsideCannotForgeAHeaderOrALogLine() throws Exception {
        upstream.next(
                ProviderErrors.openAi(400, "x\\r\\nInjected: 1\\n2026 forged line", null, null, null),
                Completions.chat("a").header("x-request-id", "t\tü\u0001"));
        String model = Proxy.CHAT.replace("auto", "auto\\r\\nInjected: 1\\u00fc");
        assertEquals(404, proxy.ask(model).status());
        assertEquals(400, proxy.ask(Proxy.CHAT).status());
        String line = proxy.logLine();
        assertTrue(line.contains("x  Injected: 1 2026 forged line"), line);
    }

    @Test
    void theBodyReportsTheModelThatAnsweredAndTheHeaderTheOneAskedFor() throws IOException {
        upstream.always(Completions.chat("a"));
        RawAnswer answer = proxy.ask(Proxy.CHAT);
        assertEquals("upstream-model", Proxy.json(answer.text()).getString("model"));
        assertEquals("auto", answer.header("x-relevo-alias"));
        assertEquals("m", ReceivedJson.of(upstream.requests().getFirst()).getString("model"));
    }
}
