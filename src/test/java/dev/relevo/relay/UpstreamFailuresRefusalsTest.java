package dev.relevo.relay;

import static dev.relevo.faulty.ProviderErrors.openAi;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What targets refuse, beyond {@link RefusalTest}: for how long, how often, and with what words it ends. */
@Timeout(30)
class UpstreamFailuresRefusalsTest {
    private final FaultyUpstream first = FaultyUpstream.start();
    private final FaultyUpstream second = FaultyUpstream.start();
    private Proxy proxy = over(first, second);

    @AfterEach
    void close() {
        proxy.close();
        first.close();
        second.close();
    }

    @ParameterizedTest
    @EnumSource
    void a429IsNoFailureOfHealthHoweverOftenItComes(Form form) throws IOException {
        second.always(form.fine);
        first.always(limit("0.001"));
        while (first.requests().size() < 12) {
            assertEquals(200, proxy.ask(form.request).status());
        }
        first.always(form.fine);
        long began = System.nanoTime();
        String trail = "";
        while (!trail.equals("p1/m=ok")) {
            trail = proxy.ask(form.request).header("x-relevo-trail");
        }
        assertTrue(System.nanoTime() - began < Duration.ofSeconds(3).toNanos(), "no breaker opened");
    }

    @ParameterizedTest
    @EnumSource
    void a429RestsWhatItNamesForAsLongAsItSays(Form form) throws IOException {
        second.always(form.fine);
        first.always(limit("86400"));
        form.assertWhole("p1/m=429; p2/m=ok", proxy.ask(form.request));
        form.assertWhole("p2/m=ok", proxy.ask(form.request));
        second.always(limit("70"));
        RawAnswer answer = proxy.ask(form.request);
        assertEquals(429, answer.status());
        assertTrue(answer.header("retry-after").matches("70|69"), answer.header("retry-after"));
        assertEquals("false", answer.header("x-should-retry"));
        String message = Proxy.error(answer.text()).getString("message");
        assertTrue(message.matches(".*p1/m \\(rests 86(400|399|398) s more; .*"), message);
    }

    @ParameterizedTest
    @EnumSource
    void a429WhoseBodyNeverEndsIsStillOne(Form form) throws IOException {
        start("timeouts: {ttft: 300ms, answer: 300ms}");
        first.always(limit("30").hang(Point.afterBody(10)));
        second.always(form.fine);
        form.assertWhole("p1/m=429; p2/m=ok", proxy.ask(form.request));
        form.assertWhole("p2/m=ok", proxy.ask(form.request));
    }

