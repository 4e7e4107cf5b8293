package dev.relevo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A case of {@code http/requests.txt}, whose head explains it.
 *
 * @param statuses of the answers, in their order
 * @param closes whether the connection is closed after the last
 * @param forwarded how many requests a provider gets
 * @param bytes what the client sends
 */
record RequestCase(String title, List<Integer> statuses, boolean closes, int forwarded, byte[] bytes) {
    /** A good question. */
    static final String BODY = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static final Path FILE = Path.of("src/test/resources/http/requests.txt");
    private static final Pattern REPEATED = Pattern.compile("\\{(\\d+)\\*([^}]*)}");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(x([0-9a-f]{2})|.)");

    static Stream<RequestCase> all() throws IOException {
        String[] cases = Files.readString(FILE).split("\n== ");
        return Arrays.stream(cases).skip(1).map(RequestCase::of);
    }

    /** That many bytes at a time. */
    List<byte[]> pieces(int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += size) {
            pieces.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
        }
        return pieces;
    }

    @Override
    public String toString() {
        return title;
    }

    private static RequestCase of(String text) {
        List<String> lines = text.lines().toList();
        List<String> answer = List.of(told(lines, "answer", "").split(" "));
        List<Integer> statuses = answer.subList(0, answer.size() - 1).stream()
                .map(Integer::valueOf)
                .toList();
        StringBuilder sent = new StringBuilder();
        lines.stream().skip(1).forEach(line -> append(sent, line));
        return new RequestCase(
                lines.getFirst(),
                statuses,
                answer.getLast().equals("close"),
                Integer.parseInt(told(lines, "forwarded", "0")),
                sent.toString().getBytes(ISO_8859_1));
    }

    private static String told(List<String> lines, String name, String otherwise) {
        return lines.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse(otherwise);
    }

    private static void append(StringBuilder sent, String line) {
        Matcher repeated = REPEATED.matcher(line);
        if (line.startsWith("|")) {
            sent.append(unescaped(line.substring(1))).append("\r\n");
        } else if (line.startsWith(">")) {
            sent.append(unescaped(line.substring(1)));
        } else if (repeated.matches()) {
            sent.append((repeated.group(2) + "\r\n").repeat(Integer.parseInt(repeated.group(1))));
        }
    }

    private static String unescaped(String line) {
        int length = BODY.getBytes(StandardCharsets.UTF_8).length;
        String hex = Integer.toHexString(length);
        String filled = line.replace("{length}", Integer.toString(length))
                .replace("{hex}", hex)
                .replace("{HEX}", hex.toUpperCase(Locale.ROOT));
        String repeated = REPEATED.matcher(filled)
                .replaceAll(match -> match.group(2).repeat(Integer.parseInt(match.group(1))));
        return ESCAPE.matcher(repeated)
                .replaceAll(match -> Matcher.quoteReplacement(escaped(match.group(1), match.group(2))))
                .replace("{body}", BODY);
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
