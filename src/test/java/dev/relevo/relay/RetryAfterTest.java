package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** When a client is told to come back. */
class RetryAfterTest {
    private final FaultyUpstream one = FaultyUpstream.start();
    private final FaultyUpstream two = FaultyUpstream.start();
    private Proxy proxy;

    @AfterEach
    void close() {
        proxy.close();
        one.close();
        two.close();
    }

    static Stream<Arguments> forms() {
        Script dayLimit = limit().header("x-ratelimit-remaining-requests", "0")
                .header("x-ratelimit-reset-requests", "2m59.56s")
                .header("x-ratelimit-remaining-tokens", "11000")
                .header("x-ratelimit-reset-tokens", "7h");
        return Stream.of(
                form("seconds", () -> limit().header("retry-after", "7"), 7),
                form("a fraction", () -> limit().header("retry-after", "7.66"), 8),
                form(
                        "milliseconds",
                        () -> limit().header("retry-after-ms", "2500").header("retry-after", "3"),
                        3),
                form("a date", () -> limit().header("Retry-After", dateIn(40)), 40),
                form("epoch milliseconds", () -> limit().header("retry-after", epochMillisIn(30)), 30),
                form("nothing to wait", () -> limit().header("retry-after", "0"), 1),
                form("a past date", () -> limit().header("retry-after", dateIn(-40)), 1),
                form("a Go duration", () -> limit().header("retry-after", "1m26.4s"), 87),
                form("prose", () -> ProviderErrors.groqRateLimit(), 5),
                form("RetryInfo", () -> ProviderErrors.geminiRateLimit(), 17),
                form("the reset of what is exhausted", () -> dayLimit, 180),
                form("junk", () -> limit().header("retry-after", "soon"), 10),
                form("no word", () -> limit(), 10));
    }

    /** @param limit made when it is asked for, since some name a time of day */
    private static Arguments form(String name, Supplier<Script> limit, int seconds) {
        return arguments(name, limit, seconds);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void aLimitsWaitIsToldInWhateverFormItCame(String form, Supplier<Script> limit, int seconds) throws IOException {
        one.always(_ -> limit.get());
        proxy = Proxy.over(one).pool("max-wait: 0s").start();
        assertWait(seconds, proxy.ask(Proxy.CHAT));
        assertWait(seconds, proxy.ask(Proxy.CHAT));
        assertEquals(1, one.requests().size(), "it rests");
    }

    @ParameterizedTest
    @CsvSource({"30, 30, ", "61, 61, false", ", 1, "})
    void theWaitThatAFailingServerNamesIsToldToo(String told, int seconds, String shouldRetry) throws IOException {
        Script busy = ProviderErrors.serverError(503);
        one.always(told == null ? busy : busy.header("retry-after", told));
        proxy = Proxy.over(one).pool("max-wait: 0s").start();
        RawAnswer answer = proxy.ask(Proxy.CHAT);
        assertEquals(503, answer.status());
        assertWait(seconds, answer);
        assertEquals(shouldRetry, answer.header("x-should-retry"));
    }

    @ParameterizedTest
    @CsvSource({"20, 9, 9, ", "90, 200, 90, false", "90, 3, 3, "})
    void allLimitedIs429WithTheSmallestTrueWait(int first, int second, int seconds, String shouldRetry)
            throws IOException {
        one.always(limit().header("retry-after", "" + first));
        two.always(limit().header("retry-after", "" + second));
        proxy = Proxy.over(one, two).pool("max-wait: 0s").start();
        for (String attempts : new String[] {"2", "0"}) {
            RawAnswer answer = proxy.ask(Proxy.CHAT);
            assertEquals(429, answer.status());
            assertWait(seconds, answer);
            assertEquals(shouldRetry, answer.header("x-should-retry"));
            assertEquals(attempts, answer.header("x-relevo-attempts"));
            String message = Proxy.error(answer.text()).getString("message");
            assertTrue(message.contains("p1/m (") && message.contains("p2/m ("), message);
            assertTrue(message.contains("Try again in " + seconds + " s"), message);
        }
        assertEquals(1, one.requests().size());
    }

    @Test
    void theWaitOfWhatRestsCountsBesideTheOneThatAFailingServerNames() throws IOException {
        one.always(limit().header("retry-after", "20"));
        two.next(
                ProviderErrors.serverError(500), ProviderErrors.serverError(503).header("retry-after", "90"));
        proxy = Proxy.over(one, two).pool("max-wait: 0s").start();
        assertEquals("p1/m=429; p2/m=500", proxy.ask(Proxy.CHAT).header("x-relevo-trail"));
        RawAnswer answer = proxy.ask(Proxy.CHAT);
        assertEquals("p2/m=503", answer.header("x-relevo-trail"));
        assertWait(20, answer);
    }

    @Test
    void onlyA429Or503NamesAWait() throws IOException {
        one.always(ProviderErrors.serverError(500).header("retry-after", "9"));
        proxy = Proxy.over(one).pool("max-wait: 0s").start();
        RawAnswer answer = proxy.ask(Proxy.CHAT);
        assertEquals(500, answer.status());
        assertNull(answer.header("retry-after"));
        assertNull(answer.header("x-should-retry"));
    }

    private static void assertWait(int seconds, RawAnswer answer) throws IOException {
        int told = Integer.parseInt(answer.header("retry-after"));
        assertTrue(told == seconds || told == seconds - 1 && told > 0, told + " s: " + answer.text());
        long millis = Long.parseLong(answer.header("retry-after-ms"));
        assertTrue(millis <= told * 1000L && millis > (told - 1) * 1000L, millis + " ms, " + told + " s");
    }

    private static Script limit() {
        return ProviderErrors.openAi(429, "Slow down.", "requests", null, "rate_limit_exceeded");
    }

    private static String epochMillisIn(int seconds) {
        return Long.toString(Instant.now().plusSeconds(seconds).toEpochMilli());
    }

    private static String dateIn(int seconds) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(seconds).atOffset(ZoneOffset.UTC));
    }
}
