package dev.relevo.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key of a {@link Shape}.
 *
 * @param description what it is for, for editors
 * @param otherwise what holds where the file says nothing; null if that is told in words
 */
record Key<T>(
        String name,
        Form<T> form,
        String description,
        @Nullable T otherwise) {
    Key(String name, Form<T> form, String description) {
        this(name, form, description, null);
    }

    Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", description);
        schema.putAll(form.schema());
        if (otherwise != null) {
            schema.put("default", form.spelt(otherwise));
        }
        return schema;
    }
}
