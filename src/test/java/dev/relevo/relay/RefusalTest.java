package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.ProviderErrors;
import dev.relevo.faulty.Received;
import dev.relevo.relay.RefusalTable.Row;
import jakarta.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of {@link RefusalTable}: what the client of one target gets, and what else is asked and rests. */
class RefusalTest {
    private static final String CONFIG = """
            providers:
              alone: {preset: PRESET, base-url: <1>, api-key: bad-key-0}
              p1: {preset: PRESET, base-url: <1>, api-key: [bad-key-1, good-key-1]}
              p2: {preset: PRESET, base-url: <1>, api-key: good-key-2}
            models:
              alone: {targets: [alone/m], same-target-retries: 0, max-wait: 0s}
              auto: {strategy: priority, targets: [p1/m, p2/m], max-wait: 0s}
              sibling: [p1/n]
            """;

    private final FaultyUpstream upstream = FaultyUpstream.start();
    private Proxy proxy;

    @AfterEach
    void close() {
        proxy.close();
        upstream.close();
    }

    @ParameterizedTest
    @MethodSource("dev.relevo.relay.RefusalTable#rows")
    void theOnlyTargetsRefusalReachesTheClientInOpenAisTerms(Row row) throws IOException {
        start(row);
        RawAnswer answer = ask("alone");
        assertEquals(row.status(), answer.status());
        assertEquals("application/json", answer.header("content-type"));
        assertEquals("alone/m=" + row.word(), answer.header("x-relevo-trail"));
        JsonObject error = Proxy.error(answer.text());
        assertFalse(error.getString("message").isEmpty());
        assertEquals(row.code(), error.getString("code", null));
        boolean limited = row.status() == 429 || row.status() == 503;
        assertEquals(limited, answer.header("retry-after") != null);
        boolean tooLong = limited && Integer.parseInt(answer.header("retry-after")) > 61;
        boolean refusedForGood = row.status() < 500 && row.status() != 429 || restsLong(row) || tooLong;
        assertEquals(refusedForGood ? "false" : null, answer.header("x-should-retry"));
    }

    @ParameterizedTest
    @MethodSource("dev.relevo.relay.RefusalTable#rows")
    void anotherTargetIsAskedAndNoMoreRestsThanTheEvidenceCondemns(Row row) throws IOException {
        start(row);
        String refused = "p1/m#1=" + row.word();
        String fromSecondKey = refused + "; p1/m#2=ok";
        String fromSecondProvider = refused + "; p2/m=ok";
        switch (row.rests()) {
            case CLIENT_IS_TOLD -> {
                assertTrails(refused, "p1/m#2=ok", "p1/n#1=ok");
                assertEquals(refused, ask("auto").header("x-relevo-trail"));
            }
            case NOTHING -> assertTrails(fromSecondKey, fromSecondKey, "p1/n#1=ok");
            case TARGET -> assertTrails(fromSecondKey, "p1/m#2=ok", "p1/n#1=ok");
            case KEY -> assertTrails(fromSecondKey, "p1/m#2=ok", "p1/n#2=ok");
            case MODEL -> assertTrails(fromSecondProvider, "p2/m=ok", "p1/n#1=ok");
            case ACCOUNT -> assertTrails(fromSecondProvider, "p2/m=ok", null);
        }
    }

    @Test
    void anEmptyBalanceRestsAllKeysOfAnAccountThatIsNamed() throws IOException {
        upstream.always(request -> isBad(request) ? ProviderErrors.noBalance() : Completions.streamOf("fine"));
        proxy = Proxy.of(
                CONFIG.replace("PRESET", "generic")
                        .replace(
                                "[bad-key-1, good-key-1]",
                                "[{key: bad-key-1, account: a}, {key: good-key-1, account: a}]"),
                upstream);
        assertTrails("p1/m#1=402; p2/m=ok", "p2/m=ok", null);
    }

    private void assertTrails(String first, String second, String sibling) throws IOException {
        assertEquals(first, ask("auto").header("x-relevo-trail"));
        assertEquals(second, ask("auto").header("x-relevo-trail"));
        assertEquals(sibling, ask("sibling").header("x-relevo-trail"));
    }

    private void start(Row row) {
        upstream.always(request -> isBad(request) ? row.script() : Completions.streamOf("fine"));
        proxy = Proxy.of(CONFIG.replace("PRESET", row.preset()), upstream);
    }

    private RawAnswer ask(String alias) throws IOException {
        return proxy.ask(Proxy.STREAM.replace("auto", alias));
    }

    private static boolean restsLong(Row row) {
        return switch (row.rests()) {
            case TARGET, KEY, MODEL, ACCOUNT -> row.status() != 429;
            case CLIENT_IS_TOLD, NOTHING -> false;
        };
    }

    private static boolean isBad(Received request) {
        return request.header("authorization").startsWith("Bearer bad-key")
                && request.text().contains("\"m\"");
    }
}
