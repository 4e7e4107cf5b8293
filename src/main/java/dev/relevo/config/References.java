package dev.relevo.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text whose <code>${NAME}</code> stand for environment variables. A variable's value is taken as it is: what looks
 * like a reference inside it is none.
 *
 * @param text with every variable that is set put in
 * @param names the variables it names, in order
 * @param missing those of them that are not set
 * @param malformed whether some <code>${</code> begins no reference, or all of it is a name without its braces
 */
record References(String text, List<String> names, List<String> missing, boolean malformed) {
    /** What begins one, and its name if the rest is as it has to be. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)})?");

    private static final Pattern BARE = Pattern.compile("\\$[A-Z_][A-Z0-9_]*");

    References {
        names = List.copyOf(names);
        missing = List.copyOf(missing);
    }

    interface Variables extends Function<String, @Nullable String> {}

    static References resolve(String text, Variables variables) {
        List<String> names = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        StringBuilder resolved = new StringBuilder();
        boolean malformed = BARE.matcher(text).matches();
        Matcher reference = REFERENCE.matcher(text);
        while (reference.find()) {
            String name = reference.group(1);
            if (name == null) {
                malformed = true;
                continue;
            }
            String value = variables.apply(name);
            names.add(name);
            if (value == null) {
                missing.add(name);
            }
            reference.appendReplacement(resolved, Matcher.quoteReplacement(value == null ? "" : value));
        }
        reference.appendTail(resolved);
        return new References(resolved.toString(), names, missing, malformed);
    }

    /** What is wrong with it, a line each; empty if every variable is set. */
    List<String> mistakes() {
        return malformed
                ? List.of("not a reference, expected ${NAME} with the name of an environment variable")
                : missing.stream()
                        .map(name -> "${" + name + "} is not set, expected the environment variable " + name)
                        .toList();
    }
}
