package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with a mistake at or near a secret. */
class QuotedSecretsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "providers: {up: {base-url: 'https://sk-canary@a.example/v1'}}",
                "providers: {up: {base-url: 'https://a.example/v1?key=sk-canary'}}",
                "providers: {up: {base-url: 'sk canary'}}",
                "providers: {up: {api-key: 'sk canary'}}",
                "providers: {up: {api-key: {sk: sk-canary}}}",
                "providers: {up: {api-key: [{sk-canary: x}]}}",
                "providers: {up: {api-key: {key: 'sk canary', account: 'sk canary', limits: sk-canary}}}",
                "providers: {up: {api-key: '${sk-canary'}}",
                "providers: {up: {api-key:sk-canary}}",
                "providers: {up: {api-key=sk-canary}}",
                "providers: {groq: sk-canary}",
                "providers: {up: {headers: {x-token: \"sk-canary\\n\"}}}",
                "providers: {up: {headers: {authorization: sk-canary}}}",
                "providers: {up: {headers: {authorization:sk-canary}}}",
                "providers: {up: {timeouts: {connect: sk-canary}}}",
                "server: {api-keys: [short]}\nproviders: {up: {api-key: *sk-canary}}",
                "server: {api-keys: ['sk-canary with blanks']}",
                "server: {api-keys: [{name: 'sk-canary ', key: 'sk-canary,x'}]}",
                "server: {port: sk-canary, host: 'sk canary', log-level: sk-canary, cors-origins: sk-canary}",
                "providers:\n  up:\n    base-url: https://a.example\n    api-key:sk-canary\n",
                "providers:\n  up:\n    api-key: 'sk-canary\n",
                "providers:\n  up:\n    api-key: sk-canary: x\n",
                "models: {auto: [sk-canary]}",
            })
    void noMistakeInAFileIsToldWithWhatStandsAtAKey(String yaml) {
        List<String> problems = ConfigText.problems(yaml);
        assertTrue(problems.getFirst().startsWith("config.yaml:"), problems::toString);
        assertFalse(problems.toString().contains("canary"), problems::toString);
    }

    @Test
    void aNameThatAValueSticksToIsToldWithoutIt() {
        assertEquals(
                "config.yaml:1:20 providers.groq.api-key:...: unknown key, did you mean 'api-key'?",
                ConfigText.problems("providers: {groq: {api-key:sk-1}}\nmodels: {auto: [groq]}")
                        .getFirst());
    }
}
