package dev.relevo.wire;

import java.nio.charset.StandardCharsets;

/** JSON strings: from text and back. */
public final class JsonText {
    private JsonText() {}

    /** The text as a JSON string in UTF-8, quotes included. */
    public static byte[] quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        quote(out, text);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Appends the text as a JSON string, quotes included. Control characters are escaped, so that it stays on one line,
     * and so are lone surrogates, which no UTF-8 can carry; other characters stand as they are.
     */
    public static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else {
                append(out, c);
            }
        }
        out.append('"');
    }

    private static void append(StringBuilder out, char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || c == 0x7f || Character.isSurrogate(c)) {
                    out.append("\\u").append(String.format("%04x", (int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }

    /** The text of a well-formed JSON string whose quotes are at {@code from} and just before {@code to}. */
    static String unquoted(byte[] bytes, int from, int to) {
        int end = to - 1;
        int run = from + 1;
        int escape = backslash(bytes, run, end);
        if (escape == end) {
            return new String(bytes, run, end - run, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(end - run);
        while (escape < end) {
            text.append(new String(bytes, run, escape - run, StandardCharsets.UTF_8));
            text.append(escaped(bytes, escape + 1));
            run = escape + (bytes[escape + 1] == 'u' ? 6 : 2);
            escape = backslash(bytes, run, end);
        }
        return text.append(new String(bytes, run, end - run, StandardCharsets.UTF_8))
                .toString();
    }

    private static int backslash(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    private static char escaped(byte[] bytes, int at) {
        return switch (bytes[at]) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> codeUnit(bytes, at + 1);
            default -> (char) bytes[at];
        };
    }

    private static char codeUnit(byte[] bytes, int at) {
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            unit = unit << 4 | Character.digit(bytes[i], 16);
        }
        return (char) unit;
    }
}
