package dev.relevo.config;

import dev.relevo.config.Value.Items;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A list, or one item without brackets. Items with a problem are left out. */
record ListForm<T>(Form<T> items) implements Form<List<T>> {
    @Override
    public List<T> read(Value value, String path, Reading reading) {
        List<T> read = new ArrayList<>();
        if (value instanceof Items list) {
            for (int i = 0; i < list.values().size(); i++) {
                add(items.read(list.values().get(i), path + "[" + i + "]", reading), read);
            }
        } else {
            add(items.read(value, path, reading), read);
        }
        return read;
    }

    private static <T> void add(@Nullable T item, List<T> items) {
        if (item != null) {
            items.add(item);
        }
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> list = JsonTree.object("type", "array", "items", items.schema());
        return Map.of("anyOf", List.of(items.schema(), list));
    }
}
