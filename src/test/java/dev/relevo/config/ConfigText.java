package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Configurations written by tests. */
final class ConfigText {
    private static final Pattern JSON_LITERAL = Pattern.compile("true|false|-?(0|[1-9]\\d*)(\\.\\d+)?");
    private static final String ALIAS = "\nmodels: {auto: {targets: [ollama/any]}}\n";

    static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(ConfigurationSchema.json());

    private ConfigText() {}

    /** Settings of a text that must be good, and valid under the schema. */
    static Settings load(String yaml, Map<String, String> environment) {
        assertEquals(List.of(), schemaErrors(yaml));
        try {
            return Configuration.load(written(yaml), environment);
        } catch (BadConfiguration e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    static Settings load(String yaml) {
        return load(yaml, Map.of());
    }

    /** The only provider of a text that has just {@code providers}. */
    static Provider provider(String yaml, Map<String, String> environment) {
        return load(yaml + ALIAS, environment).providers().getFirst();
    }

    static Alias alias(String yaml) {
        return load(yaml).aliases().getFirst();
    }

    /** Problems of a text, as printed, for a file named {@code config.yaml}; empty if there are none. */
    static List<String> problems(String yaml, Map<String, String> environment) {
        Path file = written(yaml);
        try {
            Configuration.load(file, environment);
            return List.of();
        } catch (BadConfiguration e) {
            return e.problems().stream()
                    .map(problem -> problem.toString().replace(file.toString(), "config.yaml"))
                    .toList();
        }
    }

    static List<String> problems(String yaml) {
        return problems(yaml, Map.of());
    }

    /** Problems of a text that has just {@code server} or {@code providers}. */
    static List<String> problemsBesideAnAlias(String yaml) {
        return problems(yaml + ALIAS);
    }

    static List<Error> schemaErrors(String yaml) {
        Value value = YamlReader.read("config.yaml", yaml, new Reading(Map.of()));
        return SCHEMA.validate(json(value), InputFormat.JSON);
    }

    /** As an editor understands YAML: what looks like a number or a boolean is one. */
    private static String json(Value value) {
        return switch (value) {
            case Value.Nothing _ -> "null";
            case Value.Scalar scalar ->
                JSON_LITERAL.matcher(scalar.text()).matches() ? scalar.text() : JsonTree.write(scalar.text());
            case Value.Items items ->
                items.values().stream().map(ConfigText::json).collect(Collectors.joining(",", "[", "]"));
            case Value.Members members ->
                members.byName().entrySet().stream()
                        .map(member -> JsonTree.write(member.getKey()) + ":"
                                + json(member.getValue().value()))
                        .collect(Collectors.joining(",", "{", "}"));
        };
    }

    private static Path written(String yaml) {
        try {
            Path file = Files.createTempFile("relevo", ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
