package dev.relevo.cli;

import dev.relevo.config.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code .env} file: lines of {@code NAME=value}, {@code export} before the name allowed. A value may stand in single
 * quotes (taken as it is) or double ones ({@code \n \r \t \" \\ \$} are escapes); without quotes it ends before a blank
 * and {@code #}. Nothing is substituted. Problems never quote a line, since it may hold a secret.
 *
 * @param variables in the file's order; of a repeated name the last one counts
 */
record Dotenv(Map<String, String> variables, List<Problem> problems) {
    private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)\\s*=\\s*(.*)");
    private static final Pattern SINGLE_QUOTED = Pattern.compile("'([^']*)'\\s*(#.*)?");
    private static final Pattern DOUBLE_QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"\\s*(#.*)?");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([nrt\"\\\\$])");
    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");

    Dotenv {
        variables = Map.copyOf(variables);
        problems = List.copyOf(problems);
    }

    static Dotenv parse(String file, String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        List<String> lines = text.lines().map(String::strip).toList();
        for (int i = 0; i < lines.size(); i++) {
            String mistake = read(lines.get(i), variables);
            if (mistake != null) {
                problems.add(new Problem(file, i + 1, 1, "", mistake));
            }
        }
        return new Dotenv(variables, problems);
    }

    private static @Nullable String read(String line, Map<String, String> variables) {
        if (line.isEmpty() || line.startsWith("#")) {
            return null;
        }
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return "not a variable, expected NAME=value";
        }
        String value = value(parts.group(2));
        if (value == null) {
            return "quotes that do not fit, expected NAME=\"value\" on one line";
        }
        variables.put(parts.group(1), value);
        return null;
    }

    private static @Nullable String value(String written) {
        if (written.startsWith("'")) {
            Matcher quoted = SINGLE_QUOTED.matcher(written);
            return quoted.matches() ? quoted.group(1) : null;
        }
        if (written.startsWith("\"")) {
            Matcher quoted = DOUBLE_QUOTED.matcher(written);
            return quoted.matches() ? unescaped(quoted.group(1)) : null;
        }
        return COMMENT.matcher(written).replaceFirst("").strip();
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        switch (escape.group(1)) {
                            case "n" -> "\n";
                            case "r" -> "\r";
                            case "t" -> "\t";
                            default -> escape.group(1);
                        }));
    }
}
