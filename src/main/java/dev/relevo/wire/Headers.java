package dev.relevo.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * HTTP header fields in order. Names are compared without regard to case. A name is always a token and a value never
 * carries a control character other than a tab (RFC 9110, 5.1 and 5.5), so that no field can break the framing.
 */
public final class Headers {
    private static final boolean[] TOKEN = tokenCharacters();

    private final List<String> fields;

    /** No fields yet. */
    public Headers() {
        fields = new ArrayList<>();
    }

    /** No fields yet, but there will be about so many. */
    public Headers(int expected) {
        fields = new ArrayList<>(2 * expected);
    }

    /**
     * Adds a field.
     *
     * @throws IllegalArgumentException if the name or the value would break the framing
     */
    public Headers add(String name, String value) {
        if (!isName(name)) {
            throw new IllegalArgumentException("a character that no header's name may carry");
        }
        if (!isValue(value)) {
            throw new IllegalArgumentException("a character that no header may carry, in " + name);
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

    /** Whether some field's name is one of those. */
    public boolean hasName(Predicate<String> names) {
        for (int i = 0; i < fields.size(); i += 2) {
            if (names.test(fields.get(i))) {
                return true;
            }
        }
        return false;
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

    private static boolean[] tokenCharacters() {
        boolean[] allowed = new boolean[128];
        for (int c = 0; c < allowed.length; c++) {
            allowed[c] = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
        }
        return allowed;
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= TOKEN.length || !TOKEN[c]) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c > 0xff || c == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
