package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That a good file is valid under the schema is asserted by {@link ConfigText#load}, for every example of the tests. */
class ConfigurationSchemaTest {
    @Test
    void theFileOfTheRepositoryIsWhatTheCodeMakes() throws IOException {
        assertEquals(
                ConfigurationSchema.json(),
                Files.readString(Path.of("config.schema.json")),
                "mend it by: ./relevo schema > config.schema.json");
    }

    @Test
    void theSchemaIsAGoodOneOfItsDraft() {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

        assertEquals(
                List.of(),
                registry.getSchema(SchemaLocation.of("http://json-schema.org/draft-07/schema#"))
                        .validate(ConfigurationSchema.json(), InputFormat.JSON));
    }

    @Test
    void theShippedFileIsValidAsEditorsReadIt() throws IOException {
        assertEquals(List.of(), ConfigText.SCHEMA.validate(Files.readString(Path.of("config.yaml")), InputFormat.YAML));
    }

    @Test
    void everyKeyIsExplained() {
        Configuration.SHAPE.keys().forEach(ConfigurationSchemaTest::assertExplained);
        ProviderReader.PRESET_SHAPE.keys().forEach(ConfigurationSchemaTest::assertExplained);
        ServerReader.SHAPE.keys().forEach(ConfigurationSchemaTest::assertExplained);
    }

    private static void assertExplained(Key<?> key) {
        String description = String.valueOf(key.schema().get("description"));
        assertEquals(".", description.substring(description.length() - 1), key.name());
    }

    @Test
    void aDefaultIsToldAsAPersonWouldSpellIt() {
        Map<String, Object> defaults = ServerReader.SHAPE.keys().stream()
                .map(key -> Map.entry(key.name(), key.schema()))
                .filter(entry -> entry.getValue().containsKey("default"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().get("default")));

        assertEquals(3000, defaults.get("port"));
        assertEquals("32MiB", defaults.get("max-body"));
        assertEquals("10s", defaults.get("header-timeout"));
        assertEquals("info", defaults.get("log-level"));
        assertEquals(".relevo", defaults.get("state-dir"));
        assertEquals(true, defaults.get("direct-models"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "modles: {auto: [groq]}",
                "models: [groq]",
                "models: {two words: [groq]}",
                "models: {auto: {strategy: fair, targets: groq}}",
                "models: {auto: {targets: [{target: groq, tier: 0}]}}",
                "models: {auto: {targets: [{target: groq, weight: 1.5}]}}",
                "models: {auto: {targets: [{target: groq, supports: [smell]}]}}",
                "models: {auto: {targets: [{target: groq, model: x}]}}",
                "models: {auto: {targets: groq, hold-limit: 1 MB of text}}",
                "models: {auto: {targets: [{tier: 2}]}}",
                "models: {auto: {strategy: priority}}",
                "server: {api-keys: [{name: team}]}",
                "server: {port: 65536}",
                "server: {port: many}",
                "server: {prot: 3000}",
                "server: {allow-anonymous: 1}",
                "server: {drain-grace: 30}",
                "server: {log-level: loud}",
                "server: {api-keys: [{name: team, kee: abc}]}",
                "providers: {mine: {preset: groqq}}",
                "providers: {mine: {timeouts: {ttfb: 1s}}}",
                "providers: {mine: {headers: [a]}}",
                "providers: {a/b: {base-url: 'https://example.com'}}",
                "providers: {mine: {repairs: [all]}}",
                "providers: {mine: {replace: {seed: x}}}",
                "providers: {mine: {rename: {seed: random seed}}}",
                "providers: {mine: {models: {'*': {tools: true}}}}",
                "providers: {mine: {limits: {requests-per-year: 1}}}",
                "providers: {mine: {limits: {tokens-per-day: few}}}",
                "providers: {mine: {limits: {usd-per-day: -1}}}",
                "providers: {mine: {models: {a: {price: {input: cheap, output: 1}}}}}",
                "providers: {mine: {api-key: {account: team}}}",
                "models: {auto: {targets: groq, affinity: perhaps}}",
                "providers: {groq: gsk_1}"
            })
    void whatIsWrongByItsFormAloneIsInvalidAndRefused(String yaml) {
        assertNotEquals(List.of(), ConfigText.schemaErrors(yaml));
        assertNotEquals(List.of(), ConfigText.problems(yaml.startsWith("mod") ? yaml : yaml + "\nmodels: {a: groq}"));
    }
}
