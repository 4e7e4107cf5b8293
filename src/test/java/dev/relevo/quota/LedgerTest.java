package dev.relevo.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.ContextWindows;
import dev.relevo.config.Continuation;
import dev.relevo.config.Provider;
import dev.relevo.config.Quirks;
import dev.relevo.config.Quotas;
import dev.relevo.config.Sample;
import dev.relevo.config.Secret;
import dev.relevo.config.Supports;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import dev.relevo.config.Timeouts;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.time.Clock;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTest {
    private static final String URL = "https://p.example/v1";

    private final Ledger ledger = new Ledger(Clock.system());
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

    @Test
    void aKeyIsKnownByItsValueAndNotByItsPlace() {
        Scopes before = scopes(provider("p", URL, Map.of(), "old", "kept"), "m", 2);
        Scopes after = scopes(provider("p", URL, Map.of(), "kept", "new"), "m", 1);

        assertSame(before.key(), after.key());
        assertSame(before.target(), after.target());
        assertNotSame(
                before.key(),
                scopes(provider("p", URL, Map.of(), "new"), "m", 1).key());
    }

    @Test
    void anAccountWithoutANameIsTheSameWhicheverItsKeysAre() {
        Scopes before = scopes(provider("p", URL, Map.of(), "k", "l"), "m", 1);
        Scopes more = scopes(provider("p", URL, Map.of(), "k", "l", "new"), "m", 1);
        Scopes others = scopes(provider("p", URL, Map.of(), "new"), "m", 1);

        assertSame(before.account(), more.account());
        assertSame(before.model(), more.model());
        assertSame(before.account(), others.account());
        assertSame(before.model(), others.model());
    }

    @ParameterizedTest
    @CsvSource({"https://p.example/v2, o", "https://q.example/v1, o", "https://p.example/v1, other"})
    void anotherAddressOrAnotherIdentityStartsAfresh(String baseUrl, String organisation) {
        Scopes before = scopes(provider("p", URL, Map.of("OpenAI-Organization", "o"), "k"), "m", 1);
        Scopes after = scopes(provider("p", baseUrl, Map.of("OpenAI-Organization", organisation), "k"), "m", 1);

        for (ScopeKind kind : List.of(ScopeKind.KEY, ScopeKind.ACCOUNT, ScopeKind.MODEL, ScopeKind.TARGET)) {
            assertNotSame(before.of(kind), after.of(kind));
        }
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
        return scopes(Sample.provider(provider, 2), model, key);
    }

    private Scopes scopes(Provider provider, String model, int key) {
        return ledger.of(new Target(
                provider,
                model,
                provider.keys().get(key - 1),
                key,
                null,
                Set.of(),
                null,
                Continuation.NONE,
                Terms.NONE));
    }

    private Scope endpoint(String baseUrl) {
        return scopes(provider("p", baseUrl, Map.of(), "k"), "m", 1).endpoint();
    }

    private static Provider provider(String name, String baseUrl, Map<String, String> headers, String... keys) {
        return new Provider(
                name,
                name,
                URI.create(baseUrl),
                Stream.of(keys).map(Secret::new).toList(),
                true,
                List.of(),
                null,
                null,
                headers,
                Timeouts.DEFAULT,
                Quirks.NONE,
                Supports.EVERYTHING,
                ContextWindows.UNKNOWN,
                Quotas.NONE);
    }
}