    @ParameterizedTest
    @CsvSource({
        "401, , 600, key was refused",
        "403, , 3600, model is not for this key",
        "404, , 3600, model was not found",
        "402, , 86400, account was refused",
        "402, 7200, 7200, account was refused",
        "412, , 86400, account was refused",
        "451, 30, 30, account was refused"
    })
    void whatIsOursRestsForLongAndIsToldInLogAndStatus(int status, String told, int seconds, String why)
            throws Exception {
        Script refusal = openAi(status, "No.", "x", null, null);
        first.always(told == null ? refusal : refusal.header("retry-after", told));
        second.always(ProviderErrors.serverError(500));
        assertEquals("p1/m=" + status + "; p2/m=500", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
        String line = proxy.logLine();
        assertTrue(line.contains(" p1/m " + status + " ") && line.contains(why), line);
        String health = proxy.client().get("/health").answer().text();
        assertTrue(health.matches(".*\"p1/m\",\"state\":\"resting\",\"reason\":\"[^\"]*" + why + ".*"), health);
        RawAnswer later = proxy.ask(Proxy.CHAT);
        assertEquals("p2/m=500", later.header("x-relevo-trail"));
        assertEquals(502, later.status());
        String message = Proxy.error(later.text()).getString("message");
        assertTrue(message.matches(".*p1/m \\(rests (" + seconds + "|" + (seconds - 1) + ") s more; .*"), message);
    }

    @ParameterizedTest
    @CsvSource({
        "429, 429, false",
        "401, 401, false",
        "402, 402, false",
        "404, 404, false",
        "500, 500, true",
        "503, 503, true"
    })
    void anErrorInsideA200IsOfItsClassInPlainAnswersToo(int code, String label, boolean askedAgain) throws IOException {
        first.always(Script.json(200, "{\"error\":{\"message\":\"No.\",\"code\":" + code + "}}"));
        second.always(Form.PLAIN.fine);
        String failedOver = "p1/m=" + label + "; p2/m=ok";
        Form.PLAIN.assertWhole(failedOver, proxy.ask(Proxy.CHAT));
        Form.PLAIN.assertWhole(askedAgain ? failedOver : "p2/m=ok", proxy.ask(Proxy.CHAT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"content_filter", "content_policy_violation", "400", "422"})
    void aClientsFaultInsideA200IsNotRoutedAround(String code) throws IOException {
        first.always(Script.json(200, "{\"error\":{\"message\":\"No.\",\"code\":\"" + code + "\"}}"));
        RawAnswer answer = proxy.ask(Proxy.CHAT);
        assertTrue(answer.status() == 400 || answer.status() == 422, answer.text());
        assertEquals("false", answer.header("x-should-retry"));
        assertEquals(List.of(), second.requests());
    }

    @ParameterizedTest
    @EnumSource
    void whereAllHaveAGapTheFirst400IsRelayedByteForByte(Form form) throws IOException {
        String body = "{\n  \"error\": {\"message\": \"property 'x' is unsupported\", \"type\": \"x\"}\n}\n";
        start("preset: groq");
        first.always(Script.json(400, body));
        second.always(Script.json(422, "{\"error\":{\"message\":\"property 'y' is unsupported\"}}"));
        for (int i = 0; i < 2; i++) {
            RawAnswer answer = proxy.ask(form.request);
            assertEquals("p1/m=400; p2/m=422", answer.header("x-relevo-trail"));
            assertEquals(400, answer.status());
            assertEquals(body, answer.text());
            assertEquals("false", answer.header("x-should-retry"));
        }
    }

    @Test
    void aGapBesideAFailureIsNoWordOnTheRequest() throws IOException {
        start("preset: groq");
        first.always(Script.json(400, "{\"error\":{\"message\":\"property 'x' is unsupported\"}}"));
        second.always(ProviderErrors.serverError(503));
        RawAnswer answer = proxy.ask(Proxy.CHAT);
        assertEquals(503, answer.status());
        assertNull(answer.header("x-should-retry"));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTheClientsFaultIsToldAtOnceAndCondemnsNobody(Form form) throws IOException {
        first.always(ProviderErrors.badParameter());
        for (int i = 0; i < 12; i++) {
            RawAnswer answer = proxy.ask(form.request);
            assertEquals("p1/m=400", answer.header("x-relevo-trail"));
            assertFalse(answer.text().isEmpty());
        }
        first.always(form.fine);
        form.assertWhole("p1/m=ok", proxy.ask(form.request));
        assertEquals(List.of(), second.requests());
    }

    @ParameterizedTest
    @ValueSource(ints = {402, 403, 404})
    void aModelThatAClientMadeUpAndThatIsRefusedIsNotWorthARetry(int status) throws IOException {
        first.always(openAi(status, "No.", "x", null, null));
        RawAnswer answer = proxy.ask(Proxy.CHAT.replace("auto", "p1/made-up"));
        assertEquals(status == 404 ? 404 : 502, answer.status());
        assertEquals("false", answer.header("x-should-retry"));
        first.always(Form.PLAIN.fine);
        Form.PLAIN.assertWhole("p1/m=ok", proxy.ask(Proxy.CHAT));
    }

    @ParameterizedTest
    @EnumSource
    void aMistakeThatTheSecondTargetNamesIsToldThoughTheFirstOnlyFailed(Form form) throws IOException {
        first.always(ProviderErrors.serverError(500));
        second.always(ProviderErrors.badParameter());
        RawAnswer answer = proxy.ask(form.request);
        assertEquals(400, answer.status());
        assertEquals("temperature", Proxy.error(answer.text()).getString("param"));
        assertEquals("false", answer.header("x-should-retry"));
    }

    private void start(String provider) {
        proxy.close();
        proxy = Proxy.over(first, second)
                .provider(provider)
                .pool("strategy: priority")
                .start();
    }

    private static Proxy over(FaultyUpstream first, FaultyUpstream second) {
        return Proxy.over(first, second).pool("strategy: priority").start();
    }

    private static Script limit(String seconds) {
        return openAi(429, "Slow down.", "requests", null, "rate_limit_exceeded")
                .header("retry-after", seconds);
    }
}
