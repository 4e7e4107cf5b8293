package dev.relevo.relay;

import static dev.relevo.faulty.ProviderErrors.openAi;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The one status of a pool of which nobody answered, when to come back, and whether that makes sense. */
@Timeout(30)
class VerdictTableTest {
    private final FaultyUpstream one = FaultyUpstream.start();
    private final FaultyUpstream two = FaultyUpstream.start();

    /**
     * What two targets say, and what the client is told.
     *
     * @param code in the body, null for none
     * @param seconds in {@code Retry-After}, null for none
     * @param retry whether a client's retry is not forbidden
     */
    private record Row(String what, Script one, Script two, int status, String code, Integer seconds, boolean retry) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Row> rows() {
        Script auth = ProviderErrors.wrongKey("x");
        Script broke = ProviderErrors.noBalance();
        Script denied = openAi(403, "Not yours.", "x", null, null);
        Script unknown = ProviderErrors.noSuchModel("m");
        Script tooLong = ProviderErrors.contextExceeded();
        Script failed = ProviderErrors.serverError(500);
        Script busy = ProviderErrors.serverError(503);
        String limit = "rate_limit_exceeded";
        String error = "upstream_error";
        String down = "upstream_unavailable";
        String context = "context_length_exceeded";
        return Stream.of(
                new Row("all limited", limit(20), limit(7), 429, limit, 7, true),
                new Row("all limited for long", limit(90), limit(70), 429, limit, 70, false),
                new Row("all auth", auth, auth, 502, error, null, false),
                new Row("auth, money and a denied model", broke, denied, 502, error, null, false),
                new Row("all unknown model", unknown, unknown, 404, "model_not_found", null, false),
                new Row("all too long", tooLong, tooLong, 400, context, null, false),
                new Row("too long or limited", tooLong, limit(7), 429, limit, 7, true),
                new Row("too long or limited for long", tooLong, limit(70), 429, limit, 70, false),
                new Row("auth or limited", auth, limit(7), 502, error, 7, true),
                new Row("auth or limited for long", auth, limit(70), 502, error, 70, false),
                new Row("unknown model or failing", unknown, failed, 502, error, null, true),
                new Row("all failing", failed, failed, 500, error, null, true),
                new Row("all busy", busy, busy, 503, down, 1, true),
                new Row("all busy for long", later(busy, 90), later(busy, 70), 503, down, 70, false),
                new Row("all broken", Script.resetting(), Script.finishing(), 502, error, null, true),
                new Row("all silent", Script.silence(), Script.silence(), 504, "upstream_timeout", null, true),
                new Row("silent or failing", Script.silence(), failed, 502, error, null, true));
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyMixtureHasItsStatusItsWaitAndItsWordOnRetries(Row row) throws IOException {
        one.always(row.one());
        two.always(row.two());
        for (Form form : Form.values()) {
            try (Proxy proxy = start("ttft: 300ms, answer: 300ms")) {
                assertVerdict(row, proxy.ask(form.request));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereNothingIsLeftToBeAskedItIs503UnlessAllReasonsAgree(Form form) throws IOException {
        one.always(limit(20));
        two.always(ProviderErrors.wrongKey("x"));
        try (Proxy proxy = start("ttft: 300ms")) {
            assertEquals(502, proxy.ask(form.request).status());
            RawAnswer answer = proxy.ask(form.request);
            assertEquals("0", answer.header("x-relevo-attempts"));
            assertVerdict(new Row("none", limit(20), limit(20), 503, "upstream_unavailable", 20, true), answer);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTimeOfTheWholeRequestIs504(Form form) throws IOException {
        one.always(Script.silence());
        two.always(Script.silence());
        try (Proxy proxy = start("total: 500ms")) {
            RawAnswer answer = proxy.ask(form.request);
            assertEquals(504, answer.status());
            assertEquals("upstream_timeout", Proxy.error(answer.text()).getString("code"));
            assertNull(answer.header("x-should-retry"));
        }
    }

    private Proxy start(String timeouts) {
        return Proxy.over(one, two)
                .provider("timeouts: {" + timeouts + "}")
                .pool("strategy: priority")
                .start();
    }

    private static void assertVerdict(Row row, RawAnswer answer) throws IOException {
        String text = answer.text();
        assertEquals(row.status(), answer.status(), text);
        assertEquals(row.code(), Proxy.error(text).getString("code"), text);
        assertEquals(row.retry() ? null : "false", answer.header("x-should-retry"), text);
        assertWait(row.seconds(), answer.header("retry-after"), () -> text);
    }

    /** A second may have passed. */
    private static void assertWait(Integer expected, String told, Supplier<String> text) {
        String shortly = expected == null || expected == 1 ? null : Integer.toString(expected - 1);
        String exactly = expected == null ? null : Integer.toString(expected);
        assertEquals(shortly != null && shortly.equals(told) ? shortly : exactly, told, text);
    }

    private static Script limit(int seconds) {
        return later(openAi(429, "Slow down.", "requests", null, "rate_limit_exceeded"), seconds);
    }

    private static Script later(Script script, int seconds) {
        return script.header("retry-after", Integer.toString(seconds));
    }
}
