package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.relevo.config.Admittance.ClientKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmittanceTest {
    private static final String MODELS = "\nmodels: {auto: [ollama]}\n";
    private static final String GOOD = "0123456789abcdef";

    @Test
    void aBareKeyIsShortForAListOfOne() {
        assertEquals(List.of(key("key-1", GOOD)), keys("server: {api-keys: " + GOOD + "}", Map.of()));
    }

    @Test
    void anAdminsKeyIsAnAccessKeyAsWell() {
        assertEquals(
                List.of(
                        key("key-1", GOOD),
                        new ClientKey("admin-1", new Secret(GOOD + 2), Set.of(), List.of(), true),
                        new ClientKey("ops", new Secret(GOOD + 3), Set.of(), List.of(), true)),
                keys(
                        "server: {api-keys: [GOOD], admin-keys: [GOOD2, {name: ops, key: GOOD3}]}"
                                .replace("GOOD", GOOD),
                        Map.of()));
        assertFalse(ConfigText.load("server: {admin-keys: [" + GOOD + "]}" + MODELS)
                .server()
                .admittance()
                .loopbackOnly());
    }

    @Test
    void anAdminsKeyIsNobodyElses() {
        assertEquals(
                List.of(
                        "config.yaml:1:53 server.admin-keys[0]: the same key as that of key-1, expected another for each"),
                ConfigText.problems("server: {api-keys: [GOOD], admin-keys: [GOOD]}".replace("GOOD", GOOD) + MODELS));
    }

    @Test
    void theVariableAddsKeysAndNeedsNoSection() {
        assertEquals(
                List.of(key("env-1", GOOD), key("env-2", GOOD + 2)),
                keys("", Map.of("RELEVO_API_KEYS", GOOD + ", " + GOOD + "2 ,,")));
    }

    @Test
    void aKeyOfTheFileThatStandsInTheVariableTooCountsOnce() {
        assertEquals(
                List.of(key("key-1", GOOD)),
                keys("server: {api-keys: [\"${RELEVO_API_KEYS}\"]}", Map.of("RELEVO_API_KEYS", GOOD)));
    }

    @Test
    void aShortKeyIsWarnedOfAndAVeryShortOneRefused() {
        assertEquals(
                List.of("server.api-keys[0].key: a key of fewer than 16 characters may be guessed"),
                ConfigText.load("server: {api-keys: [{name: tv, key: 12345678}]}" + MODELS)
                        .warnings());
        assertEquals(
                List.of("RELEVO_API_KEYS: a key that anyone may guess, expected at least 8 characters,"
                        + " better 32 random ones"),
                ConfigText.problems(MODELS, Map.of("RELEVO_API_KEYS", GOOD + ",1234567")));
    }

    @Test
    void aKeyOfTheVariableTakesNobodysNameSinceNamesHaveLimits() {
        String named =
                "server: {api-keys: [{name: env-1, key: other-%s, limits: {requests-per-day: 1}}]}".formatted(GOOD);

        assertEquals(
                List.of("env-1", "env-2"),
                keys(named, Map.of("RELEVO_API_KEYS", GOOD)).stream()
                        .map(ClientKey::name)
                        .toList());
    }

    @Test
    void everyWrongKeyIsToldAtItsPlaceAndNeverShown() {
        List<String> problems =
                ConfigText.problems("""
                server:
                  api-keys:
                    - ${NO_KEY}
                    - SECRET
                    - two words
                    - SECRET
                    - {name: team, key: "SECRET,SECRET"}
                    - {name: key-2, key: OTHER}
                    - {name: a b, key: ANOTHER}
                    - {name: lost}
                    - short
                    - [SECRET]
                models: {auto: [ollama]}
                """.replace("SECRET", "canary-" + GOOD).replace("OTHER", "other-" + GOOD));

        assertEquals(
                List.of(
                        "config.yaml:3:7 server.api-keys[0]: ${NO_KEY} is not set, expected the environment variable NO_KEY",
                        "config.yaml:5:7 server.api-keys[2]: no header can carry this key,"
                                + " expected printable ASCII, no blanks, no commas",
                        "config.yaml:6:7 server.api-keys[3]: the same key as that of key-2, expected another for each",
                        "config.yaml:7:25 server.api-keys[4].key: no header can carry this key,"
                                + " expected printable ASCII, no blanks, no commas",
                        "config.yaml:8:14 server.api-keys[5].name: 'key-2' is the name of another key,"
                                + " expected one for each",
                        "config.yaml:9:14 server.api-keys[6].name: not a name,"
                                + " expected letters, digits, '.', '_' and '-'",
                        "config.yaml:10:7 server.api-keys[7].key: missing, expected the key,"
                                + " best as ${NAME} of an environment variable",
                        "config.yaml:11:7 server.api-keys[8]: a key that anyone may guess,"
                                + " expected at least 8 characters, better 32 random ones",
                        "config.yaml:12:7 server.api-keys[9]: a list, expected a single value"),
                problems);
        assertFalse(problems.toString().contains("canary"));
    }

    @Test
    void aKeyMayBeForSomeAliasesAndLimited() {
        assertEquals(
                List.of(new ClientKey(
                        "team",
                        new Secret(GOOD),
                        Set.of("auto"),
                        List.of(new QuotaLimit(Quantity.USD, Period.DAY, 2_000_000_000L, new Window.Rolling(), false)),
                        false)),
                keys(
                        "server: {api-keys: [{name: team, key: " + GOOD
                                + ", aliases: auto, limits: {usd-per-day: 2}}]}",
                        Map.of()));
        assertEquals(
                List.of(
                        "config.yaml:2:53 server.api-keys[0].aliases: 'atuo' is no alias of this file,"
                                + " did you mean 'auto'?",
                        "config.yaml:3:54 server.api-keys[1].aliases: no alias, so it could ask for nothing;"
                                + " expected one at least, or no such list",
                        "config.yaml:4:53 server.api-keys[2].limits: a single value, expected a mapping (key: value)"),
                ConfigText.problems("""
                        server: {api-keys: [
                          {name: a, key: 0123456789abcdef-a,       aliases: [atuo]},
                          {name: b, key: 0123456789abcdef-b,        aliases: []},
                          {name: c, key: 0123456789abcdef-c,        limits: 5}]}
                        models: {auto: [ollama]}
                        """));
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.com, https://app.example.com",
        "HTTPS://App.Example.com:443, https://app.example.com",
        "http://10.0.0.5:80, http://10.0.0.5",
        "http://[fd00::1]:8080, http://[fd00::1]:8080",
        "chrome-extension://abcdef, chrome-extension://abcdef",
        "'*', '*'",
    })
    void anOriginIsKeptAsBrowsersSpellIt(String text, String origin) {
        assertEquals(
                Set.of(origin),
                ConfigText.load("server: {cors-origins: ['" + text + "']}" + MODELS)
                        .server()
                        .admittance()
                        .corsOrigins());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.example.com",
                "https://app.example.com/",
                "https://app.example.com/path",
                "https://*.example.com",
                "https://a b",
                "https://user@example.com",
                "https://example.com:0",
                "https://example.com:65536",
                "https://",
                "null"
            })
    void whatIsNoOriginIsRefused(String text) {
        assertEquals(
                List.of("config.yaml:1:25 server.cors-origins[0]: no origin,"
                        + " expected one such as https://app.example.com, or \"*\" for all"),
                ConfigText.problems("server: {cors-origins: ['" + text + "']}" + MODELS));
    }

    private static List<ClientKey> keys(String yaml, Map<String, String> environment) {
        return ConfigText.load(yaml + MODELS, environment).server().admittance().keys();
    }

    private static ClientKey key(String name, String value) {
        return new ClientKey(name, new Secret(value));
    }
}
