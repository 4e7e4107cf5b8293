package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Script;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is spent on targets that are broken, and what is not condemned with them. */
class OutageTest {
    private static final int REQUESTS = 1_500;

    private final FaultyUpstream one = FaultyUpstream.start();
    private final FaultyUpstream two = FaultyUpstream.start();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-target-retries: 0", "same-target-retries: 3"})
    void withEverythingFailingCallsKeepToTheBudget(String pool) throws Exception {
        one.always(ProviderErrors.serverError(500));
        two.always(Script.resetting());
        try (Proxy proxy = Proxy.over(one, two).pool(pool).start()) {
            assertBudgetIsHeld(proxy);
        }
    }

    @Test
    void soItIsWhereThePoolHasOneTarget() throws Exception {
        one.always(ProviderErrors.serverError(503));
        try (Proxy proxy = Proxy.over(one).start()) {
            assertBudgetIsHeld(proxy);
        }
    }

    @Test
    void aFailingModelCondemnsNeitherItsSiblingsNorItsHost() throws IOException {
        one.always(request ->
                request.text().contains("\"bad\"") ? ProviderErrors.serverError(500) : Completions.chat("fine"));
        try (Proxy proxy = Proxy.of("""
                providers: {p: {base-url: <1>, api-key: k}, q: {base-url: <1>, api-key: k}}
                models:
                  failing: [p/bad]
                  sibling: [p/good]
                  neighbour: [q/good]
                """, one)) {
            for (int i = 0; i < 20; i++) {
                assertTrue(ask(proxy, "failing").status() >= 500);
                assertEquals(200, ask(proxy, "sibling").status());
                assertEquals(200, ask(proxy, "neighbour").status());
            }
        }
    }

    @Test
    void aLimitedModelCondemnsNeitherItsSiblingsNorItsHost() throws IOException {
        one.always(request ->
                request.text().contains("\"bad\"") ? ProviderErrors.openAiRateLimit() : Completions.chat("fine"));
        try (Proxy proxy = Proxy.of(
                "providers: {p: {base-url: <1>, api-key: k}}\nmodels: {limited: [p/bad], sibling: [p/good]}\n", one)) {
            for (int i = 0; i < 20; i++) {
                assertEquals(429, ask(proxy, "limited").status());
                assertEquals(200, ask(proxy, "sibling").status());
            }
            assertEquals(21, one.requests().size(), "a pause does shut out");
        }
    }

    private void assertBudgetIsHeld(Proxy proxy) throws Exception {
        long began = System.nanoTime();
        Crowd.of(12).run(() -> askUntilAllAsked(proxy));
        double seconds = (System.nanoTime() - began) / 1e9;
        int calls = one.requests().size() + two.requests().size();
        assertTrue(calls <= 1.2 * REQUESTS + 10 * seconds, calls + " calls in " + seconds + " s");
        assertTrue(calls <= 0.2 * REQUESTS + 10 * (seconds + 1) + 100, calls + " calls, mostly on open breakers");
    }

    private void askUntilAllAsked(Proxy proxy) throws IOException {
        try (RawClient client = proxy.client()) {
            while (asked.getAndIncrement() < REQUESTS) {
                RawAnswer answer =
                        client.post("/v1/chat/completions", Proxy.CHAT).answer();
                assertTrue(answer.status() >= 500, answer::toString);
                if (answer.header("x-relevo-trail") == null) {
                    assertEquals(503, answer.status());
                    assertNotNull(answer.header("retry-after"));
                }
                answer.end();
            }
        }
    }

    private static RawAnswer ask(Proxy proxy, String alias) throws IOException {
        RawAnswer answer = proxy.ask(Proxy.CHAT.replace("auto", alias));
        answer.end();
        return answer;
    }

    @Test
    void aBreakerIsToldInTheLogWhenItOpensAndWhenItCloses() throws Exception {
        one.always(ProviderErrors.serverError(503));
        two.always(Completions.chat("two"));
        try (Proxy proxy = Proxy.over(one, two).pool("strategy: priority").start()) {
            for (int i = 0; i < 5; i++) {
                assertEquals(200, proxy.ask(Proxy.CHAT).status());
            }
            String line = proxy.logLine(" breaker ");
            assertTrue(line.matches(".* breaker p1/\\S+ open rest=\\d{4}ms \\(it failed: .*\\)"), line);
            one.always(Completions.chat("one"));
            two.always(ProviderErrors.serverError(503));
            for (int i = 0; i < 6; i++) {
                proxy.ask(Proxy.CHAT);
            }
            assertTrue(proxy.logLine(" breaker p1/").endsWith(" closed"));
        }
    }
}
