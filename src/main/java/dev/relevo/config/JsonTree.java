package dev.relevo.config;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON made of maps, lists, texts, numbers and booleans, written for people: indented by two blanks. */
final class JsonTree {
    private final StringBuilder json = new StringBuilder();

    private JsonTree() {}

    /** The text of a tree, with a line end. */
    static String write(Object tree) {
        JsonTree writer = new JsonTree();
        writer.value(tree, "\n");
        return writer.json.append('\n').toString();
    }

    /** An object of names and values by turns, in that order. */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    private void value(Object value, String lineStart) {
        switch (value) {
            case Map<?, ?> map -> object(map, lineStart);
            case List<?> list -> list(list, lineStart);
            case String text -> text(text);
            default -> json.append(value);
        }
    }

    private void object(Map<?, ?> map, String lineStart) {
        json.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            json.append(lineStart).append("  ");
            text(String.valueOf(entry.getKey()));
            json.append(": ");
            value(entry.getValue(), lineStart + "  ");
            json.append(entries.hasNext() ? "," : lineStart);
        }
        json.append('}');
    }

    private void list(List<?> list, String lineStart) {
        json.append('[');
        for (int i = 0; i < list.size(); i++) {
            json.append(i == 0 ? "" : ", ");
            value(list.get(i), lineStart);
        }
        json.append(']');
    }

    private void text(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
