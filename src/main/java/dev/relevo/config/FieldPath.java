package dev.relevo.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a field stands in a request: {@code seed}, {@code messages[].name}, {@code response_format.json_schema.strict}.
 *
 * @param steps member names from the outside in; {@link #EACH} stands for every element of an array
 */
public record FieldPath(List<String> steps) {
    public static final String EACH = "[]";

    /** Possessive, so that a long text takes no deep stack. */
    private static final Pattern FORM = Pattern.compile("\\w+(\\[])*+(\\.\\w+(\\[])*+)*+");

    public FieldPath {
        steps = List.copyOf(steps);
    }

    /** The path that a text spells, or null if it is none. */
    public static @Nullable FieldPath parse(String text) {
        if (!FORM.matcher(text).matches() || text.endsWith(EACH)) {
            return null;
        }
        List<String> steps = new ArrayList<>();
        for (String step : text.split("\\.", -1)) {
            int each = step.indexOf('[');
            steps.add(each < 0 ? step : step.substring(0, each));
            for (int i = each; i >= 0 && i < step.length(); i += EACH.length()) {
                steps.add(EACH);
            }
        }
        return new FieldPath(steps);
    }

    /** Whether it is a member of the request itself. */
    public boolean topLevel() {
        return steps.size() == 1;
    }

    /** The member's own name. */
    public String name() {
        return steps.getLast();
    }

    @Override
    public String toString() {
        return String.join(".", steps).replace("." + EACH, EACH);
    }
}
