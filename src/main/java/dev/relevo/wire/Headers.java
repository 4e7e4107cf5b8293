package dev.relevo.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** HTTP header fields in order. Names are compared without regard to case. Values never carry CR, LF or NUL. */
public final class Headers {
    private final List<String> fields = new ArrayList<>();

    /**
     * Adds a field.
     *
     * @throws IllegalArgumentException if the value would break the framing
     */
    public Headers add(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
                throw new IllegalArgumentException("a character that no header may carry, in " + name);
            }
        }
        fields.add(name);
        fields.add(value);
        return this;
    }

    /** The first value of that name, or null. */
    public @Nullable String first(String name) {
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase(name)) {
                return fields.get(i + 1);
            }
        }
        return null;
    }

    /** Every name and value, in order. */
    public void forEach(BiConsumer<String, String> each) {
        for (int i = 0; i < fields.size(); i += 2) {
            each.accept(fields.get(i), fields.get(i + 1));
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }
}
