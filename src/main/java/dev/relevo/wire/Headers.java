package dev.relevo.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * HTTP header fields in order. Names are compared without regard to case. A name is always a token and a value never
 * carries a control character other than a tab (RFC 9110, 5.1 and 5.5), so that no field can break the framing.
 */
public final class Headers {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final List<String> fields = new ArrayList<>();

    /**
     * Adds a field.
     *
     * @throws IllegalArgumentException if the name or the value would break the framing
     */
    public Headers add(String name, String value) {
        if (name.isEmpty() || !all(name, Headers::isTokenCharacter)) {
            throw new IllegalArgumentException("a character that no header's name may carry");
        }
        if (!all(value, Headers::isValueCharacter)) {
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

    private static boolean all(String text, IntPredicate allowed) {
        for (int i = 0; i < text.length(); i++) {
            if (!allowed.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }

    private static boolean isValueCharacter(int c) {
        return c == '\t' || (c >= ' ' && c <= 0xff && c != 0x7f);
    }
}
