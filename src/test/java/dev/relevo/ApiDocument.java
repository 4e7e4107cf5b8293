package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code openapi.yaml}, and what it says of answers. Places in it are JSON pointers. */
public final class ApiDocument {
    private static final String LOCATION = "urn:relevo:openapi";
    private static final JsonMapper JSON = new JsonMapper();

    private final String text;
    private final JsonNode root;
    private final SchemaRegistry schemas;

    public ApiDocument() {
        try {
            text = Files.readString(Path.of("openapi.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        root = new YAMLMapper().readTree(text);
        schemas = SchemaRegistry.withDialect(
                Dialects.getOpenApi31(),
                registry -> registry.schemas(uri -> uri.equals(LOCATION) ? JSON.writeValueAsString(root) : null)
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    /** As it is written. */
    public String text() {
        return text;
    }

    JsonNode root() {
        return root;
    }

    /** Every operation, as {@code POST /chat}, in the order of the file. */
    public List<String> operations() {
        return root.get("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(operation -> operation.getKey().toUpperCase(Locale.ROOT) + ' ' + path.getKey()))
                .toList();
    }

    /** The node there, references on the way followed. */
    JsonNode at(String pointer) {
        return root.at(place(pointer));
    }

    /** What is wrong with a value by the schema there; empty if nothing is. */
    List<String> faults(String schemaPointer, JsonNode value) {
        return schemas.getSchema(SchemaLocation.of(LOCATION + "#" + place(schemaPointer))).validate(value).stream()
                .map(Error::toString)
                .toList();
    }

    /** Fails unless the answer is one that the operation, as {@code POST /chat}, is said to give. */
    public void expectDescribed(String operation, RawAnswer answer) throws IOException {
        String responses = pointer(operation) + "/responses/";
        String told = responses + answer.status();
        String response = at(told).isMissingNode() ? responses + "default" : told;
        expectHeaders(response, answer);
        String type = answer.header("content-type").replaceFirst(";.*", "");
        String schema = response + "/content/" + escaped(type) + "/schema";
        assertFalse(at(schema).isMissingNode(), "nothing is said of " + schema);
        JsonNode body = type.equals("application/json") ? json(answer.text()) : StringNode.valueOf(answer.text());
        assertEquals(List.of(), faults(schema, body), schema + ": " + body);
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    private void expectHeaders(String response, RawAnswer answer) {
        for (var header : at(response + "/headers").properties()) {
            String place = response + "/headers/" + header.getKey();
            String value = answer.header(header.getKey());
            if (value != null) {
                assertEquals(List.of(), faults(place + "/schema", StringNode.valueOf(value)), header.getKey());
            } else if (at(place).path("required").asBoolean(false)) {
                assertNotNull(value, header.getKey() + " is missing");
            }
        }
    }

    private static String pointer(String operation) {
        String[] parts = operation.split(" ");
        return "/paths/" + escaped(parts[1]) + "/" + parts[0].toLowerCase(Locale.ROOT);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The pointer without references on its way. */
    private String place(String pointer) {
        String place = "";
        for (String step : pointer.substring(1).split("/")) {
            place = place + "/" + step;
            JsonNode reference = root.at(place).path("$ref");
            place = reference.isMissingNode()
                    ? place
                    : place(reference.asString().substring(1));
        }
        return place;
    }
}
