package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * A header field's line (RFC 9112, 5), read strictly.
 *
 * @param bytes of the whole head
 * @param from where its name begins
 * @param colon where its name ends
 * @param to where its value ends
 */
record FieldLine(byte[] bytes, int from, int colon, int to) {
    private static final String DELIMITERS = "\"(),/:;<=>?@[\\]{}";
    private static final boolean[] TOKEN = tokenCharacters();

    /**
     * The line from there to there, without its end and with no control characters but tabs.
     *
     * @throws MalformedRequest also if it continues the line before it
     */
    static FieldLine read(byte[] bytes, int from, int to) throws MalformedRequest {
        int colon = from;
        while (colon < to && isTokenCharacter(bytes[colon])) {
            colon++;
        }
        if (colon == from || colon == to || bytes[colon] != ':') {
            throw MalformedRequest.broken();
        }
        return new FieldLine(bytes, from, colon, to);
    }

    /** @param name in lower case */
    boolean isNamed(String name) {
        if (colon - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (lowerCase(bytes[from + i]) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Without the white space around it; every character is a byte. */
    String value() {
        int start = colon + 1;
        int end = to;
        while (start < end && isBlank(bytes[start])) {
            start++;
        }
        while (end > start && isBlank(bytes[end - 1])) {
            end--;
        }
        return new String(bytes, start, end - start, ISO_8859_1);
    }

    /** RFC 9110, 5.6.2. */
    static boolean isTokenCharacter(int c) {
        return c >= 0 && c < TOKEN.length && TOKEN[c];
    }

    private static int lowerCase(int c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    private static boolean[] tokenCharacters() {
        boolean[] token = new boolean[0x80];
        for (char c = '!'; c <= '~'; c++) {
            token[c] = DELIMITERS.indexOf(c) < 0;
        }
        return token;
    }
}
