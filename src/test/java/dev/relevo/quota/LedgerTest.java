package dev.relevo.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Provider;
import dev.relevo.config.Sample;
import dev.relevo.config.Target;
import dev.relevo.dialect.ScopeKind;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTest {
    private final Ledger ledger = new Ledger();
    private final Scopes ofOne = scopes("a", "m", 1);

    @ParameterizedTest
    @CsvSource({
        //           ENDPOINT, KEY, ACCOUNT, MODEL, TARGET
        "a, m, 1,    true,  true,  true,  true,  true",
        "a, m, 2,    true,  false, true,  true,  false",
        "a, n, 1,    true,  true,  true,  false, false",
        "b, m, 1,    false, false, false, false, false",
    })
    void targetsShareTheScopesThatTheyHaveInCommon(
            String provider,
            String model,
            int key,
            boolean endpoint,
            boolean sameKey,
            boolean account,
            boolean sameModel,
            boolean target) {
        Scopes other = scopes(provider, model, key);

        assertEquals(endpoint, ofOne.endpoint() == other.endpoint());
        assertEquals(sameKey, ofOne.key() == other.key());
        assertEquals(account, ofOne.account() == other.account());
        assertEquals(sameModel, ofOne.model() == other.model());
        assertEquals(target, ofOne.target() == other.target());
    }

    @Test
    void anEndpointIsASchemeAndAServer() {
        Scope tls = endpoint("https://API.example/v1");

        assertSame(tls, endpoint("https://api.example/other"));
        assertNotSame(tls, endpoint("http://api.example/v1"));
        assertNotSame(tls, endpoint("https://api.example:8443/v1"));
    }

    @ParameterizedTest
    @EnumSource(ScopeKind.class)
    void aTargetRestsWhileAnyOfItsScopesDoes(ScopeKind kind) {
        Scope scope = ofOne.of(kind);

        scope.rest(0, Duration.ofSeconds(9), 502, kind.name());

        assertTrue(ofOne.resting(0));
        assertSame(scope, ofOne.longestResting(0));
        assertEquals(Duration.ofSeconds(9), ofOne.remaining(0));
        assertFalse(ofOne.resting(Duration.ofSeconds(9).toNanos()));
        assertEquals(Duration.ZERO, ofOne.remaining(Duration.ofSeconds(9).toNanos()));
    }

    @Test
    void ofSeveralRestsTheLongestCounts() {
        ofOne.target().limited(0, Duration.ofSeconds(3), "");
        ofOne.account().limited(0, Duration.ofSeconds(8), "");
        ofOne.key().limited(0, Duration.ofSeconds(5), "");

        assertSame(ofOne.account(), ofOne.longestResting(0));
        assertEquals(Duration.ofSeconds(8), ofOne.remaining(0));
    }

    private Scopes scopes(String provider, String model, int key) {
        return ledger.of(new Target(Sample.provider(provider, 2), model, null, key, null, Set.of()));
    }

    private Scope endpoint(String baseUrl) {
        Provider p = Sample.provider("p", 1);
        Provider there = new Provider(
                p.name(),
                p.displayName(),
                URI.create(baseUrl),
                p.keys(),
                p.needsKey(),
                p.keyVariables(),
                null,
                null,
                p.headers(),
                p.timeouts(),
                p.quirks(),
                p.supports());
        return ledger.of(new Target(there, "m", null, 1, null, Set.of())).endpoint();
    }
}
