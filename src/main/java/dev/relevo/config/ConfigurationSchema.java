package dev.relevo.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** A JSON Schema of the configuration file, for editors. It is made from the declarations that the file is read by. */
public final class ConfigurationSchema {
    private ConfigurationSchema() {}

    /** The schema (draft 7, which editors know best), as text with a line end. */
    public static String json() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "Relevo's configuration");
        schema.putAll(Configuration.SHAPE.schema());
        Definition<Section> limits = QuotaLimitReader.FORM;
        schema.put("definitions", Map.of(limits.name(), limits.form().schema()));
        return JsonTree.write(schema);
    }
}
