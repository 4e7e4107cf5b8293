package dev.relevo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A case of {@code http/requests.txt} or {@code http/answers.txt}, whose heads explain them.
 *
 * @param lines after its title
 * @param bytes what is sent
 */
record WireCase(String title, List<String> lines, byte[] bytes) {
    private static final Path FOLDER = Path.of("src/test/resources/http");
    private static final Pattern REPEATED = Pattern.compile("\\{(\\d+)\\*([^}]*)}");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(x([0-9a-f]{2})|.)");

    /** @param body what {@code {body}} stands for */
    static Stream<WireCase> in(String file, String body) throws IOException {
        String[] cases = Files.readString(FOLDER.resolve(file)).split("\n== ");
        return Arrays.stream(cases).skip(1).map(text -> of(text.lines().toList(), body));
    }

    /** What the case says under that name. */
    String told(String name, String otherwise) {
        return lines.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse(otherwise);
    }

    @Override
    public String toString() {
        return title;
    }

    private static WireCase of(List<String> text, String body) {
        List<String> lines = text.subList(1, text.size());
        StringBuilder sent = new StringBuilder();
        lines.forEach(line -> append(sent, line, body));
        return new WireCase(text.getFirst(), lines, sent.toString().getBytes(ISO_8859_1));
    }

    private static void append(StringBuilder sent, String line, String body) {
        Matcher repeated = REPEATED.matcher(line);
        if (line.startsWith("|")) {
            sent.append(unescaped(line.substring(1), body)).append("\r\n");
        } else if (line.startsWith(">")) {
            sent.append(unescaped(line.substring(1), body));
        } else if (repeated.matches()) {
            sent.append((repeated.group(2) + "\r\n").repeat(Integer.parseInt(repeated.group(1))));
        }
    }

    private static String unescaped(String line, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String hex = Integer.toHexString(length);
        String filled = line.replace("{length}", Integer.toString(length))
                .replace("{hex}", hex)
                .replace("{HEX}", hex.toUpperCase(Locale.ROOT));
        String repeated =
                REPEATED.matcher(filled).replaceAll(match -> match.group(2).repeat(Integer.parseInt(match.group(1))));
        return ESCAPE.matcher(repeated)
                .replaceAll(match -> Matcher.quoteReplacement(escaped(match.group(1), match.group(2))))
                .replace("{body}", body);
    }

    private static String escaped(String escape, String hex) {
        return switch (escape.charAt(0)) {
            case 'r' -> "\r";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '\\' -> "\\";
            default -> String.valueOf((char) Integer.parseInt(hex, 16));
        };
    }
}
